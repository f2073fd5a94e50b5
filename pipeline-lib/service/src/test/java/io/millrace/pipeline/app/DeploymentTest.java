package io.millrace.pipeline.app;

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

/** Holds what {@code deploy} says about the module pipelines to their own configuration. */
final class DeploymentTest {

    /** Settings of the framework and of the JVM by which a container is configured. */
    private static final Set<String> FRAMEWORK = Set.of("QUARKUS_HTTP_HOST", "QUARKUS_HTTP_PORT", "JAVA_TOOL_OPTIONS");

    private static final Path ROOT = root();
    private static final Map<String, Object> SERVICE = composeService();
    private static final String DOCKERFILE = text("deploy/docker/modules.Dockerfile");

    @Test
    void thePortsOfTheContainerAreThePortsOfTheService() throws NoSuchMethodException {
        String port = String.valueOf(
                at(yaml("pipeline-lib/service/src/main/resources/application.yaml"), "quarkus", "http", "port"));
        String grpcPort = ModulesConfig.Grpc.class
                .getMethod("port")
                .getAnnotation(WithDefault.class)
                .value();

        assertThat(port).isEqualTo("5003");
        assertThat(grpcPort).isEqualTo("50051");
        assertThat(list("ports"))
                .map(String::valueOf)
                .allMatch(published -> published.startsWith("127.0.0.1:"))
                .satisfiesExactly(
                        http -> assertThat(http).endsWith(":-" + port + "}:" + port),
                        grpc -> assertThat(grpc).endsWith(":-" + grpcPort + "}:" + grpcPort));
        assertThat(environment()).containsAllEntriesOf(listening(port, grpcPort));
        assertThat(imageVariables()).containsAllEntriesOf(listening(port, grpcPort));
        assertThat(DOCKERFILE).contains("EXPOSE " + port + "\n").contains("EXPOSE " + grpcPort + "\n");
        assertThat(text("deploy/prometheus/prometheus.yml")).contains("targets: [\"modules:" + port + "\"]");
        assertThat(matches("MILLRACE_MODULES(?:_GRPC)?_PORT:-(\\d+)", text("millrace")))
                .containsExactly(port, grpcPort);
    }

    private static Map<String, String> listening(String port, String grpcPort) {
        return Map.of(
                "QUARKUS_HTTP_HOST",
                "0.0.0.0",
                "QUARKUS_HTTP_PORT",
                port,
                "MODULES_GRPC_HOST",
                "0.0.0.0",
                "MODULES_GRPC_PORT",
                grpcPort);
    }

    @Test
    void theSampleOnTheVolumeCallsTheModuleThatTheContainerHosts() {
        assertThat(text("pipeline-lib/engine/src/main/resources/sample-pipelines.yaml"))
                .contains("${external-target:localhost:" + environment().get("MODULES_GRPC_PORT") + "}");
        assertThat(environment()).containsEntry("MODULES_GRPC_HOSTED", "demo-external");
        assertThat(imageVariables()).containsEntry("MODULES_GRPC_HOSTED", "demo-external");
    }

    @Test
    void everyVariableOfTheContainerIsASettingOfTheService() {
        Set<String> settings = Stream.of(ModulesConfig.class, ServiceConfig.class)
                .flatMap(mapping -> ConfigMappings.getProperties(configClass(mapping)).keySet().stream())
                .map(name -> name.replaceAll("[^A-Za-z0-9]", "_").toUpperCase(Locale.ROOT))
                .collect(Collectors.toSet());

        assertThat(Stream.concat(environment().keySet().stream(), imageVariables().keySet().stream()))
                .contains("MODULES_PIPELINES", "MODULES_GRPC_PORT", "MILLRACE_TOKEN")
                .allMatch(name -> FRAMEWORK.contains(name) || settings.contains(name));
        assertThat(matches("\\b(MODULES_[A-Z_]+)=\\$", text("millrace")))
                .containsExactlyInAnyOrder("MODULES_GRPC_PORT", "MODULES_PIPELINES")
                .isSubsetOf(settings);
    }

    @Test
    void documentsAreOnTheVolume() {
        String mount = String.valueOf(list("volumes").getFirst()).replaceFirst(".*:", "");

        assertThat(environment()).containsEntry("MODULES_PIPELINES", mount);
        assertThat(imageVariables()).containsEntry("MODULES_PIPELINES", mount);
        assertThat(DOCKERFILE)
                .contains("WORKDIR " + mount + "\n")
                .contains("VOLUME " + mount + "\n")
                .containsPattern(" " + mount + "/\\S+\\.yaml\n");
    }

    @Test
    void theImageIsMadeOfWhatTheBuildMakes() {
        List<String> copied = matches("COPY --from=build (?:--chown=\\S+ )?/src/(\\S+) ", DOCKERFILE);

        assertThat(copied)
                .contains("pipeline-lib/service/target/quarkus-app", "pipeline-lib/command/target/pipeline-command.jar")
                .allSatisfy(path -> {
                    if (!path.contains("/target/")) {
                        assertThat(ROOT.resolve(path)).exists();
                    }
                });
        assertThat(text("pipeline-lib/command/pom.xml")).contains("<finalName>pipeline-command<");
        assertThat(String.valueOf(at(SERVICE, "build", "dockerfile"))).isEqualTo("deploy/docker/modules.Dockerfile");
        assertThat(ROOT.resolve("deploy/compose")
                        .resolve(String.valueOf(at(SERVICE, "build", "context")))
                        .normalize())
                .isEqualTo(ROOT);
    }

    @Test
    void aContainerHasLongerToStopThanTheServiceTakes() throws NoSuchMethodException {
        int streams = seconds(ServiceConfig.Drain.class
                .getMethod("timeout")
                .getAnnotation(WithDefault.class)
                .value());
        int packages = seconds(ModulesConfig.class
                .getMethod("drainTimeout")
                .getAnnotation(WithDefault.class)
                .value());

        assertThat(seconds(at(SERVICE, "stop_grace_period"))).isGreaterThan(streams + packages);
        assertThat(matches("MILLRACE_STOP_SECONDS:-(\\d+)", text("millrace")))
                .singleElement()
                .satisfies(bound -> assertThat(seconds(bound)).isGreaterThan(streams + packages));
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
        return (Map<String, Object>) at(yaml("deploy/compose/modules.yaml"), "services", "modules");
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
