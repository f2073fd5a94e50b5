package io.millrace.pipeline.flow;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.core.testkit.ManualTicker;
import io.millrace.pipeline.Callbacks;
import io.millrace.pipeline.ControllerMode;
import io.millrace.pipeline.ControllerSettings;
import io.millrace.pipeline.DataPackage;
import io.millrace.pipeline.ExecuteOptions;
import io.millrace.pipeline.ExecutionModule;
import io.millrace.pipeline.Pipeline;
import io.millrace.pipeline.PipelineBuilder;
import io.millrace.pipeline.PipelineInstance;
import io.millrace.pipeline.PipelineModules;
import io.millrace.pipeline.Status;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Controllers that let the thread which brings a package work on it. */
@Timeout(60)
class CallerRunsTest {

    private static final ExecutionModule<Integer> NOTHING = context -> {};

    private static final int WARM = -100;

    /** What counts as short must not depend on how busy the machine is: work takes as long as a test says. */
    private final ManualTicker clock = new ManualTicker();

    private static ControllerSettings settings(ControllerMode mode) {
        return ControllerSettings.of(mode, 4).withCallerRuns(true);
    }

    /** Its modules do nothing for warm-up packages. */
    @SafeVarargs
    private final PipelineInstance<Integer> instance(ControllerSettings settings, ExecutionModule<Integer>... modules) {
        PipelineBuilder<Integer> builder = Pipeline.<Integer>builder().ticker(clock);
        for (int i = 0; i < modules.length; i++) {
            ExecutionModule<Integer> module = modules[i];
            ExecutionModule<Integer> warm = context -> {
                if (context.data() == WARM) {
                    context.setMessage(Thread.currentThread().toString());
                } else {
                    module.execute(context);
                }
            };
            builder.controller("c" + i, settings, PipelineModules.execution("m", () -> warm));
        }
        return builder.build().register();
    }

    /** Sends short packages until the calling thread has worked on fifty in a row in all controllers. */
    private static PipelineInstance<Integer> warm(PipelineInstance<Integer> instance) {
        String here = Thread.currentThread().toString();
        AtomicInteger row = new AtomicInteger();
        Bench.await("work on the caller's thread", () -> {
            CompletableFuture<DataPackage<Integer>> end = new CompletableFuture<>();
            instance.execute(WARM, Callbacks.onEnd(end::complete));
            boolean all = end.join().snapshot().controllers().stream()
                    .map(controller -> controller.phases().getFirst().modules().getFirst())
                    .allMatch(module -> module.message().equals(here));
            return row.updateAndGet(count -> all ? count + 1 : 0) >= 50;
        });
        return instance;
    }

    @ParameterizedTest
    @EnumSource(ControllerMode.class)
    void theCallerWorksInEveryController(ControllerMode mode) {
        try (PipelineInstance<Integer> instance = instance(settings(mode), NOTHING, NOTHING, NOTHING)) {
            warm(instance);
            Bench.await("the end", () -> instance.statistics().getFirst().processing() == 0);
            Bench.assertBalanced(instance);
        }
    }

    @Test
    void withoutItNoCallerWorks() throws Exception {
        Queue<Thread> worked = new ConcurrentLinkedQueue<>();
        ControllerSettings settings = settings(ControllerMode.NO_ORDER).withCallerRuns(false);
        try (PipelineInstance<Integer> instance = instance(settings, _ -> worked.add(Thread.currentThread()))) {
            for (int i = 0; i < 200; i++) {
                instance.execute(i).toCompletableFuture().join();
            }
            assertThat(worked).hasSize(200).doesNotContain(Thread.currentThread());
        }
    }

    @Test
    void executeReturnsAtOnceWherePackagesAreSlow() throws InterruptedException {
        CountDownLatch gate = new CountDownLatch(1);
        ExecutionModule<Integer> module = context -> {
            if (context.data() < 0) {
                clock.advance(Duration.ofMillis(5));
            } else {
                gate.await();
            }
        };
        try (PipelineInstance<Integer> instance =
                instance(settings(ControllerMode.ORDER_BY_SEQUENCE).withQueue(10), module)) {
            warm(instance);
            DataPackage<Integer> first = instance.execute(-1, Callbacks.none());
            assertThat(first.status()).as("the first is believed to be short").isEqualTo(Status.SUCCESS);
            CountDownLatch ends = new CountDownLatch(8);
            for (int i = 0; i < 8; i++) {
                // would never return on the caller's thread
                instance.execute(i, Callbacks.onEnd(_ -> ends.countDown()));
            }
            assertThat(ends.getCount()).isEqualTo(8);
            gate.countDown();
            ends.await();
        }
    }

    @Test
    void whatACallbackSendsDoesNotRecurse() throws InterruptedException {
        int packages = 100_000;
        CountDownLatch ends = new CountDownLatch(packages);
        AtomicInteger depth = new AtomicInteger();
        try (PipelineInstance<Integer> instance = warm(instance(settings(ControllerMode.NO_ORDER), NOTHING))) {
            sendOneMore(instance, packages, ends, depth);
            ends.await();
            Bench.await("the end", () -> instance.statistics().getFirst().processing() == 0);
        }
        assertThat(depth).hasValueLessThan(100);
    }

    private static void sendOneMore(
            PipelineInstance<Integer> instance, int left, CountDownLatch ends, AtomicInteger depth) {
        instance.execute(left, Callbacks.onEnd(_ -> {
            depth.accumulateAndGet(frames(), Math::max);
            if (left > 1) {
                sendOneMore(instance, left - 1, ends, depth);
            }
            ends.countDown();
        }));
    }

    private static int frames() {
        return StackWalker.getInstance()
                .walk(frames ->
                        (int) frames.filter(frame -> frame.getMethodName().equals("sendOneMore"))
                                .count());
    }

    @Test
    void anInterruptOfTheCallerStaysWithTheCaller() {
        List<Boolean> seen = new ArrayList<>();
        ExecutionModule<Integer> module = context -> {
            seen.add(Thread.currentThread().isInterrupted());
            if (context.data() == 1) {
                Thread.currentThread().interrupt();
            }
        };
        try (PipelineInstance<Integer> instance = warm(instance(settings(ControllerMode.NO_ORDER), module))) {
            Thread.currentThread().interrupt();
            instance.execute(0, Callbacks.none());
            assertThat(Thread.interrupted()).as("interrupted before").isTrue();
            instance.execute(1, Callbacks.none());
            assertThat(Thread.interrupted()).as("interrupted meanwhile").isTrue();
            assertThat(seen).containsExactly(false, false);
        }
    }

    @Test
    void theInterruptOfALoserIsNotTheCallers() throws InterruptedException {
        CountDownLatch begun = new CountDownLatch(1);
        ExecutionModule<Integer> module = context -> {
            if (context.data() == 0) {
                begun.countDown();
                new CountDownLatch(1).await();
            }
        };
        Queue<Boolean> interrupted = new ConcurrentLinkedQueue<>();
        Queue<Status> ends = new ConcurrentLinkedQueue<>();
        try (PipelineInstance<Integer> instance = warm(instance(settings(ControllerMode.FIRST_WINS), module))) {
            Thread loser = Thread.ofPlatform().start(() -> {
                instance.execute(0, Callbacks.onEnd(end -> ends.add(end.status())));
                interrupted.add(Thread.interrupted());
            });
            begun.await();
            instance.execute(1, Callbacks.none());
            loser.join();
            assertThat(ends).containsExactly(Status.OUTDATED);
            assertThat(interrupted).containsExactly(false);
        }
    }

    @Test
    void manyCallersLoseNothing() throws InterruptedException {
        int callers = 8;
        int each = 20_000;
        AtomicInteger ends = new AtomicInteger();
        ControllerSettings settings = settings(ControllerMode.ORDER_BY_KEY).withQueue(callers * each);
        Queue<Integer> wrong = new ConcurrentLinkedQueue<>();
        int[] last = new int[callers];
        ExecutionModule<Integer> module = context -> {
            if (context.data() % 5_000 == 0) {
                LockSupport.parkNanos(1_000_000);
            }
        };
        try (PipelineInstance<Integer> instance = instance(settings, module, module)) {
            List<Thread> threads = IntStream.range(0, callers)
                    .mapToObj(caller -> Thread.ofPlatform().start(() -> {
                        ExecuteOptions key = ExecuteOptions.DEFAULT.withKey("key-" + caller);
                        for (int i = 1; i <= each; i++) {
                            instance.execute(i, key, Callbacks.onEnd(end -> {
                                if (end.data() != last[caller] + 1 || end.status() != Status.SUCCESS) {
                                    wrong.add(end.data());
                                }
                                last[caller] = end.data();
                                ends.incrementAndGet();
                            }));
                        }
                    }))
                    .toList();
            for (Thread thread : threads) {
                thread.join();
            }
            Bench.await("all ends", () -> ends.get() == callers * each);
            assertThat(wrong).isEmpty();
            Bench.await(
                    "the last counts", () -> instance.statistics().getFirst().processing() == 0);
            Bench.assertBalanced(instance);
        }
    }
}
