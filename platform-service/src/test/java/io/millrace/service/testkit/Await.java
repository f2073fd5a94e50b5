package io.millrace.service.testkit;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/** Waiting for what another thread or process does. */
public final class Await {

    private Await() {}

    /** Waits up to ten seconds for something to become true. */
    public static void until(BooleanSupplier condition) throws InterruptedException {
        until(Duration.ofSeconds(10), condition);
    }

    /** Waits up to that long for something to become true. */
    public static void until(Duration patience, BooleanSupplier condition) throws InterruptedException {
        CountDownLatch never = new CountDownLatch(1);
        long began = System.nanoTime();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() - began > patience.toNanos() || never.await(10, TimeUnit.MILLISECONDS)) {
                throw new AssertionError("did not become true within " + patience);
            }
        }
    }
}
