package io.millrace.ksql.query;

/**
 * How a pull query is answered.
 *
 * @param standbys whether a copy may answer when the owner cannot
 * @param maxLag how many changes such a copy may be behind; {@link Long#MAX_VALUE} for any
 */
public record PullOptions(boolean standbys, long maxLag) {

    public static final PullOptions DEFAULT = new PullOptions(true, Long.MAX_VALUE);

    public PullOptions {
        if (maxLag < 0) {
            throw new IllegalArgumentException("maxLag must not be negative, was " + maxLag);
        }
    }
}
