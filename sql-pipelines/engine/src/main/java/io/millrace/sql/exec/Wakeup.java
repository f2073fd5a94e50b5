package io.millrace.sql.exec;

import io.millrace.core.time.Ticker;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/** Lets one thread wait until a time or until it is called, whichever comes first. Calls are remembered. */
final class Wakeup {

    /** How often a clock other than the machine's is looked at. */
    private static final long SLICE_NANOS = 1_000_000;

    private final Ticker ticker;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition called = lock.newCondition();
    private boolean pending;

    Wakeup(Ticker ticker) {
        this.ticker = ticker;
    }

    void call() {
        lock.lock();
        try {
            pending = true;
            called.signal();
        } finally {
            lock.unlock();
        }
    }

    /**
     * Waits for a call.
     *
     * @param until ticker time at which to give up
     */
    void await(long until) throws InterruptedException {
        lock.lockInterruptibly();
        try {
            while (!pending) {
                long left = until - ticker.nanos();
                if (left <= 0) {
                    break;
                }
                long wait = ticker.equals(Ticker.SYSTEM) ? left : Math.min(left, SLICE_NANOS);
                if (called.await(wait, TimeUnit.NANOSECONDS)) {
                    break;
                }
            }
            pending = false;
        } finally {
            lock.unlock();
        }
    }
}
