package io.millrace.benchmark;

import com.sun.management.ThreadMXBean;
import io.millrace.pipeline.Callbacks;
import io.millrace.pipeline.ControllerMode;
import io.millrace.pipeline.ControllerSettings;
import io.millrace.pipeline.ExecuteOptions;
import io.millrace.pipeline.ExecutionModule;
import io.millrace.pipeline.ExternalCall;
import io.millrace.pipeline.ExternalReply;
import io.millrace.pipeline.ExternalRequest;
import io.millrace.pipeline.ModuleOptions;
import io.millrace.pipeline.Pipeline;
import io.millrace.pipeline.PipelineInstance;
import io.millrace.pipeline.PipelineModules;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.LongAdder;
import org.HdrHistogram.ConcurrentHistogram;
import org.HdrHistogram.Histogram;

/**
 * Pipelines of modules in one process. Arguments: seconds a cell (default 3), then any of the parts:
 *
 * <ul>
 *   <li>{@code modes}: packages a second through one trivial module in each mode, eight in flight, beside bare
 *       executors that do the same work for the same driver, and bytes allocated per package;
 *   <li>{@code slow}: how long short packages take while one in a thousand sleeps, workers being free;
 *   <li>{@code stalled}: a million packages into a module that does not return, and what they leave on the heap.
 * </ul>
 */
public final class ModulesBenchmark {

    private static final int IN_FLIGHT = 8;
    private static final int WORKERS = 8;
    private static final int ROUNDS = 3;
    private static final int PACKAGES = 1_000_000;
    private static final int PAYLOAD = 1_000;
    private static final int STALLED_QUEUE = 1_000;
    private static final double GOAL = 1e6;
    private static final int SLOW_EVERY = 1_000;
    private static final long SLOW_MILLIS = 20;
    private static final int PACE = 10_000;
    private static final String BARE = "bare ";
    private static final String CALLER = ", caller runs";

    private final double seconds;

    private ModulesBenchmark(double seconds) {
        this.seconds = seconds;
    }

    /** Runs it. */
    public static void main(String[] arguments) throws Exception {
        double seconds = arguments.length > 0 ? Double.parseDouble(arguments[0]) : 3;
        List<String> parts = arguments.length > 1
                ? Arrays.asList(arguments).subList(1, arguments.length)
                : List.of("modes", "slow", "stalled");
        ModulesBenchmark benchmark = new ModulesBenchmark(seconds);
        for (String part : parts) {
            switch (part) {
                case "modes" -> benchmark.modes();
                case "slow" -> benchmark.slow();
                case "stalled" -> benchmark.stalled();
                default -> throw new IllegalArgumentException("unknown part '" + part + "': modes, slow or stalled");
            }
        }
    }

    // ---- modes

    /** What does the work: takes a number, says when it is done. */
    private interface Contender extends AutoCloseable {

        /** The semaphore gets a permit back for each that is done. */
        void submit(long number, Semaphore done);

        @Override
        void close();
    }

    /** The work itself, the same for all. */
    private static final class Work {
        private final LongAdder sum = new LongAdder();

        void on(long number) {
            sum.add(number & 0xff);
        }
    }

    private record Cell(double rate, double bytes) {}

    private void modes() throws InterruptedException {
        Map<String, List<Cell>> cells = new LinkedHashMap<>();
        for (int round = 0; round <= ROUNDS; round++) {
            // every round has each of them once: what slows the machine down meets all
            for (String name : names()) {
                Cell cell = cell(name);
                if (round > 0) {
                    cells.computeIfAbsent(name, _ -> new ArrayList<>()).add(cell);
                }
            }
        }
        double best = 1;
        System.out.printf(
                "%-32s %12s %8s %14s%n", "one trivial module, 8 in flight", "packages/s", "ratio", "bytes/package");
        for (Map.Entry<String, List<Cell>> rounds : cells.entrySet()) {
            Cell cell = median(rounds.getValue());
            String name = rounds.getKey();
            if (name.startsWith(BARE)) {
                best = Math.max(best, cell.rate());
                System.out.printf("%-32s %,12.0f %8s %,14.0f%n", name, cell.rate(), "", cell.bytes());
            } else {
                System.out.printf("%-32s %,12.0f %8.2f %,14.0f%n", name, cell.rate(), cell.rate() / best, cell.bytes());
            }
            if (name.startsWith(ControllerMode.NO_ORDER.name())) {
                System.out.printf("%-32s %,12.0f %8.2f%n", "  its goal", GOAL, cell.rate() / GOAL);
            }
        }
    }

    private static List<String> names() {
        List<String> names =
                new ArrayList<>(List.of(BARE + "ThreadPoolExecutor", BARE + "virtual threads", BARE + "ForkJoinPool"));
        for (ControllerMode mode : ControllerMode.values()) {
            names.add(mode.name());
        }
        for (ControllerMode mode : ControllerMode.values()) {
            names.add(mode.name() + CALLER);
        }
        return names;
    }

    private static Cell median(List<Cell> cells) {
        List<Cell> sorted = new ArrayList<>(cells);
        sorted.sort((a, b) -> Double.compare(a.rate(), b.rate()));
        return sorted.get(sorted.size() / 2);
    }

    private Cell cell(String name) throws InterruptedException {
        try (Contender contender = contender(name)) {
            Semaphore free = new Semaphore(IN_FLIGHT);
            long warm = System.nanoTime() + (long) (seconds * 0.3e9);
            drive(contender, free, warm);
            long bytes = allocated();
            long start = System.nanoTime();
            long count = drive(contender, free, start + (long) (seconds * 1e9));
            free.acquire(IN_FLIGHT);
            double taken = (System.nanoTime() - start) / 1e9;
            return new Cell(count / taken, (allocated() - bytes) / (double) count);
        }
    }

    private static long drive(Contender contender, Semaphore free, long until) throws InterruptedException {
        long count = 0;
        while ((count & 0xff) != 0 || System.nanoTime() - until < 0) {
            free.acquire();
            contender.submit(count++, free);
        }
        return count;
    }

    private static Contender contender(String name) {
        Work work = new Work();
        return switch (name) {
            case BARE + "ThreadPoolExecutor" -> bare(Executors.newFixedThreadPool(WORKERS), work);
            case BARE + "virtual threads" -> bare(Executors.newVirtualThreadPerTaskExecutor(), work);
            case BARE + "ForkJoinPool" -> bare(new ForkJoinPool(), work);
            default -> new Millrace(ControllerMode.valueOf(name.replace(CALLER, "")), name.endsWith(CALLER), work);
        };
    }

    private static Contender bare(ExecutorService executor, Work work) {
        return new Contender() {
            @Override
            public void submit(long number, Semaphore done) {
                executor.execute(() -> {
                    work.on(number);
                    done.release();
                });
            }

            @Override
            public void close() {
                executor.close();
            }
        };
    }

    private static final class Millrace implements Contender {

        private static final int KEYS = 64;

        private final PipelineInstance<Long> instance;
        private final ExecuteOptions[] options = new ExecuteOptions[KEYS];

        Millrace(ControllerMode mode, boolean callerRuns, Work work) {
            this.instance = one(
                    ControllerSettings.of(mode, WORKERS).withQueue(IN_FLIGHT).withCallerRuns(callerRuns),
                    context -> work.on(context.data()));
            for (int i = 0; i < KEYS; i++) {
                options[i] = mode == ControllerMode.ORDER_BY_KEY
                        ? ExecuteOptions.DEFAULT.withKey("key-" + i)
                        : ExecuteOptions.DEFAULT;
            }
        }

        @Override
        public void submit(long number, Semaphore done) {
            instance.execute(number, options[(int) number % KEYS], Callbacks.onEnd(_ -> done.release()));
        }

        @Override
        public void close() {
            instance.close();
            instance.pipeline().close();
        }
    }

    private static <T> PipelineInstance<T> one(ControllerSettings settings, ExecutionModule<T> module) {
        return Pipeline.<T>builder()
                .controller("controller", settings, PipelineModules.execution("module", () -> module))
                .build()
                .register();
    }

    private static long allocated() {
        return ManagementFactory.getPlatformMXBean(ThreadMXBean.class).getTotalThreadAllocatedBytes();
    }

    // ---- slow ones among short ones

    private void slow() throws InterruptedException {
        System.out.printf(
                "short packages, %,d a second, microseconds from execute to callback; one in %,d sleeps %d ms%n",
                PACE, SLOW_EVERY, SLOW_MILLIS);
        for (boolean slow : new boolean[] {false, true}) {
            String name = slow ? "with slow ones" : "without slow ones";
            try (ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor()) {
                paced(
                        BARE + "virtual threads, " + name,
                        (number, end) -> executor.execute(() -> {
                            sleepIf(slow && isSlow(number));
                            end.run();
                        }));
            }
            PipelineInstance<Long> instance = one(
                    ControllerSettings.of(ControllerMode.NO_ORDER, WORKERS).withQueue(PACE),
                    context -> sleepIf(slow && isSlow(context.data())));
            paced(
                    "NO_ORDER, " + name,
                    (number, end) -> instance.execute(number, ExecuteOptions.DEFAULT, Callbacks.onEnd(_ -> end.run())));
            instance.pipeline().close();
        }
    }

    /** Takes a package; runs that at its end. */
    private interface Paced {
        void submit(long number, Runnable end);
    }

    private void paced(String name, Paced target) throws InterruptedException {
        ConcurrentHistogram times = new ConcurrentHistogram(3);
        int packages = (int) (PACE * (1 + seconds));
        Semaphore ends = new Semaphore(0);
        long start = System.nanoTime();
        for (long i = 0; i < packages; i++) {
            long number = i;
            long begin = start + i * 1_000_000_000L / PACE;
            awaitNanos(begin);
            target.submit(number, () -> {
                if (number >= PACE && !isSlow(number)) {
                    times.recordValue(System.nanoTime() - begin);
                }
                ends.release();
            });
        }
        ends.acquire(packages);
        print(name, times);
    }

    private static void sleepIf(boolean slow) {
        if (slow) {
            try {
                Thread.sleep(SLOW_MILLIS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private static boolean isSlow(long number) {
        return number % SLOW_EVERY == SLOW_EVERY - 1;
    }

    private static void awaitNanos(long time) {
        while (System.nanoTime() - time < 0) {
            Thread.onSpinWait();
        }
    }

    private static void print(String name, Histogram times) {
        System.out.printf(
                "%-42s p50 %,d, p99 %,d, p99.9 %,d, max %,d%n",
                name,
                times.getValueAtPercentile(50) / 1000,
                times.getValueAtPercentile(99) / 1000,
                times.getValueAtPercentile(99.9) / 1000,
                times.getMaxValue() / 1000);
    }

    // ---- a module that stalls

    private void stalled() throws InterruptedException {
        CountDownLatch never = new CountDownLatch(1);
        ExternalCall<byte[]> call = new ExternalCall<>() {
            @Override
            public ExternalReply<byte[]> call(ExternalRequest<byte[]> request) throws InterruptedException {
                never.await();
                throw new IllegalStateException("the stalled module returned");
            }

            @Override
            public void close() {
                never.countDown();
            }
        };
        LongAdder overflows = new LongAdder();
        LongAdder errors = new LongAdder();
        LongAdder ends = new LongAdder();
        Pipeline<byte[]> pipeline = Pipeline.<byte[]>builder()
                .controller(
                        "controller",
                        ControllerSettings.of(ControllerMode.ORDER_BY_SEQUENCE, WORKERS)
                                .withQueue(STALLED_QUEUE),
                        PipelineModules.external("stalled", ModuleOptions.DEFAULT, () -> call))
                .build();
        PipelineInstance<byte[]> instance = pipeline.register();
        Callbacks<byte[]> callbacks = Callbacks.<byte[]>onEnd(_ -> ends.increment())
                .withOverflow(_ -> {
                    overflows.increment();
                    ends.increment();
                })
                .withError(_ -> {
                    errors.increment();
                    ends.increment();
                });
        long before = usedAfterCollection();
        for (int i = 0; i < PACKAGES; i++) {
            instance.execute(new byte[PAYLOAD], callbacks);
        }
        long within = usedAfterCollection();
        System.out.printf(
                "%,d packages of %,d bytes into a stalled external module, %,d may wait: %,d overflowed, heap %,.1f MB more%n",
                PACKAGES, PAYLOAD, STALLED_QUEUE, overflows.sum(), (within - before) / 1e6);
        pipeline.close();
        System.out.printf(
                "closed: %,d ended as error, %,d in all, heap %,.1f MB more%n",
                errors.sum(), ends.sum(), (usedAfterCollection() - before) / 1e6);
        if (ends.sum() != PACKAGES) {
            throw new IllegalStateException("packages are missing");
        }
    }

    private static long usedAfterCollection() {
        for (int i = 0; i < 3; i++) {
            System.gc();
        }
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    }
}
