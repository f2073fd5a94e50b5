package io.millrace.pipeline.grpc;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class WorkersTest {

    private static final int CONCURRENCY = 3;

    private final Workers workers = new Workers(CONCURRENCY);
    private final AtomicInteger dropped = new AtomicInteger();

    @AfterEach
    void close() {
        workers.close();
    }

    private HostedCall call(Runnable work) {
        return new HostedCall() {
            @Override
            void work() {
                work.run();
            }

            @Override
            void dropped() {
                dropped.incrementAndGet();
            }
        };
    }

    private void submit(Runnable work) {
        workers.submit(call(work));
    }

    private static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(20, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Test
    void shortPackagesGoOnBesideOneThatHangs() {
        CountDownLatch warm = new CountDownLatch(1000);
        for (int i = 0; i < 1000; i++) {
            submit(warm::countDown);
        }
        await(warm);
        CountDownLatch release = new CountDownLatch(1);
        submit(() -> await(release));
        CountDownLatch others = new CountDownLatch(100);
        for (int i = 0; i < 100; i++) {
            submit(others::countDown);
        }
        await(others);
        release.countDown();
    }

    @Test
    void noMoreThanThatWorkAtATimeAndNoneIsForgotten() {
        AtomicInteger now = new AtomicInteger();
        ConcurrentLinkedQueue<Integer> most = new ConcurrentLinkedQueue<>();
        CountDownLatch done = new CountDownLatch(200);
        for (int i = 0; i < 200; i++) {
            submit(() -> {
                most.add(now.incrementAndGet());
                sleep();
                now.decrementAndGet();
                done.countDown();
            });
        }
        await(done);
        assertThat(most).hasSize(200).allMatch(count -> count <= CONCURRENCY).contains(CONCURRENCY);
    }

    private static void sleep() {
        try {
            Thread.sleep(2);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Test
    void anInterruptEndsWithThePackageThatItWasMeantFor() {
        CountDownLatch begun = new CountDownLatch(1);
        ConcurrentLinkedQueue<String> seen = new ConcurrentLinkedQueue<>();
        HostedCall hangs = call(() -> {
            begun.countDown();
            try {
                new CountDownLatch(1).await();
            } catch (InterruptedException _) {
                seen.add("interrupted");
                Thread.currentThread().interrupt();
            }
        });
        workers.submit(hangs);
        await(begun);
        assertThat(hangs.cancel()).isFalse();
        CountDownLatch done = new CountDownLatch(50);
        for (int i = 0; i < 50; i++) {
            submit(() -> {
                if (Thread.currentThread().isInterrupted()) {
                    seen.add("still interrupted");
                }
                done.countDown();
            });
        }
        await(done);
        assertThat(List.copyOf(seen)).containsExactly("interrupted");
    }

    @Test
    void whatIsCancelledBeforeItBeginsIsDroppedOnceAndNeverRuns() {
        AtomicInteger ran = new AtomicInteger();
        HostedCall call = call(ran::incrementAndGet);
        assertThat(call.cancel()).isTrue();
        assertThat(call.cancel()).isFalse();
        call.run();
        assertThat(ran).hasValue(0);
        assertThat(dropped).hasValue(1);
    }

    @Test
    void aWorkerOutlivesWhatFailsInIt() {
        CountDownLatch done = new CountDownLatch(1);
        submit(() -> {
            throw new IllegalStateException("a defect");
        });
        submit(done::countDown);
        await(done);
    }
}
