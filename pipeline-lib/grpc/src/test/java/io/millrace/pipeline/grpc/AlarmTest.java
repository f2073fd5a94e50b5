package io.millrace.pipeline.grpc;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.core.time.Ticker;
import java.util.Random;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AlarmTest {

    /** Due moments that come in any order from several threads, with quiet times in between: each rings, none early. */
    @ParameterizedTest
    @ValueSource(longs = {1, 20261121})
    void everyMomentRingsAndNoneEarly(long seed) throws Exception {
        int threads = 4;
        int each = 200;
        ConcurrentSkipListSet<Long> moments = new ConcurrentSkipListSet<>();
        CountDownLatch rung = new CountDownLatch(threads * each);
        AtomicInteger early = new AtomicInteger();
        Alarm alarm = new Alarm(Ticker.SYSTEM, now -> {
            if (Ticker.SYSTEM.nanos() - now < 0) {
                early.incrementAndGet();
            }
            while (!moments.isEmpty() && moments.first() - now <= 0) {
                moments.pollFirst();
                rung.countDown();
            }
            return moments.isEmpty() ? Alarm.NEVER : moments.first() - now;
        });
        for (int i = 0; i < threads; i++) {
            Random random = new Random(seed + i);
            int thread = i;
            Thread.ofVirtual().start(() -> {
                for (int j = 0; j < each; j++) {
                    // unique: the last two bits tell the thread
                    long moment = ((Ticker.SYSTEM.nanos() + random.nextInt(3_000_000)) & ~3L) | thread;
                    if (moments.add(moment)) {
                        alarm.at(moment);
                    } else {
                        rung.countDown();
                    }
                    pause(random);
                }
            });
        }
        assertThat(rung.await(30, TimeUnit.SECONDS))
                .as("seed %d, left %s", seed, moments)
                .isTrue();
        assertThat(early).hasValue(0);
    }

    private static void pause(Random random) {
        try {
            Thread.sleep(random.nextInt(3));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
