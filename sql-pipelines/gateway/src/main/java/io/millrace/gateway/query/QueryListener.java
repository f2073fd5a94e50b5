package io.millrace.gateway.query;

import io.millrace.core.flow.EndReason;
import io.millrace.core.flow.Overflow;
import java.time.Duration;

/**
 * Hears what queries do; for meters. Methods are called by the queries' threads and must be cheap.
 *
 * <p><b>Threading:</b> implementations are thread-safe.
 */
public interface QueryListener {

    /** For those who need no meters. */
    QueryListener NONE = new QueryListener() {};

    /**
     * Rows were handed to the readers of a query.
     *
     * @param readers how many readers got them
     * @param lag time from the making of the rows to now
     */
    default void published(String pipeline, int rows, int bytes, int readers, Duration lag) {}

    /** A query has given its first row, so long after it was started. */
    default void firstRow(String pipeline, Duration afterStart) {}

    /** A reader will not see these rows. */
    default void dropped(String pipeline, Overflow policy, long rows) {}

    /** The engine has lost its server and found it again: readers miss what was between. */
    default void interrupted(String pipeline) {}

    /** The set of pipelines has become another. */
    default void installed(Pipelines pipelines) {}

    /** A query is over. */
    default void ended(String pipeline, EndReason reason) {}
}
