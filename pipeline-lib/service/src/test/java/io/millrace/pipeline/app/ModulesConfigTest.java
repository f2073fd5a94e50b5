package io.millrace.pipeline.app;

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

final class ModulesConfigTest {

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
        ConfigPage.check(
                ModulesConfig.class,
                "modules",
                "the module pipeline service",
                "pipeline-lib/service",
                "modules.grpc.port");
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
}
