package io.millrace.gateway.query;

import java.time.Duration;
import java.time.Instant;

/**
 * A query that runs, as {@code GET /queries} shows it.
 *
 * @param id for {@code DELETE /queries/{id}}
 * @param shared true when later readers join it
 * @param rows that it has given so far
 * @param bytes of these rows, encoded
 * @param readers that it has now
 * @param dropped rows that its present and former readers missed, counted per reader
 * @param age since it was started
 */
public record QueryStatus(
        String id,
        String pipeline,
        State state,
        boolean shared,
        long rows,
        long bytes,
        int readers,
        long dropped,
        Instant startedAt,
        Duration age) {

    /** Where a query is in its life. */
    public enum State {
        /** It has been started and has given nothing yet. */
        STARTING,
        /** It has given rows. */
        RUNNING,
        /** It has been told to stop. */
        STOPPING
    }
}
