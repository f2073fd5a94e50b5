package io.millrace.core;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One event on its way through a pipeline: a value with its key, event time and headers. Immutable.
 *
 * <p>A value may itself be a batch of rows; the envelope is then per batch.
 *
 * @param key what the record belongs to, for affinity and conflation; null when it has none
 * @param value the payload
 * @param timestamp event time, in UTC
 * @param headers unordered text pairs that travel with the record
 */
@SuppressWarnings(
        "AvoidCommonTypeNames") // the platform's own word; wildcard and module imports are banned, so no file is
// ambiguous
public record Record<T>(@Nullable String key, T value, Instant timestamp, Map<String, String> headers) {

    public Record {
        requireNonNull(value, "value is null");
        requireNonNull(timestamp, "timestamp is null");
        headers = Map.copyOf(headers);
    }

    /** A record without key and headers. */
    public static <T> Record<T> of(T value, Instant timestamp) {
        return new Record<>(null, value, timestamp, Map.of());
    }

    /** The same envelope around another value. */
    public <U> Record<U> withValue(U newValue) {
        return new Record<>(key, newValue, timestamp, headers);
    }
}
