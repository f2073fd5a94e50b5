package io.millrace.pipeline.command;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** When a command has to stop: at its own end, or when the process is told to. */
final class Lifetime {

    private static final long GRACE_SECONDS = 60;

    private final CountDownLatch stop = new CountDownLatch(1);
    private final CountDownLatch over = new CountDownLatch(1);

    /** From now on a signal lets the command finish what it has in hand, for at most a minute. */
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

    /** Waits so long, or until told to stop; says whether it was. */
    boolean stopped(Duration wait) throws InterruptedException {
        return stop.await(wait.toNanos(), TimeUnit.NANOSECONDS);
    }

    /** The command has closed what it opened. */
    void over() {
        over.countDown();
    }
}
