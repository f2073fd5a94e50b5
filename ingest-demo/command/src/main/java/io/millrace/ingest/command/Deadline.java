package io.millrace.ingest.command;

import io.millrace.core.time.Ticker;

/** The time at which a program ends by itself, if it does. */
final class Deadline {

    private static final double SECOND = 1e9;

    private Deadline() {}

    /**
     * When to end, in the ticker's nanoseconds.
     *
     * @param seconds 0 for never
     */
    static long end(double seconds, Ticker ticker) {
        if (!(seconds >= 0)) {
            throw new IllegalArgumentException("--duration must be 0 or more seconds, was " + seconds);
        }
        return seconds == 0 ? Long.MAX_VALUE : ticker.nanos() + (long) (seconds * SECOND);
    }

    static boolean passed(long end, Ticker ticker) {
        return end != Long.MAX_VALUE && ticker.nanos() - end >= 0;
    }
}
