package io.millrace.mq.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.core.failure.PoisonException;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class StatisticsReportTest {

    /** The sample of the reference. */
    private static final String SAMPLE = "{\"t0\": 1458195068.309974, \"t1\": 1458195070.3131151,"
            + " \"func\": \"Marketspread\", \"VUID\": \"NTg2ODIx\","
            + " \"latency_time\": {\"0.000100000 s\": 0.13107776641845703, \"0.001000000 s\": 0.033399105072021484},"
            + " \"latency_count\": {\"0.000100000 s\": 2449, \"0.001000000 s\": 227},"
            + " \"throughput_in\": {\"1458195069\": 1507, \"1458195070\": 1169},"
            + " \"throughput_out\": {\"1458195069\": 1507, \"1458195070\": 1169}}";

    private static final String QUIET = "{\"t0\": 1.0, \"t1\": 2.5, \"func\": \"Sink\", \"VUID\": \"MARKET_SPREAD\","
            + " \"latency_time\": null, \"latency_count\": null, \"throughput_in\": null, \"throughput_out\": null}";

    @Test
    void theSampleOfTheReferenceIsReadAndWrittenToTheByte() {
        assertThat(StatisticsReport.parse(SAMPLE).json()).isEqualTo(SAMPLE);
    }

    @Test
    void whatIsEmptyIsNull() {
        StatisticsReport quiet =
                new StatisticsReport(1, 2.5, "Sink", "MARKET_SPREAD", List.of(), new TreeMap<>(), new TreeMap<>());
        assertThat(quiet.json()).isEqualTo(QUIET);
        assertThat(StatisticsReport.parse(QUIET)).isEqualTo(quiet);
    }

    @Test
    void theHubGetsBinsAsShortestFloats() {
        StatisticsReport report = new StatisticsReport(
                1795178942.4244177,
                1795178943.4263413,
                "Messagequeue",
                "NODE_1",
                List.of(
                        new LatencyBin(1e-6, 1, 1),
                        new LatencyBin(1e-5, 1, 2),
                        new LatencyBin(1e-4, 1, 3),
                        new LatencyBin(1e-3, 1, 4),
                        new LatencyBin(1, 1, 5),
                        new LatencyBin(10, 1, 6)),
                new TreeMap<>(),
                new TreeMap<>(Map.of(1795178943L, 4L)));
        assertThat(report.hubJson())
                .isEqualTo("{\"pipeline_key\": \"NODE_1\", \"t1\": 1795178943.4263413, \"t0\": 1795178942.4244177,"
                        + " \"topics\": {\"latency_bins\": {\"1e-06\": 1, \"1e-05\": 2, \"0.0001\": 3, \"0.001\": 4,"
                        + " \"1.0\": 5, \"10.0\": 6}, \"throughput_out\": {\"1795178943\": 4}}}");
    }

    @Test
    void theHubHearsOfAQuietPeriod() {
        assertThat(StatisticsReport.parse(QUIET).hubJson())
                .isEqualTo("{\"pipeline_key\": \"MARKET_SPREAD\", \"t1\": 2.5, \"t0\": 1.0,"
                        + " \"topics\": {\"latency_bins\": {}, \"throughput_out\": {}}}");
    }

    @Test
    void theBlockOfTheReceiverIsTheReferences() {
        assertThat(new ReportText(ZoneOffset.UTC)
                        .of(StatisticsReport.parse(SAMPLE))
                        .split("\n", -1))
                .containsExactly(
                        "",
                        "    Vertex: NTg2ODIx",
                        "    Function: Marketspread",
                        "    Measurement Period: (2016-03-17 06:11:08.309974, 2016-03-17 06:11:10.313115]",
                        "    Throughput:",
                        "        TIME           IN        OUT",
                        "        06:11:09       1507      1507      ",
                        "        06:11:10       1169      1169      ",
                        "    Latency:",
                        "        BIN (max)           MEAN            PCT    COUNT    SUM            ",
                        "        0.000100000 s       0.000053523     91.52  2449     0.131077766    ",
                        "        0.001000000 s       0.000147133      8.48  227      0.033399105    ",
                        "",
                        "    ");
    }

    @Test
    void theBlockOfAQuietPeriodHasEmptyTables() {
        assertThat(new ReportText(ZoneOffset.UTC)
                        .of(StatisticsReport.parse(QUIET))
                        .split("\n", -1))
                .containsExactly(
                        "",
                        "    Vertex: MARKET_SPREAD",
                        "    Function: Sink",
                        "    Measurement Period: (1970-01-01 00:00:01, 1970-01-01 00:00:02.500000]",
                        "    Throughput:",
                        "        TIME           IN        OUT",
                        "",
                        "    Latency:",
                        "",
                        "",
                        "    ");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "[]",
                "{",
                "{} x",
                "{\"t0\": \"1\", \"t1\": 2, \"func\": \"a\", \"VUID\": \"b\"}",
                "{\"t0\": 1, \"t1\": 2, \"func\": 3, \"VUID\": \"b\"}",
                "{\"t0\": 1, \"t1\": 2, \"func\": \"a\", \"VUID\": \"b\", \"latency_count\": {\"x s\": 1}}",
                "{\"t0\": 1, \"t1\": 2, \"func\": \"a\", \"VUID\": \"b\", \"throughput_in\": {\"soon\": 1}}",
                "{\"t0\": 1, \"t1\": 2, \"func\": \"a\", \"VUID\": \"b\", \"throughput_in\": [1]}"
            })
    void whatIsNoReportIsRefused(String text) {
        assertThatThrownBy(() -> StatisticsReport.parse(text))
                .isInstanceOf(PoisonException.class)
                .hasMessageStartingWith("statistics: ");
    }
}
