package io.millrace.service.testkit;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/** Waiting for what another thread or process does. */
public final class Await {

    private Await() {}

    /** Waits up to ten seconds for something to become true. */
    public static void until(BooleanSupplier condition) throws InterruptedException {
        CountDownLatch never = new CountDownLatch(1);
        for (int i = 0; i < 1000; i++) {
            if (condition.getAsBoolean() || never.await(10, TimeUnit.MILLISECONDS)) {
                return;
            }
        }
        throw new AssertionError("did not become true within ten seconds");
    }
}
