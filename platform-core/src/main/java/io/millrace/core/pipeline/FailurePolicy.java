package io.millrace.core.pipeline;

/** What happens to a record that can never be read, processed or written. */
public enum FailurePolicy {
    /** It is counted and left out. */
    SKIP,
    /** It is written to the pipeline's dead-letter sink, then left out. */
    DEAD_LETTER,
    /** The pipeline fails, and the record's batch is not committed. */
    STOP
}
