package io.millrace.core;

import java.util.List;

/**
 * A sink that stores a batch once, however often and by whichever process it is written.
 *
 * <p><b>Delivery:</b> batches of one stream are written by one writer at a time, in the order of their offsets; those
 * offsets may have holes between batches. After a crash the writer begins again at some earlier batch, cut as before.
 * What the sink keeps to know a batch again is as durable as the batch, and becomes so with it: there is no moment at
 * which a {@code kill -9} leaves one without the other.
 */
public interface IdempotentSink<T> extends Sink<T> {

    /**
     * Stores a batch unless it was stored before.
     *
     * @param id names the records of the batch
     * @param batch as many records as the id says, in order
     * @throws io.millrace.core.failure.TransientException when the same batch may succeed after a reopen; with
     *     {@link io.millrace.core.failure.TransientException#overloaded} when the system behind asks for fewer batches
     * @throws io.millrace.core.failure.PoisonException when a record of the batch can never be stored; nothing of the
     *     batch is stored then
     * @throws InterruptedException when the thread was interrupted while waiting
     */
    void write(BatchId id, List<Record<T>> batch) throws InterruptedException;
}
