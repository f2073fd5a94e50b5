package io.millrace.mq.log;

import java.nio.ByteBuffer;

/**
 * A durable set of entries, kept in the order in which they were appended. An entry lives until it is released; after a
 * restart the live ones are replayed in order.
 *
 * <p><b>Threading:</b> thread-safe. {@link #force} may run beside {@link #append}: what is appended meanwhile is
 * durable with the next one, which is how a group shares one write to the disk.
 */
public interface MessageLog extends AutoCloseable {

    /** What a log tells of an entry that is still live when it is opened. */
    @FunctionalInterface
    interface Replay {
        /**
         * One live entry, in the order of appending.
         *
         * @param id the entry's id, for {@link #release}
         * @param entry the bytes that were appended; valid during the call only
         */
        void entry(long id, ByteBuffer entry);
    }

    /**
     * Appends an entry. It survives the death of the process on return, and that of the machine once {@link #durable()}
     * has passed {@link #position()}.
     *
     * @param entry remaining bytes, at most 1 MiB; its position is moved to its limit
     * @return the entry's id, larger than that of every entry before
     * @throws io.millrace.core.failure.TransientException when the disk or the log is full; nothing was appended
     */
    long append(ByteBuffer entry);

    /**
     * Ends the life of an entry; an id that is not live is ignored. As durable as an append.
     *
     * @throws io.millrace.core.failure.TransientException when the disk is full; the entry stays live
     */
    void release(long id);

    /** How far has been appended, entries and releases; only grows. */
    long position();

    /** How far the disk has it; at most {@link #position()}. */
    long durable();

    /**
     * Writes everything that was appended before the call to the disk.
     *
     * @return the new {@link #durable()}
     * @throws io.millrace.core.failure.FatalException when the disk refuses; what it has then is unknown, so the log
     *     takes nothing more until it is opened anew
     */
    long force();

    /** Forces and closes. Idempotent. */
    @Override
    void close();
}
