package io.millrace.mq.hub;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.core.failure.InvalidRequestException;
import io.millrace.core.testkit.ManualTicker;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class HubTest {

    private static final String REFERENCE = """
            {"pipeline_key": "NODE_1", "t1": 1795178943.4263413, "t0": 1795178942.4244177,
             "topics": {"latency_bins": {"0.001": 4}, "throughput_out": {"1795178943": 4}}}""";

    private final ManualTicker ticker = new ManualTicker();
    private final Hub hub = new Hub(2, ticker);

    @Test
    void takesTheBodyOfTheReference() {
        hub.post(read(REFERENCE));

        HubReport report = hub.report("NODE_1").orElseThrow();
        assertThat(report.state()).isEqualTo(HubReport.LIVE);
        assertThat(report.topics())
                .containsEntry(
                        "latency-percentiles:last-5-mins",
                        Map.of("50", "0.001", "75", "0.001", "90", "0.001", "99", "0.001", "99.9", "0.001"))
                .containsEntry("throughput-stats:last-5-mins", Map.of("min", 4L, "med", 4.0, "max", 4L));
    }

    @Test
    void foldsAndFillsBins() {
        hub.post(read(body("A", 100, "{\"1e-07\": 1, \"1e-06\": 2, \"1e-05\": 3, \"100.0\": 4, \"1000.0\": 5}", "{}")));

        Object bins = hub.report("A").orElseThrow().topics().get("latency-bins:last-5-mins");
        assertThat(bins)
                .hasToString("{0.000001=3, 0.00001=3, 0.0001=0, 0.001=0, 0.01=0, 0.1=0, 1.0=0, 10.0=0, 100.0=9}");
    }

    @Test
    void percentilesComeFromCumulatedBins() {
        hub.post(read(body("A", 100, "{\"0.001\": 50, \"0.01\": 40, \"0.1\": 9, \"1.0\": 1}", "{}")));

        assertThat(hub.report("A").orElseThrow().topics().get("latency-percentiles:last-5-mins"))
                .hasToString("{50=0.001, 75=0.01, 90=0.01, 99=0.1, 99.9=1.0}");
    }

    @Test
    void countsSecondsThatTwoPostsShareOnce() {
        hub.post(read(body("A", 101.5, "{}", "{\"100\": 10, \"101\": 5}")));
        hub.post(read(body("A", 102.5, "{}", "{\"101\": 7, \"102\": 3}")));
        hub.post(read(body("A", 103.5, "{}", "{\"102\": 20}")));

        Map<String, Object> topics = hub.report("A").orElseThrow().topics();
        assertThat(topics).containsEntry("total-throughput:last-1-sec", 23L);
        assertThat(topics.get("throughput-stats:last-5-mins")).hasToString("{min=12, med=17.5, max=23}");
    }

    @Test
    void tellsIdleFromDead() {
        hub.post(read(body("A", 101, "{}", "{}")));
        assertThat(state()).isEqualTo(HubReport.IDLE);

        hub.post(read(body("A", 102, "{\"0.1\": 1}", "{\"101\": 1}")));
        assertThat(state()).isEqualTo(HubReport.LIVE);

        ticker.advance(Duration.ofMillis(5_100));
        assertThat(state()).isEqualTo(HubReport.DEAD);
    }

    private String state() {
        return hub.report("A").orElseThrow().state();
    }

    @Test
    void nullStandsForNothing() {
        hub.post(read(body("A", 101, "null", "null")));

        assertThat(state()).isEqualTo(HubReport.IDLE);
    }

    @Test
    void forgetsAfterFiveMinutes() {
        hub.post(read(body("A", 101, "{\"0.1\": 100}", "{}")));
        ticker.advance(Duration.ofSeconds(301));
        hub.post(read(body("A", 402, "{\"0.01\": 1}", "{}")));

        assertThat(hub.report("A").orElseThrow().topics().get("latency-percentiles:last-5-mins"))
                .hasToString("{50=0.01, 75=0.01, 90=0.01, 99=0.01, 99.9=0.01}");
    }

    @Test
    void aLatePostErasesNothing() {
        hub.post(read(body("A", 104.5, "{}", "{\"101\": 5, \"102\": 6, \"103\": 7}")));
        hub.post(read(body("A", 101.5, "{}", "{\"100\": 5}")));
        hub.post(read(body("A", 105.5, "{}", "{\"104\": 9}")));

        assertThat(hub.report("A").orElseThrow().topics().get("throughput-stats:last-5-mins"))
                .isEqualTo(Map.of("min", 5L, "med", 6.5, "max", 9L));
    }

    @Test
    void aPostOfAnotherClockBeginsAnew() {
        hub.post(read(body("A", 9e9, "{}", "{\"8999999999\": 5}")));
        hub.post(read(body("A", 101.5, "{}", "{\"100\": 7, \"101\": 1}")));

        assertThat(hub.report("A").orElseThrow().topics().get("throughput-stats:last-5-mins"))
                .isEqualTo(Map.of("min", 1L, "med", 4.0, "max", 7L));
    }

    @Test
    void throughputAgesByTheClock() {
        hub.post(read(body("A", 101.5, "{}", "{\"100\": 7}")));
        ticker.advance(Duration.ofSeconds(400));

        assertThat(hub.report("A").orElseThrow().topics().get("throughput-stats:last-5-mins"))
                .isEqualTo(Map.of("min", 0L, "med", 0.0, "max", 0L));
    }

    @Test
    void keepsNoMoreKeysThanItMay() {
        hub.post(read(body("A", 101, "{}", "{}")));
        ticker.advance(Duration.ofSeconds(1));
        hub.post(read(body("B", 101, "{}", "{}")));
        assertThatThrownBy(() -> hub.post(read(body("C", 101, "{}", "{}"))))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessageContaining("keeps 2 pipeline keys");

        ticker.advance(Duration.ofMinutes(5));
        hub.post(read(body("C", 401, "{}", "{}")));
        assertThat(hub.reports()).extracting(HubReport::pipelineKey).containsExactly("B", "C");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "[] | the body",
                "{} | t0",
                "{\"t0\":2,\"t1\":1,\"topics\":{}} | t1",
                "{\"t0\":1,\"t1\":\"x\",\"topics\":{}} | t1",
                "{\"t0\":1,\"t1\":2} | topics",
                "{\"t0\":1,\"t1\":2,\"topics\":{}} | pipeline_key",
                "{\"pipeline_key\":7,\"t0\":1,\"t1\":2,\"topics\":{}} | pipeline_key",
                "{\"pipeline_key\":\"A\",\"t0\":1,\"t1\":2,\"topics\":{\"latency_bins\":{\"x\":1}}} | topics.latency_bins.x",
                "{\"pipeline_key\":\"A\",\"t0\":1,\"t1\":2,\"topics\":{\"latency_bins\":{\"0.1\":-1}}} | topics.latency_bins.0.1",
                "{\"pipeline_key\":\"A\",\"t0\":1,\"t1\":2,\"topics\":{\"throughput_out\":[]}} | topics.throughput_out",
                "{\"pipeline_key\":\"A\",\"t0\":1,\"t1\":2,\"topics\":{\"throughput_out\":{\"now\":1}}} | topics.throughput_out.now",
            })
    void namesTheFieldThatIsWrong(String body, String field) {
        assertThatThrownBy(() -> read(body)).isInstanceOfSatisfying(InvalidRequestException.class, refused -> {
            assertThat(refused.details()).containsEntry("field", field);
            assertThat(refused).hasMessageStartingWith(field + " must be ");
        });
    }

    private static HubPost read(String body) {
        return HubReader.read(body.getBytes(UTF_8));
    }

    private static String body(String key, double t1, String bins, String throughput) {
        return "{\"pipeline_key\": \"%s\", \"t1\": %s, \"t0\": %s, \"topics\": {\"latency_bins\": %s, \"throughput_out\": %s}}"
                .formatted(key, t1, t1 - 1, bins, throughput);
    }
}
