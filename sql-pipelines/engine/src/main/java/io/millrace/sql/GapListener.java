package io.millrace.sql;

import java.time.Instant;

/**
 * Hears that rows are missing from a running query, nobody knows how many: its server was lost, and the query runs
 * again.
 *
 * <p><b>Threading:</b> called by the thread that polls the query, between the rows before and the rows after the gap.
 */
@FunctionalInterface
public interface GapListener {

    /** For those who tell nobody. */
    GapListener NONE = (_, _, _) -> {};

    /**
     * Rows may be missing here.
     *
     * @param from when the query was lost
     * @param to when it ran again
     * @param reason for the reader: {@code connection to Proton at localhost:8463 lost: connection reset}
     */
    void gap(Instant from, Instant to, String reason);
}
