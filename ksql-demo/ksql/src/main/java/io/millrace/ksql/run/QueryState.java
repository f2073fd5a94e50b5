package io.millrace.ksql.run;

import java.time.Instant;
import java.util.List;

/**
 * How a query is.
 *
 * @param status what it does
 * @param restarts of its threads since it was started here
 * @param failures the last ones, newest first
 */
public record QueryState(Status status, int restarts, List<Failure> failures) {

    /** What a query does. */
    public enum Status {
        /** Not yet, or between two assignments of partitions. */
        STARTING,
        RUNNING,
        /** A thread failed and waits before it begins again. */
        BACKING_OFF,
        STOPPED,
        FAILED
    }

    /** Why a thread of the query ended. */
    public record Failure(Instant at, String message) {}

    public QueryState {
        failures = List.copyOf(failures);
    }
}
