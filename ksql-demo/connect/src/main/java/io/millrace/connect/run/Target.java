package io.millrace.connect.run;

/** What the user wants of a connector, by Kafka Connect's names. */
public enum Target {
    STARTED,
    /** Its tasks are kept and do nothing. */
    PAUSED,
    /** It has no tasks. */
    STOPPED
}
