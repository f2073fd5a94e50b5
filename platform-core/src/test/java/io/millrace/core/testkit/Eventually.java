package io.millrace.core.testkit;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** Waits for what another thread will do. Looks every millisecond of real time. */
public final class Eventually {

    private static final Duration LIMIT = Duration.ofSeconds(20);

    private Eventually() {}

    /** Waits at most 20 s. */
    public static void until(String what, BooleanSupplier condition) {
        until(what, LIMIT, condition);
    }

    /**
     * Waits.
     *
     * @param what completes the sentence "waited for"
     * @throws AssertionError when the limit has passed or the thread was interrupted
     */
    public static void until(String what, Duration limit, BooleanSupplier condition) {
        long end = System.nanoTime() + limit.toNanos();
        while (!condition.getAsBoolean()) {
            if (Thread.currentThread().isInterrupted() || System.nanoTime() - end > 0) {
                throw new AssertionError("waited " + limit.toMillis() + " ms for: " + what);
            }
            LockSupport.parkNanos(1_000_000);
        }
    }

    /** Waits until the thread waits for someone else. */
    public static void untilWaiting(Thread thread) {
        until(
                thread.getName() + " waits",
                () -> thread.getState() == Thread.State.WAITING || thread.getState() == Thread.State.TIMED_WAITING);
    }
}
