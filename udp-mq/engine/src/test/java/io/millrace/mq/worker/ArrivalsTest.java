package io.millrace.mq.worker;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.core.failure.PoisonException;
import io.millrace.core.testkit.ManualTicker;
import io.millrace.mq.statistics.JsonObject;
import io.millrace.mq.statistics.NodeStatistics;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
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
    void theShortWayTakesWhatTheParserTakes() {
        String result = "{\"msg\": \"New Order: (A, B, Accepted, 1.0): Accepted\", \"feed_time\": 1458195070.25}";
        String pieces = "\"\\,:{}. 0-1e\u0001\u007f\u00e4\ud83d";
        Random random = new Random(11);
        for (int i = 0; i < 50_000; i++) {
            StringBuilder text = new StringBuilder(result);
            for (int edits = random.nextInt(3); edits > 0; edits--) {
                int at = random.nextInt(text.length());
                int piece = random.nextInt(pieces.length());
                text.replace(at, at + random.nextInt(2), pieces.substring(piece, piece + 1));
            }
            messages.clear();
            arrivals.accept(text.toString());
            assertThat(messages).as("%s", text).isEqualTo(parsed(text.toString()));
        }
    }

    private static List<String> parsed(String text) {
        try {
            JsonObject json = JsonObject.parse("result", text);
            boolean timed = json.fields().get("feed_time") instanceof Double
                    || (json.fields().containsKey("feed_time") && json.fields().get("feed_time") == null);
            return timed ? List.of(json.text("msg")) : List.of();
        } catch (PoisonException e) {
            return List.of();
        }
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
