package io.millrace.ingest.rest;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.core.testkit.Eventually;
import io.millrace.core.testkit.ManualTicker;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
final class TokenBucketTest {

    @Test
    void letsABurstPassAndThenSoManyASecond() throws InterruptedException {
        ManualTicker ticker = new ManualTicker();
        TokenBucket bucket = new TokenBucket(8, ticker);
        AtomicInteger passed = new AtomicInteger();
        Thread taker = Thread.ofVirtual().start(() -> {
            try {
                while (passed.get() < 100) {
                    bucket.take();
                    passed.incrementAndGet();
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        ticker.awaitSleepers(1);
        assertThat(passed).hasValue(8);
        for (int i = 9; i <= 16; i++) {
            ticker.advance(Duration.ofMillis(125));
            int count = i;
            Eventually.until("one more", () -> passed.get() == count);
            ticker.awaitSleepers(1);
            assertThat(passed).hasValue(i);
        }
        taker.interrupt();
        taker.join();
    }
}
