package io.millrace.service.stream;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.millrace.core.failure.InvalidRequestException;
import io.millrace.core.flow.Delivery;
import io.millrace.core.flow.Overflow;
import io.millrace.core.flow.Subscription;
import io.millrace.core.testkit.ManualTicker;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class LiveStreamsTest {

    private static final StreamRequest REQUEST = new StreamRequest(
            Format.NDJSON, false, null, OptionalLong.empty(), Duration.ZERO, null, null, "127.0.0.1:1", Map.of());

    private final ManualTicker ticker = new ManualTicker();

    private LiveStreams streams(Map<String, Callable<?>> looks, String elsewhere) {
        return new LiveStreams(looks, elsewhere, new ObjectMapper(), ticker);
    }

    @Test
    void givesARowASecondAndOutlivesALookThatFails() throws Exception {
        AtomicInteger looks = new AtomicInteger();
        Callable<?> look = () -> {
            int n = looks.incrementAndGet();
            if (n == 2) {
                throw new IllegalStateException("nothing to see");
            }
            return Map.of("n", n);
        };
        try (LiveStreams live = streams(Map.of("status", look), "");
                StreamFeed feed = live.open("status", REQUEST);
                Subscription reader = feed.subscribe(() -> {})) {
            assertThat(feed.overflow()).isEqualTo(Overflow.DROP_OLDEST);
            live.start();
            assertThat(rows(reader, 3)).containsExactly("{\"n\":1}\n", "{\"n\":3}\n", "{\"n\":4}\n");
        }
    }

    private List<String> rows(Subscription reader, int count) throws InterruptedException {
        List<String> rows = new ArrayList<>();
        while (rows.size() < count) {
            ticker.awaitSleepers(1);
            if (reader.take() instanceof Delivery.Rows(var chunk)) {
                rows.addAll(new String(chunk.bytes(), UTF_8)
                        .lines()
                        .map(line -> line + "\n")
                        .toList());
            } else {
                ticker.advance(Duration.ofSeconds(1));
            }
        }
        return rows;
    }

    @Test
    void tellsHowLongThereWasNoLook() throws Exception {
        try (LiveStreams live = streams(Map.of("status", () -> 1), "")) {
            assertThat(live.silence()).isZero();
            ticker.advance(Duration.ofSeconds(70));
            assertThat(live.silence()).hasSeconds(70);
            live.start();
            ticker.awaitSleepers(1);
            assertThat(live.silence()).isZero();
        }
    }

    @Test
    void namesTheStreamsThatThereAre() {
        Callable<?> look = () -> 1;
        assertThatThrownBy(() -> streams(Map.of("status", look), "").open("all", REQUEST))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessage("there is no stream 'all'; the stream is status");
        assertThatThrownBy(() -> streams(Map.of("status", look, "hub", look), "rows are at /v1/rows")
                        .open("all", REQUEST))
                .hasMessage("there is no stream 'all'; streams are hub and status, and rows are at /v1/rows");
    }
}
