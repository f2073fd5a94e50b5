package io.millrace.benchmark;

import java.lang.management.ManagementFactory;

/** The time of the first and the second statement of a JVM. */
public final class ColdPlanner {

    private ColdPlanner() {}

    /** Argument: {@code millrace} or {@code calcite}. */
    public static void main(String[] arguments) {
        boolean ours = arguments[0].equals("millrace");
        long start = System.nanoTime();
        Planners.Plannable statement = ours ? Planners.millrace() : Planners.calcite();
        Object first = statement.plan();
        long afterFirst = System.nanoTime();
        Object second = statement.plan();
        long end = System.nanoTime();
        if (first.toString().isEmpty() || second.toString().isEmpty()) {
            throw new IllegalStateException("a plan is empty");
        }
        System.out.printf(
                "%-10s first statement %7.1f ms, second %6.1f ms, classes loaded %d%n",
                arguments[0],
                (afterFirst - start) / 1e6,
                (end - afterFirst) / 1e6,
                ManagementFactory.getClassLoadingMXBean().getTotalLoadedClassCount());
    }
}
