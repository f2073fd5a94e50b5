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

    /** Waits until the thread waits for someone else, be it another thread or the network. */
    public static void untilWaiting(Thread thread) {
        until(thread.getName() + " waits", () -> switch (thread.getState()) {
            case WAITING, TIMED_WAITING -> true;
            case RUNNABLE -> isSelecting(thread);
            default -> false;
        });
    }

    /** A thread that waits in a selector is runnable to the JVM. */
    private static boolean isSelecting(Thread thread) {
        StackTraceElement[] frames = thread.getStackTrace();
        return frames.length > 0
                && frames[0].isNativeMethod()
                && frames[0].getClassName().startsWith("sun.nio.ch.")
                && frames[0].getMethodName().matches("wait|poll.*|select.*|.*[kK]event.*");
    }
}
