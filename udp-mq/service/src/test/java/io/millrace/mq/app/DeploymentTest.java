package io.millrace.mq.app;

import static io.smallrye.config.ConfigMappings.ConfigClass.configClass;
import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.service.app.ServiceConfig;
import io.smallrye.config.ConfigMappings;
import io.smallrye.config.WithDefault;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/** Holds what {@code deploy} says about the message queues to their own configuration. */
final class DeploymentTest {

    /** Settings of the framework and of the JVM by which a container is configured. */
    private static final Set<String> FRAMEWORK = Set.of("QUARKUS_HTTP_HOST", "QUARKUS_HTTP_PORT", "JAVA_TOOL_OPTIONS");

    private static final Path ROOT = root();
    private static final Map<String, Object> SERVICE = composeService();
    private static final String DOCKERFILE = text("deploy/docker/mq.Dockerfile");

    @Test
    void thePortsOfTheContainerAreThePortsOfTheService() throws NoSuchMethodException {
        String port = String.valueOf(
                at(yaml("udp-mq/service/src/main/resources/application.yaml"), "quarkus", "http", "port"));
        String udpPort = MqConfig.class
                .getMethod("udpPort")
                .getAnnotation(WithDefault.class)
                .value();

        assertThat(port).isEqualTo("5002");
        assertThat(udpPort).isEqualTo("10000");
        assertThat(list("ports"))
                .map(String::valueOf)
                .allMatch(published -> published.startsWith("127.0.0.1:"))
                .satisfiesExactly(
                        http -> assertThat(http).endsWith(":-" + port + "}:" + port),
                        udp -> assertThat(udp).endsWith(":-" + udpPort + "}:" + udpPort + "/udp"));
        assertThat(environment()).containsAllEntriesOf(listening(port, udpPort));
        assertThat(imageVariables()).containsAllEntriesOf(listening(port, udpPort));
        assertThat(DOCKERFILE).contains("EXPOSE " + port + "\n").contains("EXPOSE " + udpPort + "/udp\n");
        assertThat(text("deploy/prometheus/prometheus.yml")).contains("targets: [\"mq:" + port + "\"]");
        assertThat(matches("MILLRACE_MQ(?:_UDP)?_PORT:-(\\d+)", text("millrace")))
                .containsExactly(port, udpPort);
    }

    private static Map<String, String> listening(String port, String udpPort) {
        return Map.of(
                "QUARKUS_HTTP_HOST",
                "0.0.0.0",
                "QUARKUS_HTTP_PORT",
                port,
                "MQ_UDP_HOST",
                "0.0.0.0",
                "MQ_UDP_PORT",
                udpPort);
    }

    @Test
    void theSampleListensWhereTheVariablesSay() {
        assertThat(text("udp-mq/service/src/main/resources/sample-topology.yaml"))
                .contains("${udp-host:127.0.0.1}:${udp-port:10000}");
    }

    @Test
    void everyVariableOfTheContainerIsASettingOfTheService() {
        Set<String> settings = Stream.of(MqConfig.class, ServiceConfig.class)
                .flatMap(mapping -> ConfigMappings.getProperties(configClass(mapping)).keySet().stream())
                .map(name -> name.replaceAll("[^A-Za-z0-9]", "_").toUpperCase(Locale.ROOT))
                .collect(Collectors.toSet());

        assertThat(Stream.concat(environment().keySet().stream(), imageVariables().keySet().stream()))
                .contains("MQ_TOPOLOGY", "MQ_UDP_PORT", "MILLRACE_TOKEN")
                .allMatch(name -> FRAMEWORK.contains(name) || settings.contains(name));
    }

    @Test
    void theTopologyAndWhatLiesBesideItAreOnTheVolume() {
        String mount = String.valueOf(list("volumes").getFirst()).replaceFirst(".*:", "");

        assertThat(environment().get("MQ_TOPOLOGY")).startsWith(mount + "/");
        assertThat(imageVariables().get("MQ_TOPOLOGY")).isEqualTo(environment().get("MQ_TOPOLOGY"));
        assertThat(DOCKERFILE)
                .contains("WORKDIR " + mount + "\n")
                .contains("VOLUME " + mount + "\n")
                .contains(" " + imageVariables().get("MQ_TOPOLOGY") + "\n");
    }

    @Test
    @SuppressWarnings("unchecked") // YAML
    void kafkaIsPinnedAndChecked() {
        Map<String, Object> kafka = (Map<String, Object>) at(yaml("deploy/compose/mq.yaml"), "services", "kafka");

        assertThat(String.valueOf(kafka.get("image"))).matches("apache/kafka:\\d+\\.\\d+\\.\\d+");
        assertThat(kafka.get("profiles")).isEqualTo(List.of("kafka"));
        assertThat(String.valueOf(at(kafka, "healthcheck", "test"))).contains("localhost:9092");
        assertThat(String.valueOf(at(kafka, "environment", "KAFKA_ADVERTISED_LISTENERS")))
                .contains("HOST://127.0.0.1:9092")
                .contains("INSIDE://kafka:9094");
    }

    @Test
    void theImageIsMadeOfWhatTheBuildMakes() {
        List<String> copied = matches("COPY --from=build (?:--chown=\\S+ )?/src/(\\S+) ", DOCKERFILE);

        assertThat(copied)
                .contains("udp-mq/service/target/quarkus-app", "udp-mq/command/target/mq-command.jar")
                .allSatisfy(path -> {
                    if (!path.contains("/target/")) {
                        assertThat(ROOT.resolve(path)).exists();
                    }
                });
        assertThat(text("pom.xml")).contains("<quarkus.package.jar.type>aot-jar<");
        assertThat(String.valueOf(at(SERVICE, "build", "dockerfile"))).isEqualTo("deploy/docker/mq.Dockerfile");
        assertThat(ROOT.resolve("deploy/compose")
                        .resolve(String.valueOf(at(SERVICE, "build", "context")))
                        .normalize())
                .isEqualTo(ROOT);
    }

    @Test
    void aContainerHasLongerToStopThanTheServiceTakes() throws NoSuchMethodException {
        WithDefault drain = ServiceConfig.Drain.class.getMethod("timeout").getAnnotation(WithDefault.class);
        int timeout = seconds(drain.value());

        assertThat(seconds(at(SERVICE, "stop_grace_period"))).isGreaterThan(timeout);
        assertThat(matches("MILLRACE_STOP_SECONDS:-(\\d+)", text("millrace")))
                .singleElement()
                .satisfies(bound -> assertThat(seconds(bound)).isGreaterThan(timeout));
    }

    private static int seconds(Object duration) {
        return Integer.parseInt(String.valueOf(duration).replaceFirst("s$", ""));
    }

    private static Map<String, String> imageVariables() {
        return Pattern.compile("([A-Z_]+)=(\"[^\"]*\"|\\S+)")
                .matcher(DOCKERFILE.substring(DOCKERFILE.indexOf("\nENV "), DOCKERFILE.indexOf("\nEXPOSE ")))
                .results()
                .collect(Collectors.toMap(match -> match.group(1), match -> match.group(2)));
    }

    private static List<String> matches(String pattern, String text) {
        return Pattern.compile(pattern)
                .matcher(text)
                .results()
                .map((MatchResult match) -> match.group(1))
                .toList();
    }

    @SuppressWarnings("unchecked") // YAML
    private static Map<String, String> environment() {
        return (Map<String, String>) at(SERVICE, "environment");
    }

    @SuppressWarnings("unchecked") // YAML
    private static List<Object> list(String key) {
        return (List<Object>) at(SERVICE, key);
    }

    @SuppressWarnings("unchecked") // YAML
    private static Map<String, Object> composeService() {
        return (Map<String, Object>) at(yaml("deploy/compose/mq.yaml"), "services", "mq");
    }

    private static Object at(Object tree, String... path) {
        Object here = tree;
        for (String key : path) {
            Object next = here instanceof Map<?, ?> map ? map.get(key) : null;
            if (next == null) {
                throw new AssertionError("no " + String.join(".", path));
            }
            here = next;
        }
        return here;
    }

    private static Object yaml(String file) {
        return new Yaml(new SafeConstructor(new LoaderOptions())).load(text(file));
    }

    private static String text(String file) {
        try {
            return Files.readString(ROOT.resolve(file));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static Path root() {
        return Stream.iterate(Path.of("").toAbsolutePath(), Path::getParent)
                .filter(folder -> Files.exists(folder.resolve("mvnw")))
                .findFirst()
                .orElseThrow();
    }
}
