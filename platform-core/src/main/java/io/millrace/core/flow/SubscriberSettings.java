package io.millrace.core.flow;

import static java.util.Objects.requireNonNull;

import java.time.Duration;

/**
 * How far one reader may fall behind, and what happens then. It is full when one more chunk would exceed a bound, or
 * when the oldest pending chunk is older than {@code maxAge}; a reader with nothing pending is never full, so one chunk
 * may be larger than the bounds.
 *
 * @param overflow what happens when it is full
 * @param maxRows pending rows, at least 1
 * @param maxBytes pending encoded bytes, at least 1
 * @param maxAge longest time that a row waits, positive
 */
public record SubscriberSettings(Overflow overflow, long maxRows, long maxBytes, Duration maxAge) {

    public SubscriberSettings {
        requireNonNull(overflow, "overflow is null");
        requireNonNull(maxAge, "maxAge is null");
        if (maxRows < 1) {
            throw new IllegalArgumentException("maxRows must be at least 1, was " + maxRows);
        }
        if (maxBytes < 1) {
            throw new IllegalArgumentException("maxBytes must be at least 1, was " + maxBytes);
        }
        if (!maxAge.isPositive()) {
            throw new IllegalArgumentException("maxAge must be positive, was " + maxAge);
        }
    }

    /** The policy with the usual bounds: 65,536 rows, 8 MiB, one minute. */
    public static SubscriberSettings of(Overflow overflow) {
        return new SubscriberSettings(overflow, 65_536, 8L << 20, Duration.ofMinutes(1));
    }
}
