package io.millrace.command;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/**
 * When a program has to stop: at its own end, or when the process is told to.
 *
 * <p><b>Threading:</b> thread-safe.
 */
public final class Lifetime {

    private static final Duration LOOK = Duration.ofMillis(20);

    private final Duration grace;
    private final CountDownLatch stop = new CountDownLatch(1);
    private final CountDownLatch over = new CountDownLatch(1);

    /**
     * A lifetime that nothing ends yet.
     *
     * @param grace how long a signal waits at most until the program has finished what it has in hand
     */
    public Lifetime(Duration grace) {
        this.grace = grace;
    }

    /** From now on a signal lets the program finish what it has in hand. */
    public void followSignals() {
        Runtime.getRuntime().addShutdownHook(Thread.ofPlatform().unstarted(() -> {
            stop();
            try {
                boolean _ = over.await(grace.toNanos(), TimeUnit.NANOSECONDS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }));
    }

    /** Tells the program to stop. */
    public void stop() {
        stop.countDown();
    }

    /** Waits until told to stop. */
    public void await() throws InterruptedException {
        stop.await();
    }

    /** Waits until told to stop or until something is finished, which is looked at every 20 ms. */
    public void await(BooleanSupplier finished) throws InterruptedException {
        while (!finished.getAsBoolean() && !stopped(LOOK)) {
            // look again
        }
    }

    /** Waits so long, or until told to stop; says whether it was. */
    public boolean stopped(Duration wait) throws InterruptedException {
        return stop.await(wait.toNanos(), TimeUnit.NANOSECONDS);
    }

    /** The program has closed what it opened. */
    public void over() {
        over.countDown();
    }
}
