package io.millrace.mq.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.millrace.core.testkit.ManualTicker;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class NodeStatisticsTest {

    private final ManualTicker ticker = new ManualTicker(Instant.ofEpochSecond(1000));
    private final NodeStatistics statistics = new NodeStatistics("Pong", "NODE_2", ticker);

    @ParameterizedTest
    @CsvSource({
        "0, 0.000000001 s",
        "-5, 0.000000001 s",
        "1, 0.000000001 s",
        "50000, 0.000100000 s",
        "100000, 0.000100000 s",
        "100001, 0.001000000 s",
        "1000000000, 1.000000000 s",
        "2000000000, 10.000000000 s"
    })
    void aSampleFallsIntoTheBinOfTheReference(long nanos, String key) {
        statistics.latency(nanos);
        assertThat(statistics.report().json()).contains("\"latency_count\": {\"" + key + "\": 1}");
    }

    @Test
    void aReportCoversThePeriodSinceTheLastOne() {
        statistics.in(2);
        ticker.advance(Duration.ofSeconds(1));
        statistics.in(3);
        statistics.out(1);
        StatisticsReport first = statistics.report();
        assertThat(first.in()).isEqualTo(Map.of(1000L, 2L, 1001L, 3L));
        assertThat(first.out()).isEqualTo(Map.of(1001L, 1L));
        assertThat(first.t0()).isEqualTo(1000);
        assertThat(first.t1()).isEqualTo(1001);

        statistics.in(4);
        ticker.advance(Duration.ofMillis(500));
        StatisticsReport second = statistics.report();
        assertThat(second.in()).isEqualTo(Map.of(1001L, 4L));
        assertThat(second.t0()).isEqualTo(1001);
        assertThat(second.t1()).isEqualTo(1001.5);
    }

    @Test
    void aQuietNodeStillReports() {
        assertThat(statistics.report().json())
                .isEqualTo("{\"t0\": 1000.0, \"t1\": 1000.0, \"func\": \"Pong\", \"VUID\": \"NODE_2\","
                        + " \"latency_time\": null, \"latency_count\": null, \"throughput_in\": null,"
                        + " \"throughput_out\": null}");
    }

    @Test
    void aSnapshotCountsFromTheStartAndResetsNothing() {
        statistics.in(5);
        statistics.out(4);
        for (int i = 1; i <= 1000; i++) {
            statistics.latency(i * 1000L);
        }
        statistics.report();
        ticker.advance(Duration.ofSeconds(1));
        for (int i = 0; i < 2; i++) {
            NodeSnapshot snapshot = statistics.snapshot();
            assertThat(snapshot.in()).isEqualTo(5);
            assertThat(snapshot.out()).isEqualTo(4);
            assertThat(snapshot.inPerSecond()).isEqualTo(5);
            assertThat(snapshot.total().count()).isEqualTo(1000);
            assertThat(snapshot.total().p50()).isCloseTo(500_000L, Percentage.withPercentage(1));
            assertThat(snapshot.total().p99()).isCloseTo(990_000L, Percentage.withPercentage(1));
            assertThat(snapshot.total().p999()).isCloseTo(999_000L, Percentage.withPercentage(1));
            assertThat(snapshot.total().max()).isCloseTo(1_000_000L, Percentage.withPercentage(1));
            assertThat(snapshot.latencySeconds()).isCloseTo(0.5005, within(1e-9));
            assertThat(snapshot.bins()).extracting(LatencyBin::count).containsExactly(1L, 9L, 90L, 900L);
        }
    }

    @Test
    void recentLatenciesAreForgottenAfterTenSeconds() {
        statistics.latency(5);
        ticker.advance(Duration.ofSeconds(1));
        assertThat(statistics.snapshot().recent().count()).isEqualTo(1);
        ticker.advance(Duration.ofSeconds(9));
        assertThat(statistics.snapshot().recent().count()).isEqualTo(1);
        ticker.advance(Duration.ofSeconds(1));
        assertThat(statistics.snapshot().recent()).isEqualTo(Percentiles.NONE);
        assertThat(statistics.snapshot().total().count()).isEqualTo(1);
    }

    @Test
    void secondsBeyondTheBoundAreForgotten() {
        statistics.in(1);
        ticker.advance(Duration.ofSeconds(SecondCounts.SECONDS));
        statistics.in(2);
        assertThat(statistics.report().in()).isEqualTo(Map.of(1000L + SecondCounts.SECONDS, 2L));
    }
}
