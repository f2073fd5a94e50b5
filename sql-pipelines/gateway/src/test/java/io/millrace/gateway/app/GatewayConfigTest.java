package io.millrace.gateway.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.core.flow.Overflow;
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

final class GatewayConfigTest {

    private static final Path SOURCE = Path.of("src/main/java/io/millrace/gateway/app/GatewayConfig.java");
    private static final Path PAGE = Path.of("../../docs/config/gateway.md");
    private static final Pattern SETTING = Pattern.compile(
            "/\\*\\*((?:[^*]|\\*(?!/))*)\\*/\\s*@WithDefault\\(\"([^\"]*)\"\\)((?:\\s*@\\w+\\([^)]*\\))*)\\s*(\\w+) (\\w+)\\(\\);");
    private static final Pattern BOUND = Pattern.compile("@(Min|Max)\\(value = ([\\d_]+)");

    @Test
    void hasDefaultsForEverything() {
        GatewayConfig config = config(Map.of());

        assertThat(config.config()).isEqualTo(Path.of("config.yaml"));
        assertThat(config.watchInterval()).isEqualTo(Duration.ofMillis(500));
        assertThat(config.maxBodySize().asLongValue()).isEqualTo(1 << 20);
        assertThat(config.maxQueries()).isEqualTo(1000);
        assertThat(config.reader().overflow()).isEqualTo(Overflow.DROP_OLDEST);
        assertThat(config.reader().maxRows()).isEqualTo(65_536);
        assertThat(config.reader().maxBytes().asLongValue()).isEqualTo(8 << 20);
        assertThat(config.reader().maxAge()).isEqualTo(Duration.ofMinutes(1));
    }

    @Test
    void takesEverySetting() {
        GatewayConfig config = config(Map.of(
                "gateway.config", "/etc/pipelines.yaml",
                "gateway.watch-interval", "2s",
                "gateway.max-body-size", "64K",
                "gateway.max-queries", "7",
                "gateway.reader.overflow", "disconnect",
                "gateway.reader.max-rows", "10",
                "gateway.reader.max-bytes", "1M",
                "gateway.reader.max-age", "3s"));

        assertThat(config.config()).isEqualTo(Path.of("/etc/pipelines.yaml"));
        assertThat(config.watchInterval()).isEqualTo(Duration.ofSeconds(2));
        assertThat(config.maxBodySize().asLongValue()).isEqualTo(64 << 10);
        assertThat(config.maxQueries()).isEqualTo(7);
        assertThat(config.reader().overflow()).isEqualTo(Overflow.DISCONNECT);
        assertThat(config.reader().maxRows()).isEqualTo(10);
        assertThat(config.reader().maxBytes().asLongValue()).isEqualTo(1 << 20);
        assertThat(config.reader().maxAge()).isEqualTo(Duration.ofSeconds(3));
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

    private static GatewayConfig config(Map<String, String> values) {
        return new SmallRyeConfigBuilder()
                .withMapping(GatewayConfig.class)
                .withConverter(MemorySize.class, 100, new MemorySizeConverter())
                .withConverter(Duration.class, 100, new DurationConverter())
                .withDefaultValues(values)
                .build()
                .getConfigMapping(GatewayConfig.class);
    }

    private static String table(String source) {
        StringBuilder table = new StringBuilder("""
                # Configuration of the SQL gateway

                Set them in `application.yaml` or as environment variables: `gateway.max-queries` is `GATEWAY_MAX_QUERIES`. What is the same in
                every service begins with `millrace.` and `quarkus.`. This table is made from the code; renew it with
                `./mvnw test -pl sql-pipelines/gateway -am -Dupdate.docs`.

                | Key | Type | Default | Bounds | Meaning |
                |---|---|---|---|---|
                """);
        int nested = source.indexOf("interface ReaderConfig");
        Matcher setting = SETTING.matcher(source);
        while (setting.find()) {
            String prefix = setting.start() > nested ? "gateway.reader." : "gateway.";
            table.append("| `")
                    .append(prefix)
                    .append(setting.group(5).replaceAll("([A-Z])", "-$1").toLowerCase(Locale.ROOT))
                    .append("` | ")
                    .append(setting.group(4))
                    .append(" | `")
                    .append(setting.group(2))
                    .append("` | ")
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
