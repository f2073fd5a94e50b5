package io.millrace.mq.queue;

import org.jspecify.annotations.Nullable;

/**
 * Messages that are put together, read from where they lie.
 *
 * <p><b>Threading:</b> called under the queue's lock; must not call the queue.
 */
public interface PutBatch {

    /** The next message, which may be the same object each time; null when there is none. */
    @Nullable
    PutArguments next();

    /** What became of the message that {@link #next} gave last. */
    void result(PutResult result);
}
