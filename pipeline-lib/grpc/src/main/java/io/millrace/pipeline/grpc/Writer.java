package io.millrace.pipeline.grpc;

import java.util.concurrent.atomic.AtomicInteger;

/**
 * Has one thread at a time write what others leave behind. The writer begins behind the threads that are ready to run
 * now, so that what they leave behind is written with one message.
 *
 * <p><b>Threading:</b> thread-safe; a wake-up during a write leads to another one.
 */
final class Writer {

    private static final Thread.Builder.OfVirtual THREADS = Thread.ofVirtual().name("module-writer");

    private final AtomicInteger wakeUps = new AtomicInteger();
    private final Runnable write;

    Writer(Runnable write) {
        this.write = write;
    }

    void wake() {
        if (wakeUps.getAndIncrement() == 0) {
            var _ = THREADS.start(this::run);
        }
    }

    private void run() {
        int seen = wakeUps.get();
        do {
            write.run();
            seen = wakeUps.addAndGet(-seen);
        } while (seen != 0);
    }
}
