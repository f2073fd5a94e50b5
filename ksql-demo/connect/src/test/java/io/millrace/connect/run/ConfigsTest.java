package io.millrace.connect.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.connect.config.ConfigException;
import io.millrace.connect.config.ConnectorConfig;
import io.millrace.connect.config.References;
import io.millrace.connect.plugin.CommonSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ConfigsTest {

    private static final Map<String, String> REDIS =
            Map.of("connector.class", "RedisSink", "topics", "bus_current", "redis.password", "hunter2");

    @TempDir
    private Path folder;

    private final Configs configs = new Configs(
            new CommonSettings("StringConverter", "AvroConverter"),
            new References(ConfigsTest::environment, Pattern.compile("MILLRACE_.*")));

    private static @Nullable String environment(String name) {
        return switch (name) {
            case "MILLRACE_HOST" -> "redis:6379";
            case "HOME" -> "/root";
            default -> null;
        };
    }

    private static Map<String, String> with(Map<String, String> settings, String... more) {
        Map<String, String> all = new TreeMap<>(settings);
        for (int i = 0; i < more.length; i += 2) {
            all.put(more[i], more[i + 1]);
        }
        return all;
    }

    private ConnectorConfig requested(String... more) {
        return new ConnectorConfig("redis-sink", with(REDIS, more), null);
    }

    @Test
    void fillsInTheDefaultsOfTheOriginal() {
        Configs.Checked checked = configs.checked(requested());

        assertThat(checked.plugin().className())
                .isEqualTo("com.github.jcustenborder.kafka.connect.redis.RedisSinkConnector");
        assertThat(checked.reading().values().number("redis.database")).isEqualTo(1);
        assertThat(checked.reading().values().text("redis.hosts")).isEqualTo("localhost:6379");
        assertThat(checked.reading().values().number("redis.operation.timeout.ms"))
                .isEqualTo(10_000);
        assertThat(checked.reading().values().text("value.converter")).isEqualTo("AvroConverter");
        assertThat(checked.reading().words()).isEmpty();
    }

    @Test
    void takesClassNamesInEveryFormOfKafkaConnect() {
        for (String name : List.of(
                "com.github.jcustenborder.kafka.connect.redis.RedisSinkConnector", "RedisSinkConnector", "RedisSink")) {
            assertThat(configs.checked(requested("connector.class", name))
                            .plugin()
                            .className())
                    .endsWith(".RedisSinkConnector");
        }
    }

    @Test
    void replacesReferencesInValuesAndKeepsThemInTheConfiguration() {
        Configs.Checked checked = configs.checked(requested("redis.hosts", "${env:MILLRACE_HOST}"));

        assertThat(checked.reading().values().text("redis.hosts")).isEqualTo("redis:6379");
        assertThat(checked.config().settings()).containsEntry("redis.hosts", "${env:MILLRACE_HOST}");
    }

    @Test
    void letsRequestsReferToFewNamesAndFilesToAll() {
        assertThatThrownBy(() -> configs.checked(requested("redis.hosts", "${env:HOME}")))
                .hasMessageContaining("redis.hosts refers to HOME, and requests may refer to names like MILLRACE_.*");
        assertThatThrownBy(() -> configs.checked(requested("redis.hosts", "${file:/etc/passwd:root}")))
                .hasMessageContaining("only ${env:NAME} is known");
        ConnectorConfig file = new ConnectorConfig("redis-sink", with(REDIS, "redis.charset", "${env:NONE}"), "a.json");
        assertThatThrownBy(() -> configs.checked(file)).hasMessageContaining("environment variable NONE, which is not");
    }

    @Test
    void tellsEverythingThatIsWrongAtOnceAndNoSecret() {
        ConnectorConfig wrong = requested(
                "redis.database", "one",
                "tasks.max", "0",
                "topics", " , ",
                "errors.tolerance", "some",
                "value.converter", "XmlConverter",
                "redis.client.mode", "Cluster",
                "transforms", "drop");

        assertThatThrownBy(() -> configs.checked(wrong))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("contains the following 7 error(s):")
                .hasMessageContaining("redis.database must be a whole number, was 'one'")
                .hasMessageContaining("tasks.max must be from 1 to 64, was '0'")
                .hasMessageContaining("topics must be a list with at least one entry")
                .hasMessageContaining("errors.tolerance must be one of none, all, was 'some'")
                .hasMessageContaining(
                        "value.converter must be one of StringConverter, ByteArrayConverter, JsonConverter,"
                                + " AvroConverter, was 'XmlConverter'")
                .hasMessageContaining("redis.client.mode must be one of Standalone")
                .hasMessageContaining("transforms is not offered: do the change in a ksqlDB statement")
                .hasMessageNotContaining("hunter2");
    }

    @Test
    void tellsWhatHasNoEffectAndWhatWasMeant() {
        Configs.Checked checked =
                configs.checked(requested("redis.databse", "2", "redis.connection.attempts", "3", "foo", "bar"));

        assertThat(checked.reading().words())
                .containsExactlyInAnyOrder(
                        "redis.databse is not a setting of this connector and has no effect; did you mean redis.database?",
                        "redis.connection.attempts is accepted and has no effect here",
                        "foo is not a setting of this connector and has no effect");
    }

    @Test
    void takesTheReferenceSystemsMqttSourceAsItIs() {
        ConnectorConfig config = new ConnectorConfig(
                "mqtt-source",
                Map.of(
                        "connector.class", "MqttSource",
                        "kafka.topic", "bus_raw",
                        "mqtt.server.uri", "tcp://mqtt.hsl.fi:1883",
                        "mqtt.clean.session.enabled", "false",
                        "mqtt.topics", "/hfp/v2/journey/ongoing/vp/bus/#",
                        "tasks.max", "1",
                        "confluent.topic.bootstrap.servers", "broker:9092"),
                null);

        Configs.Checked checked = configs.checked(config);

        assertThat(checked.plugin().topics(checked.reading().values())).containsExactly("bus_raw");
        assertThat(checked.reading().words())
                .containsExactly("confluent.topic.bootstrap.servers is accepted and has no effect here");
    }

    @Test
    void looksIntoAddressesAndFilters() {
        Map<String, String> mqtt =
                Map.of("connector.class", "MqttSource", "mqtt.server.uri", "http://broker", "mqtt.topics", "/a/#/b");
        assertThatThrownBy(() -> configs.checked(new ConnectorConfig("m", mqtt, null)))
                .hasMessageContaining("mqtt.server.uri: server must be like tcp://host:1883");
        assertThatThrownBy(() -> configs.checked(
                        new ConnectorConfig("m", with(mqtt, "mqtt.server.uri", "tcp://broker:1883"), null)))
                .hasMessageContaining("mqtt.topics: # must be the whole last level");
        assertThatThrownBy(() -> configs.checked(requested("redis.hosts", "one:1,other:2")))
                .hasMessageContaining("redis.hosts must name one server");
        assertThatThrownBy(() -> configs.checked(requested("consumer.override.group.id", "mine")))
                .hasMessageContaining("consumer.override.*: properties must not set group.id");
    }

    @Test
    void keepsFileConnectorsInTheirFolder() {
        Map<String, String> file = Map.of("connector.class", "FileStreamSource", "file", "../secret", "topic", "lines");
        assertThatThrownBy(() -> configs.checked(new ConnectorConfig("f", file, null)))
                .hasMessageContaining("file must not lead out of the folder of the file connectors, was '../secret'");
    }

    private Path file(String name, String text) throws IOException {
        return Files.writeString(folder.resolve(name), text);
    }

    @Test
    void readsAllFilesOfAFolderByName() throws IOException {
        file("b.json", """
                {"name": "two", "connector.class": "RedisSink", "topics": "bus_current", "tasks.max": 2}""");
        file("a.json", """
                {"name": "one", "config": {"connector.class": "RedisSink", "topics": "bus_current"}}""");
        file("note.txt", "not a connector");

        List<Configs.Checked> read = configs.files(List.of(folder));

        assertThat(read.stream().map(one -> one.config().name())).containsExactly("one", "two");
        assertThat(read.get(1).plugin().tasks(read.get(1).reading().values())).isEqualTo(2);
        assertThat(read.getFirst().config().origin())
                .isEqualTo(folder.resolve("a.json").toString());
    }

    @Test
    void tellsFileLineAndSettingOfEveryProblemOfAllFiles() throws IOException {
        Path one = file("one.json", """
                {
                  "name": "one",
                  "config": {
                    "connector.class": "RedisSink",
                    "topics": "bus_current",
                    "redis.database": "minus one",
                    "redis.hosts": ["redis:6379"]
                  }
                }""");
        Path two = file("two.json", """
                {
                  "name": "two",
                  "config": {
                    "connector.class": "RediSink",
                  }
                }""");
        Path three = file("three.json", """
                {
                  "name": "three",
                  "config": {
                    "connector.class": "RedisSink",
                    "redis.database": "minus one"
                  }
                }""");
        Path four = file("four.json", "{\"config\": {\"connector.class\": \"Nothing\"}}");

        assertThatThrownBy(() -> configs.files(List.of(one, two, three, four)))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining(one + " line 7: redis.hosts must be text, a number, true or false")
                .hasMessageContaining(two + " line 5 column ")
                .hasMessageContaining(three + " line 5: redis.database must be a whole number, was 'minus one'")
                .hasMessageContaining(three + " line 1: Missing required configuration \"topics\"")
                .hasMessageContaining(four + " line 1: name is missing");
    }

    @Test
    void refusesFilesThatAreNotThereAndNamesThatAreTwice() throws IOException {
        Path missing = folder.resolve("missing.json");
        assertThatThrownBy(() -> configs.files(List.of(missing))).hasMessageContaining(missing + " does not exist");
        String text = "{\"name\": \"one\", \"connector.class\": \"RedisSink\", \"topics\": \"t\"}";
        Path one = file("one.json", text);
        Path other = file("other.json", text);
        assertThatThrownBy(() -> configs.files(List.of(one, other)))
                .hasMessageContaining(other + " line 1: name 'one' is the name of " + one + " too");
    }

    @Test
    void refusesNamesThatNobodyCouldAskFor() {
        assertThat(ConnectorConfig.nameProblem("redis sink-1_ä")).isNull();
        assertThat(ConnectorConfig.nameProblem("a/b")).contains("must not hold");
        assertThat(ConnectorConfig.nameProblem(" ")).contains("must not be blank");
        assertThat(ConnectorConfig.nameProblem("x".repeat(201))).contains("at most 200");
    }
}
