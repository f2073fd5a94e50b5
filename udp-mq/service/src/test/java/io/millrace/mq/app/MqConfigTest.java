package io.millrace.mq.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.runtime.configuration.DurationConverter;
import io.quarkus.runtime.configuration.MemorySize;
import io.quarkus.runtime.configuration.MemorySizeConverter;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

final class MqConfigTest {

    private static final Path SOURCE = Path.of("src/main/java/io/millrace/mq/app/MqConfig.java");
    private static final Path PAGE = Path.of("../../docs/config/mq.md");
    private static final Pattern SETTING = Pattern.compile(
            "/\\*\\*((?:[^*]|\\*(?!/))*)\\*/\\s*(?:@WithDefault\\(\"([^\"]*)\"\\))?((?:\\s*@\\w+\\([^)]*\\))*)\\s*([\\w<>, ]+) (\\w+)\\(\\);");
    private static final Pattern BOUND = Pattern.compile("@(Min|Max)\\(value = ([\\d_]+)");

    @Test
    void hasDefaultsForEverything() {
        MqConfig config = config(Map.of());

        assertThat(config.topology()).isEmpty();
        assertThat(config.observe()).isEmpty();
        assertThat(config.variables()).isEmpty();
        assertThat(config.udpHost()).isEqualTo("127.0.0.1");
        assertThat(config.udpPort()).isEqualTo(10_000);
        assertThat(config.maxBodySize().asLongValue()).isEqualTo(4 << 20);
        assertThat(config.hubKeys()).isEqualTo(100);
    }

    @Test
    void takesEverySetting() {
        MqConfig config = config(Map.of(
                "mq.topology", "/etc/graph.yaml",
                "mq.observe", "/etc/other.yaml",
                "mq.variables.data", "/data",
                "mq.udp-host", "0.0.0.0",
                "mq.udp-port", "10100",
                "mq.max-body-size", "64K",
                "mq.hub-keys", "7"));

        assertThat(config.topology()).contains(Path.of("/etc/graph.yaml"));
        assertThat(config.observe()).contains(Path.of("/etc/other.yaml"));
        assertThat(config.variables()).containsExactly(Map.entry("data", "/data"));
        assertThat(config.udpHost()).isEqualTo("0.0.0.0");
        assertThat(config.udpPort()).isEqualTo(10_100);
        assertThat(config.maxBodySize().asLongValue()).isEqualTo(64 << 10);
        assertThat(config.hubKeys()).isEqualTo(7);
    }

    @Test
    void isDocumented() throws IOException {
        String table = table(Files.readString(SOURCE));
        if (System.getProperty("update.docs") != null) {
            Files.createDirectories(PAGE.getParent());
            Files.writeString(PAGE, table);
        }
        assertThat(PAGE).as("renew it with -Dupdate.docs").hasContent(table);
    }

    private static MqConfig config(Map<String, String> values) {
        return new SmallRyeConfigBuilder()
                .withMapping(MqConfig.class)
                .withConverter(MemorySize.class, 100, new MemorySizeConverter())
                .withConverter(Duration.class, 100, new DurationConverter())
                .withDefaultValues(values)
                .build()
                .getConfigMapping(MqConfig.class);
    }

    private static String table(String source) {
        StringBuilder table = new StringBuilder("""
                # Configuration of the message queue service

                Set them in `application.yaml` or as environment variables: `mq.udp-port` is `MQ_UDP_PORT`. What is the same in
                every service begins with `millrace.` and `quarkus.`. This table is made from the code; renew it with
                `./mvnw test -pl udp-mq/service -am -Dupdate.docs`.

                | Key | Type | Default | Bounds | Meaning |
                |---|---|---|---|---|
                """);
        Matcher setting = SETTING.matcher(source);
        while (setting.find()) {
            table.append("| `mq.")
                    .append(setting.group(5).replaceAll("([A-Z])", "-$1").toLowerCase(Locale.ROOT))
                    .append("` | ")
                    .append(setting.group(4).replaceAll("Optional<(\\w+)>|<.*>", "$1"))
                    .append(" | ")
                    .append(setting.group(2) == null ? "" : "`" + setting.group(2) + "`")
                    .append(" | ")
                    .append(bounds(setting.group(3)))
                    .append(" | ")
                    .append(setting.group(1)
                            .replaceAll("\\s*\\n\\s*\\*\\s*", " ")
                            .strip())
                    .append(" |\n");
        }
        return table.toString();
    }

    private static String bounds(String annotations) {
        StringBuilder bounds = new StringBuilder();
        Matcher bound = BOUND.matcher(annotations);
        while (bound.find()) {
            bounds.append(bounds.isEmpty() ? "" : ", ")
                    .append(bound.group(1).equals("Min") ? "at least " : "at most ")
                    .append(bound.group(2).replace("_", ""));
        }
        return bounds.toString();
    }
}
