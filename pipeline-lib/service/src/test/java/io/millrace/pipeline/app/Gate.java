package io.millrace.pipeline.app;

import java.util.concurrent.CountDownLatch;

/** Holds packages up until a test opens it. */
final class Gate {

    private static volatile CountDownLatch latch = new CountDownLatch(1);

    private Gate() {}

    static void await() throws InterruptedException {
        latch.await();
    }

    static void shut() {
        latch = new CountDownLatch(1);
    }

    static void open() {
        latch.countDown();
    }
}
