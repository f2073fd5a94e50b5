package io.millrace.pipeline.run;

import java.time.Duration;
import java.util.Optional;

/**
 * The moment at which something must be over.
 *
 * @param nanos in the clock's nanoseconds, of no meaning when there is no limit
 * @param present whether there is a limit
 */
record Limit(long nanos, boolean present) {

    static final Limit NONE = new Limit(0, false);

    static Limit at(long nanos) {
        return new Limit(nanos, true);
    }

    /** So long after that moment; none for zero. */
    static Limit after(long nowNanos, Duration duration) {
        return duration.isZero() ? NONE : at(nowNanos + Limit.nanosOf(duration));
    }

    /** The sooner one of both. */
    Limit or(Limit other) {
        if (!present) {
            return other;
        }
        return other.present && other.nanos - nanos < 0 ? other : this;
    }

    boolean passed(long nowNanos) {
        return present && nanos - nowNanos <= 0;
    }

    /** What is left, at least one nanosecond; empty without a limit. */
    Optional<Duration> remaining(long nowNanos) {
        return present ? Optional.of(Duration.ofNanos(Math.max(1, nanos - nowNanos))) : Optional.empty();
    }

    /** Durations of more than 100 years count as that. */
    static long nanosOf(Duration duration) {
        long max = Long.MAX_VALUE / 4;
        return duration.compareTo(Duration.ofNanos(max)) > 0 ? max : duration.toNanos();
    }
}
