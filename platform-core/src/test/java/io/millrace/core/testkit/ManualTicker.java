package io.millrace.core.testkit;

import io.millrace.core.time.Ticker;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * A clock that moves only when told to. {@link #sleep} blocks until the clock has been advanced far enough; a test
 * waits for that with {@link #awaitSleepers}.
 *
 * <p><b>Threading:</b> thread-safe.
 */
public final class ManualTicker implements Ticker {

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final Instant start;
    private Duration elapsed = Duration.ZERO;
    private int sleepers;

    /** Begins at 2026-01-01T00:00:00Z. */
    public ManualTicker() {
        this(Instant.parse("2026-01-01T00:00:00Z"));
    }

    public ManualTicker(Instant start) {
        this.start = start;
    }

    /** Moves the clock and wakes those who have slept long enough. */
    public void advance(Duration duration) {
        lock.lock();
        try {
            elapsed = elapsed.plus(duration);
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Waits until at least so many threads sleep on this clock. */
    public void awaitSleepers(int count) throws InterruptedException {
        lock.lockInterruptibly();
        try {
            while (sleepers < count) {
                changed.await();
            }
        } finally {
            lock.unlock();
        }
    }

    /** How many threads sleep on this clock now. */
    public int sleepers() {
        lock.lock();
        try {
            return sleepers;
        } finally {
            lock.unlock();
        }
    }

    @Override
    public long nanos() {
        return elapsed().toNanos();
    }

    @Override
    public Instant now() {
        return start.plus(elapsed());
    }

    private Duration elapsed() {
        lock.lock();
        try {
            return elapsed;
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void sleep(Duration duration) throws InterruptedException {
        lock.lockInterruptibly();
        try {
            Duration end = elapsed.plus(duration);
            sleepers++;
            changed.signalAll();
            try {
                while (elapsed.compareTo(end) < 0) {
                    changed.await();
                }
            } finally {
                sleepers--;
                changed.signalAll();
            }
        } finally {
            lock.unlock();
        }
    }
}
