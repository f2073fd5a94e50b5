package io.millrace.core.flow;

/**
 * One reader's place in a stream: what waits for it, within bounds, and what it missed.
 *
 * <p><b>Threading:</b> thread-safe. {@link #take} is meant for one thread at a time, such as an event loop; with more,
 * each delivery goes to one of them.
 *
 * <p><b>Lifecycle:</b> call {@code take} once after subscribing, then again after each wake-up until it answers
 * {@link Delivery.Empty}. {@link #close} is idempotent, and due even after an end.
 *
 * <p><b>Blocking:</b> nothing here waits for who writes the stream.
 */
public interface Subscription extends AutoCloseable {

    /** What comes next. Returns at once. */
    Delivery take();

    /** Leaves: frees what is pending, and a writer that waits. Later takes give {@code End(Stopped)}. */
    @Override
    void close();

    /** Rows that wait to be taken. */
    long pendingRows();

    /** Encoded bytes that wait to be taken. */
    long pendingBytes();

    /** Rows that this reader missed so far, also those of a gap that is not taken yet. */
    long droppedRows();

    /** Whether {@link Overflow#DISCONNECT} has ended this reader; the next take gives the end. */
    boolean cutOff();
}
