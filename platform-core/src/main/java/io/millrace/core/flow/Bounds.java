package io.millrace.core.flow;

import java.time.Duration;

/** Settings in the units that the publisher's loop compares. */
record Bounds(Overflow overflow, long maxRows, long maxBytes, long maxAgeNanos) {

    private static final Duration LONGEST = Duration.ofNanos(Long.MAX_VALUE);

    static Bounds from(SubscriberSettings settings) {
        Duration age = settings.maxAge();
        return new Bounds(
                settings.overflow(),
                settings.maxRows(),
                settings.maxBytes(),
                age.compareTo(LONGEST) < 0 ? age.toNanos() : Long.MAX_VALUE);
    }

    boolean expired(long publishedNanos, long nanos) {
        return nanos - publishedNanos > maxAgeNanos;
    }
}
