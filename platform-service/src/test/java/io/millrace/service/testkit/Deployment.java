package io.millrace.service.testkit;

import static io.smallrye.config.ConfigMappings.ConfigClass.configClass;
import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.service.app.ServiceConfig;
import io.smallrye.config.ConfigMappings;
import io.smallrye.config.WithDefault;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What {@code deploy} says about a service: its compose file and its image, both of which have its name. Checks hold
 * them to the configuration of the service.
 */
public final class Deployment {

    /** Settings of the framework and of the JVM by which a container is configured. */
    private static final Set<String> FRAMEWORK = Set.of("QUARKUS_HTTP_HOST", "QUARKUS_HTTP_PORT", "JAVA_TOOL_OPTIONS");

    private static final String LAUNCHER = Repository.text("millrace");

    private final String name;
    private final Object service;
    private final String dockerfile;

    private Deployment(String name) {
        this.name = name;
        this.service = Repository.yaml(compose(name), "services", name);
        this.dockerfile = Repository.text(image(name));
    }

    /** Of a service by its name in the launcher, for example {@code mq}. */
    public static Deployment of(String name) {
        return new Deployment(name);
    }

    private static String compose(String name) {
        return "deploy/compose/" + name + ".yaml";
    }

    private static String image(String name) {
        return "deploy/docker/" + name + ".Dockerfile";
    }

    /** Another service of the same compose file. */
    public Object beside(String other) {
        return Repository.yaml(compose(name), "services", other);
    }

    /** What the compose file says about the service at a path of keys. */
    public Object at(String... path) {
        return Repository.at(service, path);
    }

    /** The recipe of the image. */
    public String dockerfile() {
        return dockerfile;
    }

    /** Variables of the container. */
    public Map<String, String> environment() {
        return variables(service);
    }

    /** Variables of a service of a compose file. */
    @SuppressWarnings("unchecked") // YAML
    public static Map<String, String> variables(Object service) {
        return (Map<String, String>) Repository.at(service, "environment");
    }

    /** Variables of the image. */
    public Map<String, String> imageVariables() {
        return Pattern.compile("([A-Z_]+)=(\"[^\"]*\"|\\S+)")
                .matcher(dockerfile.substring(dockerfile.indexOf("\nENV "), dockerfile.indexOf("\nEXPOSE ")))
                .results()
                .collect(Collectors.toMap(match -> match.group(1), match -> match.group(2)));
    }

    /** The folder of the container on which the first volume lies. */
    public String mount() {
        return lines(service, "volumes").getFirst().replaceFirst(".*:", "");
    }

    /** The default of a setting. */
    public static String defaultOf(Class<?> mapping, String setting) {
        try {
            return mapping.getMethod(setting).getAnnotation(WithDefault.class).value();
        } catch (NoSuchMethodException e) {
            throw new AssertionError(e);
        }
    }

    /**
     * Ports are the same in the service, its image, the compose file, the launcher and Prometheus; they are published
     * on the loopback interface only.
     *
     * @param resources the folder of the service's {@code application.yaml}
     * @param others ports beside that of HTTP, in the order of the compose file, {@code 10000/udp} or {@code 50051}
     */
    public void hasPorts(String resources, String... others) {
        String http = String.valueOf(Repository.yaml(resources + "/application.yaml", "quarkus", "http", "port"));
        List<String> ports = Stream.concat(Stream.of(http), Stream.of(others)).toList();
        List<String> published = lines(service, "ports");
        assertThat(published).hasSameSizeAs(ports);
        for (int i = 0; i < ports.size(); i++) {
            String port = ports.get(i);
            assertThat(published.get(i))
                    .startsWith("127.0.0.1:")
                    .endsWith(":-" + port.replace("/udp", "") + "}:" + port);
            assertThat(dockerfile).contains("EXPOSE " + port + "\n");
        }
        for (Map<String, String> variables : List.of(environment(), imageVariables())) {
            assertThat(variables)
                    .containsEntry("QUARKUS_HTTP_PORT", http)
                    .containsEntry("QUARKUS_HTTP_HOST", "0.0.0.0");
        }
        assertThat(Repository.text("deploy/prometheus/prometheus.yml"))
                .contains("targets: [\"" + name + ":" + http + "\"]");
        assertThat(Repository.matches(
                        "MILLRACE_" + name.toUpperCase(Locale.ROOT) + "_(?:\\w+_)?PORT:-(\\d+)", LAUNCHER))
                .containsExactlyElementsOf(
                        ports.stream().map(port -> port.replace("/udp", "")).toList());
    }

    /** A variable has the same value in the container and in the image. */
    public void hasVariable(String variable, String value) {
        assertThat(environment()).containsEntry(variable, value);
        assertThat(imageVariables()).containsEntry(variable, value);
    }

    /** Every variable of the container, of the image and of the launcher is a setting of the service. */
    public void variablesAreSettingsOf(Class<?> mapping, String... expected) {
        Set<String> settings = settings(mapping);
        Collection<String> used = new ArrayList<>(environment().keySet());
        used.addAll(imageVariables().keySet());
        assertThat(used)
                .contains(expected)
                .contains("MILLRACE_TOKEN")
                .allMatch(variable -> FRAMEWORK.contains(variable)
                        || settings.contains(variable)
                        || settings.stream().anyMatch(setting -> named(setting, variable)));
        assertThat(Repository.matches("\\b(" + name.toUpperCase(Locale.ROOT) + "_[A-Z_]+)=\\$", LAUNCHER))
                .isSubsetOf(settings);
    }

    /** Whether it is one of a setting whose keys have names, such as {@code mq.variables.*}. */
    private static boolean named(String setting, String variable) {
        return setting.endsWith("__") && variable.startsWith(setting.substring(0, setting.length() - 1));
    }

    private static Set<String> settings(Class<?> mapping) {
        return Stream.of(mapping, ServiceConfig.class)
                .flatMap(one -> ConfigMappings.getProperties(configClass(one)).keySet().stream())
                .map(key -> key.replaceAll("[^A-Za-z0-9]", "_").toUpperCase(Locale.ROOT))
                .collect(Collectors.toSet());
    }

    /** The volume is where the container works, and belongs to the image too. */
    public void worksOnItsVolume() {
        assertThat(dockerfile).contains("WORKDIR " + mount() + "\n").contains("VOLUME " + mount() + "\n");
    }

    /** The image is made of what the build makes, and of files that are there. */
    public void imageIsMadeOf(String... made) {
        assertThat(Repository.matches("COPY --from=build (?:--chown=\\S+ )?/src/(\\S+) ", dockerfile))
                .contains(made)
                .allSatisfy(path -> {
                    if (!path.contains("/target/")) {
                        assertThat(Repository.path(path)).exists();
                    }
                });
        assertThat(Repository.text("pom.xml")).contains("<quarkus.package.jar.type>aot-jar<");
        assertThat(at("build", "dockerfile")).hasToString(image(name));
        assertThat(Repository.path("deploy/compose/" + at("build", "context"))).isEqualTo(Repository.path(""));
    }

    /**
     * Compose and the launcher wait for longer than the service takes to stop.
     *
     * @param more what it takes beside ending its streams, as {@code 3s}
     */
    public void hasTimeToStop(String... more) {
        int needed = Stream.concat(Stream.of(defaultOf(ServiceConfig.Drain.class, "timeout")), Stream.of(more))
                .mapToInt(Deployment::seconds)
                .sum();
        assertThat(seconds(String.valueOf(at("stop_grace_period")))).isGreaterThan(needed);
        assertThat(Repository.matches("MILLRACE_STOP_SECONDS:-(\\d+)", LAUNCHER))
                .singleElement()
                .satisfies(bound -> assertThat(seconds(bound)).isGreaterThan(needed));
    }

    private static int seconds(String duration) {
        return Integer.parseInt(duration.replaceFirst("s$", ""));
    }

    /** A list of a service of a compose file, as text. */
    public static List<String> lines(Object service, String key) {
        return ((List<?>) Repository.at(service, key))
                .stream().map(String::valueOf).toList();
    }

    /** An engine of the compose file has a version of its own and is known to be well before anything uses it. */
    public void isPinnedAndChecked(String engine, String image) {
        Object found = beside(engine);
        assertThat(Repository.at(found, "image"))
                .asString()
                .matches(Pattern.quote(image) + ":\\d+\\.\\d+\\.\\d+(-\\w+)?");
        assertThat(Repository.at(found, "healthcheck", "test")).isInstanceOf(List.class);
    }
}
