package io.millrace.pipeline.balance;

import static java.util.Objects.requireNonNull;

import java.time.Duration;

/**
 * When a server that fails more than it may is left out for a while. What counts is the way, not the module: a module's
 * own errors travel in good answers. At least one server stays.
 *
 * @param enabled whether at all
 * @param interval how often it is judged, positive
 * @param failurePercent left out from so many failures in 100 calls on, 1 to 100
 * @param minCalls only judged after so many calls in an interval, at least 1
 * @param ejection how long it is left out the first time, positive; longer each time after
 * @param maxEjectedPercent of the servers at most so many in 100 are left out at a time, 0 to 100
 */
public record OutlierSettings(
        boolean enabled,
        Duration interval,
        int failurePercent,
        int minCalls,
        Duration ejection,
        int maxEjectedPercent) {

    /** Judged each 2 s by 5 calls or more: 50 failures in 100, out for 10 s, at most half of them. */
    public static final OutlierSettings DEFAULT =
            new OutlierSettings(true, Duration.ofSeconds(2), 50, 5, Duration.ofSeconds(10), 50);

    /** Nobody is left out. */
    public static final OutlierSettings OFF =
            new OutlierSettings(false, Duration.ofSeconds(2), 50, 5, Duration.ofSeconds(10), 50);

    public OutlierSettings {
        requireNonNull(interval, "interval is null");
        requireNonNull(ejection, "ejection is null");
        if (!interval.isPositive() || !ejection.isPositive()) {
            throw new IllegalArgumentException(
                    "interval and ejection must be positive, were " + interval + " and " + ejection);
        }
        if (failurePercent < 1 || failurePercent > 100) {
            throw new IllegalArgumentException("failurePercent must be 1 to 100, was " + failurePercent);
        }
        if (minCalls < 1) {
            throw new IllegalArgumentException("minCalls must be at least 1, was " + minCalls);
        }
        if (maxEjectedPercent < 0 || maxEjectedPercent > 100) {
            throw new IllegalArgumentException("maxEjectedPercent must be 0 to 100, was " + maxEjectedPercent);
        }
    }
}
