package io.millrace.pipeline.grpc;

import io.millrace.core.time.Ticker;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongUnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * One timer for the waits of many: a timer for each wait costs more than the wait. Its thread lives while something is
 * due.
 *
 * <p><b>Threading:</b> thread-safe.
 */
final class Alarm {

    /**
     * Nothing is due; no moment of {@link Ticker#nanos} that is compared by difference comes near it within centuries.
     */
    static final long NEVER = Long.MAX_VALUE;

    /** Far ones may come closer than the difference of two moments can tell. */
    static final long FARTHEST_NANOS = Long.MAX_VALUE / 4;

    private static final Thread.Builder.OfVirtual THREADS = Thread.ofVirtual().name("module-alarm");

    private final Ticker ticker;
    private final LongUnaryOperator ring;
    private volatile boolean armed;
    private volatile long due;
    private @Nullable Thread thread;

    /**
     * An alarm at which nothing is due.
     *
     * @param ring ends what is due at the moment given, and gives how long until the next is due, in nanoseconds, or
     *     {@link #NEVER}; called by one thread at a time
     */
    Alarm(Ticker ticker, LongUnaryOperator ring) {
        this.ticker = ticker;
        this.ring = ring;
    }

    /** Something is due at that moment; what is due must already be visible to {@code ring}. */
    void at(long nanos) {
        if (!armed || due - nanos > 0) {
            earlier(nanos);
        }
    }

    private synchronized void earlier(long nanos) {
        if (!armed) {
            due = nanos;
            armed = true;
            thread = THREADS.start(this::run);
        } else if (due - nanos > 0) {
            due = nanos;
            LockSupport.unpark(thread);
        }
    }

    private void run() {
        while (true) {
            for (long left = due - ticker.nanos(); left > 0; left = due - ticker.nanos()) {
                LockSupport.parkNanos(this, left);
            }
            synchronized (this) {
                // who comes from now on finds it far away and brings it nearer, or is seen by the ring
                due = ticker.nanos() + FARTHEST_NANOS;
            }
            long now = ticker.nanos();
            long next = ring.applyAsLong(now);
            synchronized (this) {
                if (next == NEVER && due - now > FARTHEST_NANOS / 2) {
                    armed = false;
                    return;
                }
                if (next != NEVER && due - (now + next) > 0) {
                    due = now + next;
                }
            }
        }
    }
}
