package io.millrace.gateway.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.core.flow.Overflow;
import io.millrace.service.testkit.ConfigPage;
import io.millrace.sql.wire.NativeSettings;
import io.quarkus.runtime.configuration.DurationConverter;
import io.quarkus.runtime.configuration.MemorySize;
import io.quarkus.runtime.configuration.MemorySizeConverter;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class GatewayConfigTest {

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
        assertThat(config.nativeProtocol().enabled()).isFalse();
        assertThat(config.nativeProtocol().port()).isEqualTo(8463);
        assertThat(NativeWiring.settings(config.nativeProtocol())).isEqualTo(withPort(NativeSettings.defaults(), 8463));
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
    void takesTheSettingsOfTheNativeProtocol() {
        GatewayConfig.NativeConfig config = config(Map.of(
                        "gateway.native.enabled", "true",
                        "gateway.native.host", "0.0.0.0",
                        "gateway.native.password", "secret",
                        "gateway.native.overflow", "drop-oldest",
                        "gateway.native.stall-time", "3s",
                        "gateway.native.max-block-size", "1M"))
                .nativeProtocol();

        NativeSettings settings = NativeWiring.settings(config);
        assertThat(config.enabled()).isTrue();
        assertThat(settings.host()).isEqualTo("0.0.0.0");
        assertThat(settings.password()).isEqualTo("secret");
        assertThat(settings.overflow()).isEqualTo(Overflow.DROP_OLDEST);
        assertThat(settings.stallTime()).isEqualTo(Duration.ofSeconds(3));
        assertThat(settings.limits().maxBlockBytes()).isEqualTo(1 << 20);
    }

    private static NativeSettings withPort(NativeSettings settings, int port) {
        return new NativeSettings(
                settings.host(),
                port,
                settings.user(),
                settings.password(),
                settings.maxConnections(),
                settings.helloTime(),
                settings.packetTime(),
                settings.idleTime(),
                settings.stallTime(),
                settings.heartbeat(),
                settings.drainTime(),
                settings.overflow(),
                settings.waitingBatches(),
                settings.limits());
    }

    @Test
    void isDocumented() throws IOException {
        ConfigPage.check(
                GatewayConfig.class, "gateway", "the SQL gateway", "sql-pipelines/gateway", "gateway.max-queries");
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
}
