package io.millrace.core.pipeline;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * How long to wait before the next attempt: doubling from {@code first} up to {@code cap}, of which up to the share
 * {@code jitter} is taken off at random, so that many do not return at the same moment.
 *
 * @param first the wait before the first new attempt, positive
 * @param cap the longest wait, at least {@code first}
 * @param jitter from 0 (none) to 1 (anything down to no wait)
 */
public record Backoff(Duration first, Duration cap, double jitter) {

    /** From 200 ms to 30 s, up to a fifth off. */
    public static final Backoff DEFAULT = new Backoff(Duration.ofMillis(200), Duration.ofSeconds(30), 0.2);

    public Backoff {
        requireNonNull(first, "first is null");
        requireNonNull(cap, "cap is null");
        if (!first.isPositive()) {
            throw new IllegalArgumentException("first must be positive, was " + first);
        }
        if (cap.compareTo(first) < 0) {
            throw new IllegalArgumentException("cap must be at least first (" + first + "), was " + cap);
        }
        if (!(jitter >= 0 && jitter <= 1)) {
            throw new IllegalArgumentException("jitter must be from 0 to 1, was " + jitter);
        }
    }

    /**
     * The wait before an attempt.
     *
     * @param attempt from 1
     */
    public Duration delay(int attempt, RandomGenerator random) {
        if (attempt < 1) {
            throw new IllegalArgumentException("attempt must be at least 1, was " + attempt);
        }
        double full = Math.min((double) cap.toNanos(), first.toNanos() * Math.pow(2, attempt - 1.0));
        return Duration.ofNanos((long) (full * (1 - jitter * random.nextDouble())));
    }
}
