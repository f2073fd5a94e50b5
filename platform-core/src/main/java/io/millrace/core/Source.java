package io.millrace.core;

import java.time.Duration;

/**
 * Where records come from.
 *
 * <p><b>Threading:</b> not thread-safe; one virtual thread calls everything, except that {@link #close} may come from
 * another thread, once, and must unblock a running {@link #poll}.
 *
 * <p><b>Lifecycle:</b> {@link #open} connects; it is called before the first poll and again, after a backoff, whenever
 * {@code open} or {@code poll} threw {@code TransientException}. {@code close} is idempotent and legal before or after
 * a failed {@code open}. Constructors do no I/O.
 *
 * <p><b>Blocking:</b> {@code poll} waits at most the timeout. Interruption ends the wait at once.
 *
 * <p><b>Delivery:</b> at least once. A batch whose {@link Ack} was not committed comes again after a reopen if the
 * system behind the source can replay.
 */
public interface Source<T> extends AutoCloseable {

    /**
     * Connects.
     *
     * @throws io.millrace.core.failure.TransientException when a later attempt may succeed
     * @throws io.millrace.core.failure.FatalException when none will
     */
    void open();

    /**
     * Waits for records.
     *
     * @param timeout longest wait; zero returns at once
     * @return a batch, idle, or the end; never null
     * @throws io.millrace.core.failure.TransientException when the source must be reopened
     * @throws io.millrace.core.failure.PoisonException when one input cannot be read; the next poll continues behind it
     * @throws InterruptedException when the thread was interrupted while waiting
     */
    Poll<T> poll(Duration timeout) throws InterruptedException;

    /** Disconnects and unblocks a running poll, which then returns {@link Poll.End}. */
    @Override
    void close();
}
