package io.millrace.pipeline;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.util.Optional;

/**
 * What one package asks for.
 *
 * @param key orders it under {@link ControllerMode#ORDER_BY_KEY} and names it under latest-by-key; empty: by itself
 * @param priority higher ones leave a queue first; equal ones in order of arrival. Where they leave the controller is
 *     up to its mode
 * @param deadline how long it may take from now on to its end, passed on to modules elsewhere; zero means no limit.
 *     After it the package ends in an error
 */
public record ExecuteOptions(Optional<String> key, int priority, Duration deadline) {

    /** No key, priority 0, no deadline. */
    public static final ExecuteOptions DEFAULT = new ExecuteOptions(Optional.empty(), 0, Duration.ZERO);

    public ExecuteOptions {
        requireNonNull(key, "key is null");
        requireNonNull(deadline, "deadline is null");
        if (deadline.isNegative()) {
            throw new IllegalArgumentException("deadline must not be negative, was " + deadline);
        }
    }

    /** The same with a key. */
    public ExecuteOptions withKey(String value) {
        return new ExecuteOptions(Optional.of(value), priority, deadline);
    }

    /** The same with another priority. */
    public ExecuteOptions withPriority(int value) {
        return new ExecuteOptions(key, value, deadline);
    }

    /** The same with a deadline from the call on; zero means none. */
    public ExecuteOptions withDeadline(Duration value) {
        return new ExecuteOptions(key, priority, value);
    }
}
