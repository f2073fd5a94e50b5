package io.millrace.mq.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.service.testkit.ConfigPage;
import io.quarkus.runtime.configuration.DurationConverter;
import io.quarkus.runtime.configuration.MemorySize;
import io.quarkus.runtime.configuration.MemorySizeConverter;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class MqConfigTest {

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
        ConfigPage.check(MqConfig.class, "mq", "the message queue service", "udp-mq/service", "mq.udp-port");
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
}
