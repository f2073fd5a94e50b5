package io.millrace.sql.wire;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.core.testkit.ManualTicker;
import java.time.Duration;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class RefusalsTest {

    private final ManualTicker ticker = new ManualTicker();
    private final Refusals refusals = new Refusals(ticker);

    @Test
    void logsALineEachButNotMoreThanTwentyASecond() {
        assertThat(logged(100)).isEqualTo(20);
        ticker.advance(Duration.ofMillis(999));
        assertThat(logged(1)).isZero();
        ticker.advance(Duration.ofMillis(2));
        assertThat(logged(100)).isEqualTo(20);
    }

    private long logged(int clients) {
        return IntStream.range(0, clients)
                .filter(client -> refusals.log("peer", 101, "reason " + client))
                .count();
    }

    @Test
    void aReasonStaysInItsLine() {
        assertThat(Refusals.clean("one\r\ntwo\u001b[31m")).isEqualTo("one  two [31m");
        assertThat(Refusals.clean("x".repeat(1000))).hasSize(500);
    }
}
