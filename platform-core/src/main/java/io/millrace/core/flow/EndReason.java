package io.millrace.core.flow;

import io.millrace.core.failure.StreamException;

/** Why a stream is over. */
public sealed interface EndReason {

    /** Everything was sent. */
    record Completed() implements EndReason {}

    /**
     * Someone ended it early.
     *
     * @param reason for the reader: {@code pipeline deleted}
     */
    record Stopped(String reason) implements EndReason {}

    /** It broke. */
    record Failed(StreamException cause) implements EndReason {}
}
