package io.millrace.benchmark;

import static java.util.Objects.requireNonNull;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;

/** Measures ways to have a package worked on elsewhere, each beside the others. */
final class GrpcCells {

    /** One way to have a package worked on elsewhere. */
    interface Contender extends AutoCloseable {
        /** Returns when the answer is there. */
        void call() throws InterruptedException;

        @Override
        void close();
    }

    /** Makes a contender. */
    @FunctionalInterface
    interface Maker {
        Contender make() throws Exception;
    }

    /**
     * What was measured.
     *
     * @param rate packages a second
     * @param bytes allocated per package by both ends
     */
    record Cell(double rate, double bytes) {}

    private static final int ROUNDS = 3;
    /** Ours is more code than the bare ones: measured too early it is the compiler that is compared. */
    private static final int FIRST_WARM_UPS = 6;

    private final double seconds;
    private int warmUps = FIRST_WARM_UPS;

    GrpcCells(double seconds) {
        this.seconds = seconds;
    }

    /** Medians of rounds; every round has each of them once: what slows the machine down meets all. */
    Map<String, Cell> measure(Map<String, Maker> makers, int outstanding) throws Exception {
        Map<String, List<Cell>> all = new LinkedHashMap<>();
        for (int round = 1 - warmUps; round <= ROUNDS; round++) {
            for (Map.Entry<String, Maker> maker : makers.entrySet()) {
                Cell cell = cell(maker.getValue(), outstanding);
                if (round > 0) {
                    all.computeIfAbsent(maker.getKey(), _ -> new ArrayList<>()).add(cell);
                }
            }
        }
        warmUps = 1;
        Map<String, Cell> medians = new LinkedHashMap<>();
        all.forEach((name, cells) -> {
            cells.sort((a, b) -> Double.compare(a.rate(), b.rate()));
            medians.put(name, cells.get(cells.size() / 2));
        });
        return medians;
    }

    private Cell cell(Maker maker, int outstanding) throws Exception {
        try (Contender contender = maker.make()) {
            drive(contender, outstanding, seconds * 0.3);
            long bytes = allocated();
            long start = System.nanoTime();
            long count = drive(contender, outstanding, seconds);
            double taken = (System.nanoTime() - start) / 1e9;
            return new Cell(count / taken, (allocated() - bytes) / (double) count);
        }
    }

    private static long drive(Contender contender, int outstanding, double seconds) throws InterruptedException {
        LongAdder count = new LongAdder();
        long end = System.nanoTime() + (long) (seconds * 1e9);
        List<Thread> callers = new ArrayList<>();
        for (int i = 0; i < outstanding; i++) {
            callers.add(Thread.ofVirtual().start(() -> {
                try {
                    while (System.nanoTime() - end < 0) {
                        contender.call();
                        count.increment();
                    }
                } catch (InterruptedException _) {
                    Thread.currentThread().interrupt();
                }
            }));
        }
        for (Thread caller : callers) {
            caller.join();
        }
        return count.sum();
    }

    private static long allocated() {
        return ManagementFactory.getPlatformMXBean(ThreadMXBean.class).getTotalThreadAllocatedBytes();
    }

    static double rate(Map<String, Cell> cells, String name) {
        return requireNonNull(cells.get(name), name).rate();
    }

    static void print(String title, Map<String, Cell> cells) {
        System.out.printf("%-34s %12s %8s %14s%n", title, "packages/s", "ratio", "bytes/package");
        cells.forEach(
                (name, cell) -> System.out.printf("%-34s %,12.0f %8s %,14.0f%n", name, cell.rate(), "", cell.bytes()));
    }

    /** The rate of one beside that of another. */
    static void beside(Map<String, Cell> cells, String name, String other, String goal) {
        double ratio = rate(cells, name) / rate(cells, other);
        System.out.printf("  %-32s %12s %8.2f%s%n", "beside " + other, "", ratio, goal);
    }
}
