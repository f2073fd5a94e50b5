package io.millrace.connect.run;

/** What a connector or a task does, by Kafka Connect's names. */
public enum State {
    /** It starts for the first time. */
    UNASSIGNED,
    RUNNING,
    PAUSED,
    STOPPED,
    /** Something is wrong; a task tries again by itself. */
    FAILED,
    /** It starts again. */
    RESTARTING
}
