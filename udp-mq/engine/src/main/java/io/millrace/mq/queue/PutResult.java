package io.millrace.mq.queue;

/** What became of a put. */
public enum PutResult {
    /** It is in the queue. */
    STORED,
    /** Its id is in the deduplication window: it was there before, and the sender may forget it. */
    DUPLICATE,
    /** The queue is full and {@code drop-newest} dropped it; counted. */
    DROPPED,
    /** The queue is full and blocks: not taken, try again after {@link MessageQueueSettings#retryHint}. */
    FULL,
    /** The log or its disk is full: not taken, try again later. */
    LOG_FULL,
    /** Longer than {@link MessageQueue#MAX_MESSAGE}: not taken, and never will be. */
    TOO_LARGE,
    /** The queue is closed: not taken. */
    CLOSED;

    /** Whether the sender is done with the message: it was stored, was there already, or was dropped by policy. */
    public boolean done() {
        return this == STORED || this == DUPLICATE || this == DROPPED;
    }
}
