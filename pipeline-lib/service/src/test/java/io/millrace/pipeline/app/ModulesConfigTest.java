package io.millrace.pipeline.app;

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

final class ModulesConfigTest {

    private static final Path SOURCE = Path.of("src/main/java/io/millrace/pipeline/app/ModulesConfig.java");
    private static final Path PAGE = Path.of("../../docs/config/modules.md");
    private static final Pattern SETTING = Pattern.compile(
            "/\\*\\*((?:[^*]|\\*(?!/))*)\\*/\\s*(?:@WithDefault\\(\"([^\"]*)\"\\))?((?:\\s*@\\w+\\([^)]*\\))*)\\s*([\\w<>, ]+) (\\w+)\\(\\);");
    private static final Pattern BOUND = Pattern.compile("@(Min|Max)\\(value = ([\\d_]+)");

    @Test
    void hasDefaultsForEverything() {
        ModulesConfig config = config(Map.of());

        assertThat(config.pipelines()).isEmpty();
        assertThat(config.feed()).isTrue();
        assertThat(config.grpc().host()).isEqualTo("127.0.0.1");
        assertThat(config.grpc().port()).isEqualTo(50_051);
        assertThat(config.grpc().certificate()).isEmpty();
        assertThat(config.grpc().key()).isEmpty();
        assertThat(config.grpc().trusted()).isEmpty();
        assertThat(config.grpc().hosted()).isEmpty();
        assertThat(config.grpc().settings()).isEmpty();
        assertThat(config.grpc().concurrency()).isEqualTo(64);
        assertThat(config.grpc().maxMessageSize().asLongValue()).isEqualTo(4 << 20);
        assertThat(config.maxBodySize().asLongValue()).isEqualTo(4 << 20);
        assertThat(config.executeTimeout()).isEqualTo(Duration.ofSeconds(30));
        assertThat(config.batchWindow()).isEqualTo(64);
        assertThat(config.maxPipelines()).isEqualTo(100);
        assertThat(config.maxInstances()).isEqualTo(16);
        assertThat(config.recent()).isEqualTo(100);
        assertThat(config.slowest()).isEqualTo(20);
        assertThat(config.recentBytes().asLongValue()).isEqualTo(16 << 20);
        assertThat(config.replaceTimeout()).isEqualTo(Duration.ofMinutes(1));
        assertThat(config.drainTimeout()).isEqualTo(Duration.ofSeconds(3));
        assertThat(config.variables()).isEmpty();
    }

    @Test
    void takesEverySetting() {
        ModulesConfig config = config(Map.ofEntries(
                Map.entry("modules.pipelines", "/etc/pipelines"),
                Map.entry("modules.feed", "false"),
                Map.entry("modules.grpc.host", "0.0.0.0"),
                Map.entry("modules.grpc.port", "50100"),
                Map.entry("modules.grpc.certificate", "/etc/certificate.pem"),
                Map.entry("modules.grpc.key", "/etc/key.pem"),
                Map.entry("modules.grpc.trusted", "/etc/trusted.pem"),
                Map.entry("modules.grpc.hosted", "upper:2"),
                Map.entry("modules.grpc.settings.delay", "1s"),
                Map.entry("modules.grpc.concurrency", "3"),
                Map.entry("modules.grpc.max-message-size", "1M"),
                Map.entry("modules.max-body-size", "64K"),
                Map.entry("modules.execute-timeout", "5s"),
                Map.entry("modules.batch-window", "7"),
                Map.entry("modules.max-pipelines", "8"),
                Map.entry("modules.max-instances", "9"),
                Map.entry("modules.recent", "10"),
                Map.entry("modules.slowest", "11"),
                Map.entry("modules.recent-bytes", "1M"),
                Map.entry("modules.replace-timeout", "2m"),
                Map.entry("modules.variables.external-target", "there:1"),
                Map.entry("modules.drain-timeout", "12s")));

        assertThat(config.pipelines()).contains(Path.of("/etc/pipelines"));
        assertThat(config.feed()).isFalse();
        assertThat(config.grpc().host()).isEqualTo("0.0.0.0");
        assertThat(config.grpc().port()).isEqualTo(50_100);
        assertThat(config.grpc().certificate()).contains(Path.of("/etc/certificate.pem"));
        assertThat(config.grpc().key()).contains(Path.of("/etc/key.pem"));
        assertThat(config.grpc().trusted()).contains(Path.of("/etc/trusted.pem"));
        assertThat(config.grpc().hosted()).contains("upper:2");
        assertThat(config.grpc().settings()).containsExactly(Map.entry("delay", "1s"));
        assertThat(config.grpc().concurrency()).isEqualTo(3);
        assertThat(config.grpc().maxMessageSize().asLongValue()).isEqualTo(1 << 20);
        assertThat(config.maxBodySize().asLongValue()).isEqualTo(64 << 10);
        assertThat(config.executeTimeout()).isEqualTo(Duration.ofSeconds(5));
        assertThat(config.batchWindow()).isEqualTo(7);
        assertThat(config.maxPipelines()).isEqualTo(8);
        assertThat(config.maxInstances()).isEqualTo(9);
        assertThat(config.recent()).isEqualTo(10);
        assertThat(config.slowest()).isEqualTo(11);
        assertThat(config.recentBytes().asLongValue()).isEqualTo(1 << 20);
        assertThat(config.replaceTimeout()).isEqualTo(Duration.ofMinutes(2));
        assertThat(config.variables()).containsExactly(Map.entry("external-target", "there:1"));
        assertThat(config.drainTimeout()).isEqualTo(Duration.ofSeconds(12));
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

    private static ModulesConfig config(Map<String, String> values) {
        return new SmallRyeConfigBuilder()
                .withMapping(ModulesConfig.class)
                .withConverter(MemorySize.class, 100, new MemorySizeConverter())
                .withConverter(Duration.class, 100, new DurationConverter())
                .withDefaultValues(values)
                .build()
                .getConfigMapping(ModulesConfig.class);
    }

    private static String table(String source) {
        StringBuilder table = new StringBuilder("""
                # Configuration of the module pipeline service

                Set them in `application.yaml` or as environment variables: `modules.grpc.port` is `MODULES_GRPC_PORT`. What is the same in
                every service begins with `millrace.` and `quarkus.`. This table is made from the code; renew it with
                `./mvnw test -pl pipeline-lib/service -am -Dupdate.docs`.

                | Key | Type | Default | Bounds | Meaning |
                |---|---|---|---|---|
                """);
        int nested = source.indexOf("interface Grpc");
        Matcher setting = SETTING.matcher(source);
        while (setting.find()) {
            if (setting.group(4).equals("Grpc")) {
                continue;
            }
            table.append("| `modules.")
                    .append(setting.start() > nested ? "grpc." : "")
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
