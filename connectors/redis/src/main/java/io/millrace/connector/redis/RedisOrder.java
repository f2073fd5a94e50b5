package io.millrace.connector.redis;

/** Which of two records with one key stays. */
public enum RedisOrder {
    /** The one that was written last, as with the reference system's sink connector. */
    LAST_WRITTEN,
    /** The one with the later event time, in milliseconds; of two with the same time the one that was written last. */
    NEWEST
}
