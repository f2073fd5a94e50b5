package io.millrace.vehicles.feed;

import io.millrace.core.time.Ticker;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Waits for moments that come in order, and until it is closed.
 *
 * <p><b>Threading:</b> one thread waits, another may close.
 */
public final class Pace {

    private final Ticker ticker;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition closing = lock.newCondition();
    private boolean closed;

    public Pace(Ticker ticker) {
        this.ticker = ticker;
    }

    /** The moment now, of {@link Ticker#nanos}. */
    public long now() {
        return ticker.nanos();
    }

    /**
     * Waits for a moment, at most as long as the timeout.
     *
     * @return whether the moment has come; false also when it was closed meanwhile
     */
    public boolean await(long moment, Duration timeout) throws InterruptedException {
        long left = TimeUnit.NANOSECONDS.convert(timeout);
        lock.lockInterruptibly();
        try {
            while (!closed) {
                long wait = moment - ticker.nanos();
                if (wait <= 0) {
                    return true;
                }
                if (left <= 0) {
                    return false;
                }
                long slept = Math.min(wait, left);
                left -= slept - Math.max(0, closing.awaitNanos(slept));
            }
            return false;
        } finally {
            lock.unlock();
        }
    }

    /** Ends a wait, and all that come. */
    public void close() {
        lock.lock();
        try {
            closed = true;
            closing.signalAll();
        } finally {
            lock.unlock();
        }
    }

    public boolean closed() {
        lock.lock();
        try {
            return closed;
        } finally {
            lock.unlock();
        }
    }
}
