package io.millrace.sql.exec.stage;

import io.millrace.sql.batch.RowBatch;

/**
 * One operator of a running query. Times of {@link #tick} are ticker nanoseconds, times of {@link #watermark} are ticks
 * of the time column that the nearest window below reads.
 *
 * <p><b>Threading:</b> not thread-safe; the thread that polls the query calls everything.
 */
public interface Stage {

    /** No timer is set. */
    long NEVER = Long.MAX_VALUE;

    /** Takes rows. The batch may be kept. */
    void push(RowBatch batch);

    /** No row before that event time is expected any more; called only by a window stage. */
    default void watermark(long time) {}

    /** A block of input, or one emission of an aggregation, is complete. */
    void flush();

    /** When {@link #tick} wants to be called next; {@link #NEVER} when no timer is set. */
    long nextTick();

    /**
     * Runs the timers that are due.
     *
     * @param scheduled the time asked for by {@link #nextTick}; the real time may be later
     */
    void tick(long scheduled);

    /** The input has ended: gives what is left and ends the next stage. */
    void finish();
}
