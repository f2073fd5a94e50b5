package io.millrace.pipeline;

import static java.util.Objects.requireNonNull;

import io.millrace.core.pipeline.Backoff;
import java.time.Duration;

/**
 * How a module is run.
 *
 * @param mutex whether at most one package at a time is within the module, per instance of the pipeline
 * @param timeout how long one run may take; zero means no limit. The module is interrupted then, the package ends in an
 *     error, and what the module does to it afterwards is refused
 * @param attempts how often a failing run is tried at all, at least 1; more than 1 declares that the module is
 *     idempotent: running it twice on the same package is the same as running it once
 * @param backoff the waits between attempts
 */
public record ModuleOptions(boolean mutex, Duration timeout, int attempts, Backoff backoff) {

    /** No mutex, no timeout, one attempt. */
    public static final ModuleOptions DEFAULT = new ModuleOptions(false, Duration.ZERO, 1, Backoff.DEFAULT);

    public ModuleOptions {
        requireNonNull(timeout, "timeout is null");
        requireNonNull(backoff, "backoff is null");
        if (timeout.isNegative()) {
            throw new IllegalArgumentException("timeout must not be negative, was " + timeout);
        }
        if (attempts < 1) {
            throw new IllegalArgumentException("attempts must be at least 1, was " + attempts);
        }
    }

    /** The same with or without a mutex. */
    public ModuleOptions withMutex(boolean value) {
        return new ModuleOptions(value, timeout, attempts, backoff);
    }

    /** The same with another timeout; zero means no limit. */
    public ModuleOptions withTimeout(Duration value) {
        return new ModuleOptions(mutex, value, attempts, backoff);
    }

    /** The same for a module that is idempotent. */
    public ModuleOptions withAttempts(int count, Backoff waits) {
        return new ModuleOptions(mutex, timeout, count, waits);
    }
}
