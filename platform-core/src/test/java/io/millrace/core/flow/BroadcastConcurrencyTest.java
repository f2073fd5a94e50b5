package io.millrace.core.flow;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.core.time.Ticker;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A publisher and readers of every policy, each on a thread of its own and of its own speed. */
@Timeout(60)
final class BroadcastConcurrencyTest {

    private static final int CHUNKS = 20_000;
    private static final int ROWS = 3;

    @Test
    void accountsForEveryRowOfEveryReader() throws Exception {
        Broadcast broadcast = new Broadcast("busy", Ticker.SYSTEM);
        List<Future<Reader>> readers = new ArrayList<>();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (Overflow overflow : Overflow.values()) {
                for (int bound : new int[] {5, 50, 100_000}) {
                    Reader reader = new Reader(broadcast, overflow, bound);
                    readers.add(threads.submit(reader::readToTheEnd));
                }
            }
            for (int chunk = 0; chunk < CHUNKS; chunk++) {
                String[] rows = new String[ROWS];
                for (int row = 0; row < ROWS; row++) {
                    int number = chunk * ROWS + row;
                    rows[row] = "k" + number % 7 + "=" + number;
                }
                broadcast.publish(TestRows.chunk(rows));
            }
            broadcast.end(new EndReason.Completed());
            for (Future<Reader> reader : readers) {
                reader.get().check();
            }
        }
    }

    @Test
    void freesAPublisherWhoseReadersLeaveAtAnyTime() throws InterruptedException, ExecutionException {
        Broadcast broadcast = new Broadcast("leaving", Ticker.SYSTEM);
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<?> publishing = threads.submit(() -> {
                for (int number = 0; number < CHUNKS; number++) {
                    broadcast.publish(TestRows.chunk("k=" + number));
                }
                return null;
            });
            List<Future<?>> leaving = new ArrayList<>();
            for (int i = 0; i < 4; i++) {
                Random random = new Random(i);
                leaving.add(threads.submit(() -> {
                    while (!publishing.isDone()) {
                        Subscription reader = broadcast.subscribe(
                                new SubscriberSettings(Overflow.BLOCK, 2, 1_000, Duration.ofSeconds(60)), () -> {});
                        for (int takes = random.nextInt(5); takes > 0; takes--) {
                            reader.take();
                        }
                        reader.close();
                    }
                }));
            }
            publishing.get();
            for (Future<?> reader : leaving) {
                reader.get();
            }
        }
        assertThat(broadcast.subscribers()).isZero();
    }

    private static final class Reader {

        private final Semaphore wakeUps = new Semaphore(0);
        private final Overflow overflow;
        private final Account account;
        private final Subscription subscription;
        private final Random random;

        Reader(Broadcast broadcast, Overflow overflow, int bound) {
            this.overflow = overflow;
            account = new Account(overflow);
            random = new Random(bound);
            subscription = broadcast.subscribe(
                    new SubscriberSettings(overflow, bound, 1_000_000, Duration.ofSeconds(60)), wakeUps::release);
        }

        Reader readToTheEnd() throws InterruptedException {
            while (account.end() == null) {
                if (account.accept(subscription.take())) {
                    if (random.nextInt(100) == 0) {
                        LockSupport.parkNanos(1_000);
                    }
                } else if (account.end() == null) {
                    wakeUps.acquire();
                }
            }
            return this;
        }

        void check() {
            switch (overflow) {
                case BLOCK -> assertThat(account.rows()).isEqualTo((long) CHUNKS * ROWS);
                case DROP_OLDEST, DROP_NEWEST, LATEST_BY_KEY -> account.settle((long) CHUNKS * ROWS);
                case DISCONNECT -> {
                    if (!subscription.cutOff()) {
                        account.settle((long) CHUNKS * ROWS);
                    }
                }
            }
            assertThat(subscription.pendingRows()).isZero();
        }
    }
}
