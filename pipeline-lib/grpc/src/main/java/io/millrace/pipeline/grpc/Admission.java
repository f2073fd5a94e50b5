package io.millrace.pipeline.grpc;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;

/**
 * The bound of a server and its counts: so many packages at work, so many waiting, the rest refused.
 *
 * <p><b>Threading:</b> thread-safe.
 */
final class Admission {

    private final int concurrency;
    private final int room;
    private final AtomicInteger present = new AtomicInteger();
    private final AtomicInteger atWork = new AtomicInteger();
    private final LongAdder finished = new LongAdder();
    private final LongAdder failed = new LongAdder();
    private final LongAdder refused = new LongAdder();

    Admission(int concurrency, int waiting) {
        this.concurrency = concurrency;
        this.room = (int) Math.min((long) concurrency + waiting, Integer.MAX_VALUE);
    }

    /** Takes a place; {@link #leave} must follow when it is true. */
    boolean enter() {
        if (present.incrementAndGet() > room) {
            present.decrementAndGet();
            refused.increment();
            return false;
        }
        return true;
    }

    /** Its work begins; {@link #done} must follow. */
    void work() {
        atWork.incrementAndGet();
    }

    void done() {
        atWork.decrementAndGet();
    }

    /** Gives the place up. */
    void leave(boolean well) {
        present.decrementAndGet();
        finished.increment();
        if (!well) {
            failed.increment();
        }
    }

    String fullText() {
        return "the module server is full: " + concurrency + " packages at work, " + (room - concurrency) + " waiting";
    }

    ServerLoad load() {
        int running = atWork.get();
        return new ServerLoad(
                running,
                Math.max(0, present.get() - running),
                finished.sum(),
                failed.sum(),
                refused.sum(),
                concurrency);
    }
}
