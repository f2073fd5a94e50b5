package io.millrace.pipeline.flow;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.pipeline.Callbacks;
import io.millrace.pipeline.ControllerMode;
import io.millrace.pipeline.ControllerSettings;
import io.millrace.pipeline.DataPackage;
import io.millrace.pipeline.Status;
import io.millrace.pipeline.data.ControllerRecord;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The defects of the reference in the flow of packages, each of which must not be one here. */
@Timeout(60)
class ReferenceBugsTest {

    private static ControllerSettings of(ControllerMode mode, int workers) {
        return ControllerSettings.of(mode, workers);
    }

    /** 1: to unregister an instance stops it, and each package gets its callback. */
    @Test
    void unregisteringEndsEveryPackage() {
        Bench bench = Bench.of(of(ControllerMode.ORDER_BY_SEQUENCE, 2).withQueue(2));
        bench.send(List.of(0, 1, 2, 3)).awaitBegun("c0", 0, 1);
        bench.instance.pipeline().unregister(bench.instance.id());
        assertThat(bench.ends).containsExactlyInAnyOrder("0 ERROR", "1 ERROR", "2 ERROR", "3 ERROR");
        assertThat(bench.instance.pipeline().instances()).isEmpty();
        bench.close();
    }

    /** 2: an idle worker takes a package at once, so who overflows does not depend on how fast threads are. */
    @RepeatedTest(50)
    void anIdleWorkerTakesThePackageAtOnce() {
        try (Bench bench = Bench.of(of(ControllerMode.NOT_PARALLEL, 1).withQueue(2))) {
            bench.send(List.of(0, 1, 2, 3, 4, 5));
            assertThat(bench.ends).containsExactly("1 OVERFLOW", "2 OVERFLOW", "3 OVERFLOW");
            bench.let(0, 4, 5);
            bench.awaitEnds("1 OVERFLOW", "2 OVERFLOW", "3 OVERFLOW", "0 SUCCESS", "4 SUCCESS", "5 SUCCESS");
        }
    }

    @RepeatedTest(50)
    void whoHasSeenTheEndOfAPackageFindsItsWorkerIdle() {
        for (ControllerMode mode :
                List.of(ControllerMode.NOT_PARALLEL, ControllerMode.NO_ORDER, ControllerMode.FIRST_WINS)) {
            try (Bench bench = Bench.of(of(mode, 1).withQueue(0))) {
                for (int i = 0; i < 20; i++) {
                    bench.let(i);
                    assertThat(bench.instance
                                    .execute(i)
                                    .toCompletableFuture()
                                    .join()
                                    .status())
                            .as(mode + " " + i)
                            .isEqualTo(Status.SUCCESS);
                }
            }
        }
    }

    /** 3: who waits behind one that exits, fails or overflows leaves at once, not with the next arrival. */
    @ParameterizedTest
    @EnumSource(
            value = ControllerMode.class,
            names = {"ORDER_BY_SEQUENCE"})
    void followersLeaveWhenTheHeadExitsOrFails(ControllerMode mode) {
        for (int head : new int[] {100, 200}) {
            try (Bench bench = Bench.of(of(mode, 4))) {
                bench.send(List.of(head, 1, 2)).awaitBegun("c0", head, 1, 2);
                bench.let(1, 2);
                Bench.await("done", () -> bench.statistics("c0").outputWaitingNow() == 2);
                assertThat(bench.ends).isEmpty();
                bench.let(head);
                Bench.await("all", () -> bench.ends.size() == 3);
                assertThat(bench.ends).containsSubsequence("1 SUCCESS", "2 SUCCESS");
            }
        }
    }

    @Test
    void aSlowCallbackOfTheHeadDoesNotHoldTheFollowers() {
        try (Bench bench = Bench.of(of(ControllerMode.ORDER_BY_SEQUENCE, 4))) {
            CountDownLatch slow = new CountDownLatch(1);
            bench.instance.execute(200, Callbacks.onEnd(_ -> awaitQuietly(slow)));
            bench.send(List.of(1, 2)).let(1, 2);
            Bench.await("done", () -> bench.statistics("c0").outputWaitingNow() == 2);
            bench.let(200);
            bench.awaitEnds("1 SUCCESS", "2 SUCCESS");
            slow.countDown();
        }
    }

    @Test
    void followersLeaveWhenTheOnesBeforeThemOverflow() {
        try (Bench bench = Bench.of(of(ControllerMode.ORDER_BY_SEQUENCE, 1).withQueue(1))) {
            bench.send(List.of(0, 1, 2)).let(0, 2);
            bench.awaitEnds("1 OVERFLOW", "0 SUCCESS", "2 SUCCESS");
        }
    }

    /** 4: one that overflows does not outdate those before it. */
    @Test
    void anOverflowDoesNotOutdateTheOlderOnes() {
        try (Bench bench = Bench.of(of(ControllerMode.FIRST_WINS, 2).withQueue(0))) {
            bench.send(List.of(0, 1, 2)).awaitBegun("c0", 0, 1);
            bench.let(0);
            Bench.await("0", () -> bench.ends.size() == 2);
            bench.let(1);
            bench.awaitEnds("2 OVERFLOW", "0 SUCCESS", "1 SUCCESS");
        }
    }

    @Test
    void neitherDoesAnExitOrAnError() {
        try (Bench bench = Bench.of(of(ControllerMode.FIRST_WINS, 3))) {
            bench.send(List.of(0, 100, 200)).awaitBegun("c0", 0, 100, 200);
            bench.let(100);
            Bench.await("exit", () -> bench.ends.size() == 1);
            bench.let(200);
            Bench.await("error", () -> bench.ends.size() == 2);
            bench.let(0);
            bench.awaitEnds("100 EXIT", "200 ERROR", "0 SUCCESS");
        }
    }

    /** 5: no two packages share a number. */
    @Test
    void numbersAreUniqueUnderConcurrentCalls() throws InterruptedException {
        try (Bench bench = Bench.of(of(ControllerMode.NO_ORDER, 1).withQueue(4_000))) {
            Queue<DataPackage<Integer>> sent = new ConcurrentLinkedQueue<>();
            List<Thread> callers = IntStream.range(0, 4)
                    .mapToObj(_ -> Thread.ofPlatform().start(() -> {
                        for (int i = 0; i < 500; i++) {
                            sent.add(bench.send(0));
                        }
                    }))
                    .toList();
            for (Thread caller : callers) {
                caller.join();
            }
            assertThat(sent.stream()
                            .map(one -> one.snapshot().controllers().getFirst().sequenceNumber())
                            .sorted())
                    .containsExactlyElementsOf(
                            IntStream.range(0, 2_000).mapToObj(i -> (long) i).toList());
        }
    }

    /** 6: a slow callback stops nobody, and one that sends packages does not lock up. */
    @ParameterizedTest
    @EnumSource(ControllerMode.class)
    void aSlowCallbackStopsNoWorker(ControllerMode mode) {
        try (Bench bench = Bench.of(of(mode, 2).withQueue(20))) {
            CountDownLatch slow = new CountDownLatch(1);
            bench.instance.execute(0, Callbacks.onEnd(_ -> awaitQuietly(slow)));
            bench.send(List.of(1, 2, 3, 4, 5, 6, 7, 8)).let(0, 1, 2, 3, 4, 5, 6, 7, 8);
            bench.awaitBegun("c0", 1, 2, 3, 4, 5, 6, 7, 8);
            slow.countDown();
            Bench.await("all", () -> bench.ends.size() == 8);
        }
    }

    @ParameterizedTest
    @EnumSource(ControllerMode.class)
    void aCallbackMaySendPackages(ControllerMode mode) throws InterruptedException {
        try (Bench bench = Bench.of(of(mode, 2).withQueue(2))) {
            AtomicInteger left = new AtomicInteger(1_000);
            CountDownLatch all = new CountDownLatch(1);
            bench.let(0);
            again(bench, left, all);
            assertThat(all.await(20, TimeUnit.SECONDS)).isTrue();
        }
    }

    private static void again(Bench bench, AtomicInteger left, CountDownLatch all) {
        bench.instance.execute(0, Callbacks.onEnd(_ -> {
            if (left.decrementAndGet() > 0) {
                again(bench, left, all);
            } else {
                all.countDown();
            }
        }));
    }

    /** 7: what a callback throws stops nobody. */
    @ParameterizedTest
    @EnumSource(ControllerMode.class)
    void aCallbackMayThrow(ControllerMode mode) {
        Queue<Throwable> failures = new ConcurrentLinkedQueue<>();
        try (Bench bench = new Bench(
                builder -> builder.observer(new io.millrace.pipeline.PipelineObserver<>() {
                    @Override
                    public void ended(DataPackage<Integer> end) {
                        throw new AssertionError("an observer fails");
                    }

                    @Override
                    public void callbackFailed(DataPackage<Integer> end, Throwable failure) {
                        failures.add(failure);
                    }
                }),
                of(mode, 1).withQueue(5))) {
            bench.instance.execute(0, Callbacks.onEnd(_ -> {
                throw new AssertionError("a callback fails");
            }));
            bench.let(0, 1).send(List.of(1)).awaitEnds("1 SUCCESS");
            bench.let(2).send(List.of(2)).awaitEnds("1 SUCCESS", "2 SUCCESS");
            Bench.await("the failure", () -> !failures.isEmpty());
            assertThat(failures)
                    .singleElement()
                    .extracting(Throwable::getMessage)
                    .isEqualTo("a callback fails");
        }
    }

    /** 8: no package waits for the next arrival, however it meets a worker that is about to stop. */
    @ParameterizedTest
    @EnumSource(ControllerMode.class)
    void noWakeUpIsLost(ControllerMode mode) throws InterruptedException {
        try (Bench bench = Bench.of(of(mode, 2))) {
            bench.let(0);
            for (int i = 0; i < 20_000; i++) {
                CountDownLatch end = new CountDownLatch(1);
                bench.instance.execute(0, Callbacks.onEnd(_ -> end.countDown()));
                assertThat(end.await(10, TimeUnit.SECONDS)).as("package " + i).isTrue();
                for (int spin = i % 200; spin > 0; spin--) {
                    Thread.onSpinWait();
                }
            }
        }
    }

    /** 9 and 10: each record has its end and its own times, whatever the outcome. */
    @Test
    void everyRecordHasItsTimes() throws InterruptedException {
        try (Bench bench = Bench.of(of(ControllerMode.NO_ORDER, 1).withQueue(0), of(ControllerMode.FIRST_WINS, 1))) {
            DataPackage<Integer> success = bench.send(0);
            DataPackage<Integer> overflow = bench.send(1);
            bench.awaitBegun("c0", 0);
            TimeUnit.MILLISECONDS.sleep(5);
            bench.let(0).awaitBegun("c1", 0).let("c1", 0);
            bench.awaitEnds("1 OVERFLOW", "0 SUCCESS");
            ControllerRecord lost = overflow.snapshot().controllers().getFirst();
            assertThat(lost.status()).isEqualTo(Status.OVERFLOW);
            assertThat(lost.endTime()).isGreaterThanOrEqualTo(lost.startTime()).isGreaterThan(1e9);
            assertThat(lost.totalTime()).isPositive();
            List<ControllerRecord> records = success.snapshot().controllers();
            assertThat(records).allSatisfy(record -> {
                assertThat(record.status()).isEqualTo(Status.SUCCESS);
                assertThat(record.totalTime()).isPositive();
                assertThat(record.endTime() - record.startTime()).isCloseTo(record.totalTime(), within());
            });
            assertThat(records.get(1).totalTime()).isLessThan(success.snapshot().totalTime() - 0.004);
        }
    }

    private static org.assertj.core.data.Offset<Double> within() {
        return org.assertj.core.data.Offset.offset(1e-5);
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
