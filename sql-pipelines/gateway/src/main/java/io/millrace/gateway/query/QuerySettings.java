package io.millrace.gateway.query;

import static java.util.Objects.requireNonNull;

import io.millrace.core.flow.SubscriberSettings;
import java.time.Duration;

/**
 * Bounds of the running queries.
 *
 * @param maxQueries queries that may run at the same time, at least 1
 * @param reader how far a reader may fall behind, and what happens then, unless pipeline or reader say otherwise
 * @param pollTimeout longest wait for rows before a query looks whether it is still wanted, positive
 */
public record QuerySettings(int maxQueries, SubscriberSettings reader, Duration pollTimeout) {

    public QuerySettings {
        requireNonNull(reader, "reader is null");
        if (maxQueries < 1) {
            throw new IllegalArgumentException("maxQueries must be at least 1, was " + maxQueries);
        }
        if (!pollTimeout.isPositive()) {
            throw new IllegalArgumentException("pollTimeout must be positive, was " + pollTimeout);
        }
    }
}
