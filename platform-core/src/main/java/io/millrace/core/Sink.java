package io.millrace.core;

import java.util.List;

/**
 * Where records go.
 *
 * <p><b>Threading:</b> not thread-safe; one virtual thread calls everything.
 *
 * <p><b>Lifecycle:</b> as {@link Source}: {@code open} again after each {@code TransientException}; {@code close} is
 * idempotent and legal at any time.
 *
 * <p><b>Delivery:</b> {@link #write} returns only when the whole batch is durable and may be called again with the same
 * batch after a {@code TransientException}; an implementation that can be idempotent is, and says by which key.
 */
public interface Sink<T> extends AutoCloseable {

    /**
     * Connects.
     *
     * @throws io.millrace.core.failure.TransientException when a later attempt may succeed
     * @throws io.millrace.core.failure.FatalException when none will
     */
    void open();

    /**
     * Stores a batch.
     *
     * @param batch in order, not empty
     * @throws io.millrace.core.failure.TransientException when the same batch may succeed after a reopen
     * @throws io.millrace.core.failure.PoisonException when a record of the batch can never be stored; the runner then
     *     writes record by record
     * @throws InterruptedException when the thread was interrupted while waiting
     */
    void write(List<Record<T>> batch) throws InterruptedException;

    @Override
    void close();
}
