package io.millrace.ksql.engine;

import io.millrace.core.failure.StreamException;
import io.millrace.core.failure.TransientException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/** What became of the last commands, for those who gave them. Thread-safe. */
final class Outcomes {

    private static final int REMEMBERED = 1_000;

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final LinkedHashMap<Long, Outcome> outcomes = new LinkedHashMap<>();
    private long last = -1;

    /** Either a message or a failure. */
    private record Outcome(String message, @Nullable StreamException failure) {}

    void done(long number, String message) {
        put(number, new Outcome(message, null));
    }

    void failed(long number, StreamException failure) {
        put(number, new Outcome("", failure));
    }

    private void put(long number, Outcome outcome) {
        lock.lock();
        try {
            outcomes.put(number, outcome);
            last = Math.max(last, number);
            if (outcomes.size() > REMEMBERED) {
                outcomes.pollFirstEntry();
            }
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /**
     * The message of a command, when it has been carried out.
     *
     * @throws StreamException as the command failed
     */
    String await(long number, Duration patience) throws InterruptedException {
        long nanos = patience.toNanos();
        lock.lockInterruptibly();
        try {
            while (true) {
                Outcome outcome = outcomes.get(number);
                if (outcome != null) {
                    if (outcome.failure() != null) {
                        throw outcome.failure();
                    }
                    return outcome.message();
                }
                if (nanos <= 0) {
                    throw new TransientException(
                            "command " + number + " is written, but was not carried out here within " + patience);
                }
                nanos = changed.awaitNanos(nanos);
            }
        } finally {
            lock.unlock();
        }
    }

    /**
     * Whether all commands up to one have been carried out, or refused, here.
     *
     * @return false when they have not within the time
     */
    boolean reach(long number, Duration patience) throws InterruptedException {
        long nanos = patience.toNanos();
        lock.lockInterruptibly();
        try {
            while (last < number) {
                if (nanos <= 0) {
                    return false;
                }
                nanos = changed.awaitNanos(nanos);
            }
            return true;
        } finally {
            lock.unlock();
        }
    }
}
