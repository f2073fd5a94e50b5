package io.millrace.connector.redis;

/** Keys that are not the user's. */
final class RedisNames {

    /** The hash that holds the event time of each key that was set, in milliseconds. */
    static final String TIMES = "__millrace.times";

    /** Begins the keys that hold the event time of a removal, and expire. */
    static final String REMOVED = "__millrace.removed:";

    private RedisNames() {}

    /** Whether a key is for bookkeeping: ours, or the offsets of the reference system's sink connector. */
    static boolean isInternal(String key) {
        return key.startsWith("__millrace.") || key.startsWith("__kafka.offset.");
    }
}
