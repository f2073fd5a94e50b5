package io.millrace.pipeline.flow;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.core.flow.Overflow;
import io.millrace.pipeline.Callbacks;
import io.millrace.pipeline.ControllerMode;
import io.millrace.pipeline.ControllerSettings;
import io.millrace.pipeline.DataPackage;
import io.millrace.pipeline.ExecuteOptions;
import io.millrace.pipeline.ModuleContext;
import io.millrace.pipeline.ModuleOptions;
import io.millrace.pipeline.Pipeline;
import io.millrace.pipeline.PipelineBuilder;
import io.millrace.pipeline.PipelineInstance;
import io.millrace.pipeline.PipelineModules;
import io.millrace.pipeline.ReorderWindow;
import io.millrace.pipeline.Status;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Random pipelines of one to three controllers under random packages: delays, exits, failures, timeouts, deadlines,
 * priorities, keys, callbacks that throw, pauses, and drain or close at the end.
 */
@Timeout(30)
class FlowPropertyTest {

    private static final int PACKAGES = 1_200;
    private static final int SENDERS = 3;
    private static final List<ControllerMode> MODES = List.of(ControllerMode.values());
    private static final List<Overflow> POLICIES =
            List.of(Overflow.BLOCK, Overflow.DROP_OLDEST, Overflow.DROP_NEWEST, Overflow.LATEST_BY_KEY);

    /** What happens to a package at each controller is decided before, so that a seed tells the whole case. */
    private record Load(int number, String key, List<Long> delayMicros, int exitAt, int failAt, int hangAt) {}

    /** The packages as they ended, in that order. */
    private final Queue<DataPackage<Load>> ended = new ConcurrentLinkedQueue<>();

    private final AtomicIntegerArray callbacks = new AtomicIntegerArray(PACKAGES);

    static IntStream seeds() {
        return IntStream.rangeClosed(1, 40);
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void keepsEveryPromise(int seed) throws InterruptedException {
        System.out.println("seed " + seed);
        Random random = new Random(seed);
        List<ControllerSettings> settings = IntStream.rangeClosed(0, random.nextInt(3))
                .mapToObj(_ -> settings(random))
                .toList();
        try (Pipeline<Load> pipeline = pipeline(settings)) {
            PipelineInstance<Load> instance = pipeline.register();
            send(instance, random, settings.size());
            boolean drained = random.nextInt(4) > 0;
            if (drained) {
                assertThat(instance.drain(Duration.ofSeconds(60))).as("drained").isTrue();
            } else {
                instance.close();
            }
            assertOneCallbackEach();
            Bench.assertBalanced(instance);
            assertOrder(settings, drained);
        }
    }

    private static ControllerSettings settings(Random random) {
        ControllerMode mode = MODES.get(random.nextInt(MODES.size()));
        ReorderWindow window = new ReorderWindow(
                1 + random.nextInt(20), random.nextInt(3) == 0 ? Duration.ofMillis(1) : Duration.ZERO);
        return ControllerSettings.of(mode, 1 + random.nextInt(8))
                .withQueue(random.nextInt(12))
                .withQueueBytes(random.nextInt(3) == 0 ? 2_000 : 0)
                .withOverflow(POLICIES.get(random.nextInt(POLICIES.size())))
                .withCallerRuns(random.nextInt(3) == 0)
                .withReorder(window);
    }

    private static Pipeline<Load> pipeline(List<ControllerSettings> settings) {
        PipelineBuilder<Load> builder = Pipeline.<Load>builder().sizer(load -> 100 + load.number() % 200);
        for (int i = 0; i < settings.size(); i++) {
            int controller = i;
            builder.controller(
                    "c" + i,
                    settings.get(i),
                    PipelineModules.execution("work", () -> context -> work(controller, context)),
                    PipelineModules.execution(
                            "limited",
                            ModuleOptions.DEFAULT.withTimeout(Duration.ofMillis(2)),
                            () -> context -> hang(controller, context)));
        }
        return builder.build();
    }

    private static void work(int controller, ModuleContext<Load> context) {
        Load load = context.data();
        if (load.delayMicros().get(controller) > 0) {
            LockSupport.parkNanos(load.delayMicros().get(controller) * 1_000);
        }
        if (load.failAt() == controller) {
            throw new IllegalStateException("fails");
        }
        if (load.exitAt() == controller) {
            context.exit();
        }
    }

    private static void hang(int controller, ModuleContext<Load> context) throws InterruptedException {
        if (context.data().hangAt() == controller) {
            Thread.sleep(10_000);
        }
    }

    private void send(PipelineInstance<Load> instance, Random random, int controllers) throws InterruptedException {
        List<Load> loads = new ArrayList<>();
        for (int i = 0; i < PACKAGES; i++) {
            loads.add(load(i, random, controllers));
        }
        long seed = random.nextLong();
        List<Thread> senders = IntStream.range(0, SENDERS)
                .mapToObj(sender -> Thread.ofPlatform().start(() -> {
                    Random own = new Random(seed + sender);
                    for (int i = sender; i < PACKAGES; i += SENDERS) {
                        send(instance, loads.get(i), own);
                    }
                }))
                .toList();
        for (int i = 0; i < 3; i++) {
            LockSupport.parkNanos(2_000_000);
            instance.pause();
            LockSupport.parkNanos(500_000);
            instance.resume();
        }
        for (Thread sender : senders) {
            sender.join();
        }
    }

    private static Load load(int number, Random random, int controllers) {
        // most are short, some are slow, so that both ways of the crew meet
        List<Long> delays = IntStream.range(0, controllers)
                .mapToObj(_ -> random.nextInt(3) > 0 ? 0L : random.nextInt(400))
                .toList();
        return new Load(
                number,
                "key-" + random.nextInt(5),
                delays,
                random.nextInt(10) == 0 ? random.nextInt(controllers) : -1,
                random.nextInt(10) == 0 ? random.nextInt(controllers) : -1,
                random.nextInt(60) == 0 ? random.nextInt(controllers) : -1);
    }

    private void send(PipelineInstance<Load> instance, Load load, Random random) {
        ExecuteOptions options = ExecuteOptions.DEFAULT;
        if (random.nextInt(4) > 0) {
            options = options.withKey(load.key());
        }
        if (random.nextInt(10) == 0) {
            options = options.withPriority(random.nextInt(5) - 2);
        }
        if (random.nextInt(10) == 0) {
            options = options.withDeadline(Duration.ofNanos(1 + random.nextInt(3_000_000)));
        }
        boolean fails = random.nextInt(20) == 0;
        instance.execute(load, options, Callbacks.onEnd(end -> {
            callbacks.incrementAndGet(end.data().number());
            ended.add(end);
            if (fails) {
                throw new IllegalStateException("a callback fails");
            }
        }));
        if (random.nextInt(8) == 0) {
            LockSupport.parkNanos(random.nextInt(300_000));
        }
    }

    private void assertOneCallbackEach() {
        for (int i = 0; i < PACKAGES; i++) {
            assertThat(callbacks.get(i)).as("callbacks of " + i).isEqualTo(1);
        }
        assertThat(ended).allSatisfy(end -> {
            assertThat(end.status().isFinal()).isTrue();
            if (end.status() == Status.ERROR) {
                assertThat(end.errors()).isNotEmpty();
            }
            if (end.status() == Status.SUCCESS) {
                assertThat(end.errors()).isEmpty();
            }
        });
    }

    /** What the mode of the last controller says of those that have left it with success. */
    private void assertOrder(List<ControllerSettings> settings, boolean drained) {
        int last = settings.size() - 1;
        List<DataPackage<Load>> successes =
                ended.stream().filter(end -> end.status() == Status.SUCCESS).toList();
        if (drained && settings.stream().allMatch(one -> one.overflow() == Overflow.BLOCK)) {
            assertThat(ended).noneMatch(end -> end.status() == Status.OVERFLOW);
        }
        List<Long> sequences =
                successes.stream().map(end -> sequence(end, last)).toList();
        switch (settings.get(last).mode()) {
            case NOT_PARALLEL, ORDER_BY_SEQUENCE, FIRST_WINS ->
                assertThat(sequences).isSorted();
            case ORDER_BY_KEY -> {
                for (int key = 0; key < 5; key++) {
                    String name = "key-" + key;
                    assertThat(successes.stream()
                                    .filter(end ->
                                            end.key().filter(name::equals).isPresent())
                                    .map(end -> sequence(end, last))
                                    .toList())
                            .as(name)
                            .isSorted();
                }
            }
            case NO_ORDER -> assertThat(sequences).doesNotHaveDuplicates();
        }
    }

    private static long sequence(DataPackage<?> end, int controller) {
        return end.snapshot().controllers().get(controller).sequenceNumber();
    }
}
