package io.millrace.ingest.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.service.testkit.ConfigPage;
import io.quarkus.runtime.configuration.DurationConverter;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class IngestConfigTest {

    @Test
    void hasDefaultsForEverything() {
        IngestConfig config = config(Map.of());

        assertThat(config.data()).isEqualTo(Path.of("data"));
        assertThat(config.document()).isEmpty();
        assertThat(config.variables()).isEmpty();
        assertThat(config.reload()).isEqualTo(Duration.ofSeconds(1));
        assertThat(config.editable()).isTrue();
        assertThat(config.maxDocument()).isEqualTo(1 << 20);
        assertThat(config.grace()).isEqualTo(Duration.ofSeconds(10));
        assertThat(config.checkpoint()).isEqualTo(Duration.ofSeconds(5));
        assertThat(config.maxProducts()).isEqualTo(200);
        assertThat(config.simulator().enabled()).isTrue();
        assertThat(config.simulator().host()).isEqualTo("127.0.0.1");
        assertThat(config.simulator().port()).isEqualTo(5005);
        assertThat(config.simulator().products()).containsExactly("BTC-USD", "ETH-USD", "SOL-USD");
        assertThat(config.simulator().rate()).isEqualTo(50);
        assertThat(config.simulator().seed()).isEqualTo(1);
        IngestConfig.Faults faults = config.simulator().faults();
        assertThat(faults.gap()).isEqualTo(0.002);
        assertThat(faults.lost()).isZero();
        assertThat(faults.duplicate()).isEqualTo(0.002);
        assertThat(faults.disorder()).isEqualTo(0.002);
        assertThat(faults.malformed()).isZero();
        assertThat(faults.stall()).isZero();
        assertThat(faults.disconnect()).isZero();
        assertThat(faults.close()).isZero();
        assertThat(faults.slowConsumer()).isZero();
        assertThat(faults.error()).isZero();
        assertThat(faults.earlyData()).isZero();
        assertThat(config.queries().timeout()).isEqualTo(Duration.ofSeconds(10));
        assertThat(config.queries().maxRows()).isEqualTo(1_000);
    }

    @Test
    void takesEverySetting() {
        IngestConfig config = config(Map.ofEntries(
                Map.entry("ingest.data", "kept"),
                Map.entry("ingest.document", "mine.yaml"),
                Map.entry("ingest.variables.wss.url", "ws://there"),
                Map.entry("ingest.reload", "5s"),
                Map.entry("ingest.editable", "false"),
                Map.entry("ingest.max-document", "10"),
                Map.entry("ingest.grace", "3s"),
                Map.entry("ingest.checkpoint", "1s"),
                Map.entry("ingest.max-products", "2"),
                Map.entry("ingest.simulator.enabled", "false"),
                Map.entry("ingest.simulator.host", "0.0.0.0"),
                Map.entry("ingest.simulator.port", "0"),
                Map.entry("ingest.simulator.products", "A-B"),
                Map.entry("ingest.simulator.rate", "0.5"),
                Map.entry("ingest.simulator.seed", "7"),
                Map.entry("ingest.simulator.faults.gap", "0.01"),
                Map.entry("ingest.simulator.faults.lost", "0.02"),
                Map.entry("ingest.simulator.faults.duplicate", "0.03"),
                Map.entry("ingest.simulator.faults.disorder", "0.04"),
                Map.entry("ingest.simulator.faults.malformed", "0.05"),
                Map.entry("ingest.simulator.faults.stall", "0.06"),
                Map.entry("ingest.simulator.faults.disconnect", "0.07"),
                Map.entry("ingest.simulator.faults.close", "0.08"),
                Map.entry("ingest.simulator.faults.slow-consumer", "0.09"),
                Map.entry("ingest.simulator.faults.error", "0.1"),
                Map.entry("ingest.simulator.faults.early-data", "0.11"),
                Map.entry("ingest.queries.timeout", "1s"),
                Map.entry("ingest.queries.max-rows", "3")));

        assertThat(config.data()).isEqualTo(Path.of("kept"));
        assertThat(config.document()).contains(Path.of("mine.yaml"));
        assertThat(config.variables()).isEqualTo(Map.of("wss.url", "ws://there"));
        assertThat(config.reload()).isEqualTo(Duration.ofSeconds(5));
        assertThat(config.editable()).isFalse();
        assertThat(config.maxDocument()).isEqualTo(10);
        assertThat(config.grace()).isEqualTo(Duration.ofSeconds(3));
        assertThat(config.checkpoint()).isEqualTo(Duration.ofSeconds(1));
        assertThat(config.maxProducts()).isEqualTo(2);
        assertThat(config.simulator().enabled()).isFalse();
        assertThat(config.simulator().host()).isEqualTo("0.0.0.0");
        assertThat(config.simulator().port()).isZero();
        assertThat(config.simulator().products()).containsExactly("A-B");
        assertThat(config.simulator().rate()).isEqualTo(0.5);
        assertThat(config.simulator().seed()).isEqualTo(7);
        IngestConfig.Faults faults = config.simulator().faults();
        assertThat(faults.gap()).isEqualTo(0.01);
        assertThat(faults.lost()).isEqualTo(0.02);
        assertThat(faults.duplicate()).isEqualTo(0.03);
        assertThat(faults.disorder()).isEqualTo(0.04);
        assertThat(faults.malformed()).isEqualTo(0.05);
        assertThat(faults.stall()).isEqualTo(0.06);
        assertThat(faults.disconnect()).isEqualTo(0.07);
        assertThat(faults.close()).isEqualTo(0.08);
        assertThat(faults.slowConsumer()).isEqualTo(0.09);
        assertThat(faults.error()).isEqualTo(0.1);
        assertThat(faults.earlyData()).isEqualTo(0.11);
        assertThat(config.queries().timeout()).isEqualTo(Duration.ofSeconds(1));
        assertThat(config.queries().maxRows()).isEqualTo(3);
    }

    @Test
    void isDocumented() throws IOException {
        ConfigPage.check(IngestConfig.class, "ingest", "the ingest service", "ingest-demo/service", "ingest.document");
    }

    private static IngestConfig config(Map<String, String> values) {
        return new SmallRyeConfigBuilder()
                .withMapping(IngestConfig.class)
                .withConverter(Duration.class, 100, new DurationConverter())
                .withDefaultValues(values)
                .build()
                .getConfigMapping(IngestConfig.class);
    }
}
