package io.millrace.core.pipeline;

import static java.util.Objects.requireNonNull;

import java.time.Duration;

/**
 * How a pipeline behaves when all is not well.
 *
 * @param failurePolicy for records that can never be handled
 * @param backoff between attempts to reopen
 * @param pollTimeout longest wait of one poll, positive
 * @param grace how long a close waits for the batch in flight before it interrupts, not negative
 */
public record PipelineSettings(FailurePolicy failurePolicy, Backoff backoff, Duration pollTimeout, Duration grace) {

    /** Stops at the first record that cannot be handled, polls for 1 s at a time, closes within 10 s. */
    public static final PipelineSettings DEFAULT =
            new PipelineSettings(FailurePolicy.STOP, Backoff.DEFAULT, Duration.ofSeconds(1), Duration.ofSeconds(10));

    public PipelineSettings {
        requireNonNull(failurePolicy, "failurePolicy is null");
        requireNonNull(backoff, "backoff is null");
        if (!pollTimeout.isPositive()) {
            throw new IllegalArgumentException("pollTimeout must be positive, was " + pollTimeout);
        }
        if (grace.isNegative()) {
            throw new IllegalArgumentException("grace must not be negative, was " + grace);
        }
    }

    public PipelineSettings with(FailurePolicy policy) {
        return new PipelineSettings(policy, backoff, pollTimeout, grace);
    }

    public PipelineSettings with(Backoff other) {
        return new PipelineSettings(failurePolicy, other, pollTimeout, grace);
    }
}
