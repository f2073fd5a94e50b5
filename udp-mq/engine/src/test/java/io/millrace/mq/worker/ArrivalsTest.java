package io.millrace.mq.worker;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.core.testkit.ManualTicker;
import io.millrace.mq.statistics.NodeStatistics;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class ArrivalsTest {

    private final ManualTicker ticker = new ManualTicker(Instant.ofEpochSecond(1_458_195_072));
    private final List<String> messages = new ArrayList<>();
    private final Arrivals arrivals = new Arrivals(new NodeStatistics("Sink", "S", ticker), ticker, messages::add);

    @Test
    void latencyIsTheTimeSinceItWasFed() {
        arrivals.accept("{\"msg\": \"hello\", \"feed_time\": 1458195070.5}");
        assertThat(messages).containsExactly("hello");
        assertThat(arrivals.statistics().snapshot().latencySeconds()).isEqualTo(1.5);
        assertThat(arrivals.statistics().report().json())
                .contains("\"latency_count\": {\"10.000000000 s\": 1}, \"throughput_in\": {\"1458195072\": 1},"
                        + " \"throughput_out\": {\"1458195072\": 1}");
    }

    @Test
    void aResultWithoutFeedTimeIsNotMeasured() {
        arrivals.accept("{\"msg\": \"hello\", \"feed_time\": null}");
        assertThat(messages).containsExactly("hello");
        assertThat(arrivals.statistics().snapshot().total().count()).isZero();
    }

    @Test
    void malformedOnesAreCountedAndPassedOver() {
        for (String text : List.of("", "x", "[]", "{}", "{\"msg\": 1, \"feed_time\": 1}", "{\"msg\": \"a\"}")) {
            arrivals.accept(text);
        }
        arrivals.accept("{\"msg\": \"b\", \"feed_time\": 1458195072}");
        assertThat(arrivals.malformed()).isEqualTo(6);
        assertThat(messages).containsExactly("b");
        assertThat(arrivals.statistics().snapshot().in()).isEqualTo(7);
        assertThat(arrivals.statistics().snapshot().out()).isEqualTo(1);
    }
}
