package io.millrace.vehicles.command;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/** When a command has to stop: at its own end, or when the process is told to. */
final class Lifetime {

    private static final Duration LOOK = Duration.ofMillis(20);
    private static final long GRACE_SECONDS = 15;

    private final CountDownLatch stop = new CountDownLatch(1);
    private final CountDownLatch over = new CountDownLatch(1);

    /** From now on a signal lets the command finish what it has in hand, for at most 15 s. */
    void followSignals() {
        Runtime.getRuntime().addShutdownHook(Thread.ofPlatform().unstarted(() -> {
            stop();
            try {
                boolean _ = over.await(GRACE_SECONDS, TimeUnit.SECONDS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }));
    }

    /** Tells the command to stop. */
    void stop() {
        stop.countDown();
    }

    /** Waits until told to stop. */
    void await() throws InterruptedException {
        stop.await();
    }

    /** Waits until told to stop or until something is finished. */
    void await(BooleanSupplier finished) throws InterruptedException {
        while (!finished.getAsBoolean() && !stop.await(LOOK.toMillis(), TimeUnit.MILLISECONDS)) {
            // look again
        }
    }

    /** The command has closed what it opened. */
    void over() {
        over.countDown();
    }
}
