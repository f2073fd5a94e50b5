package io.millrace.sql;

import io.millrace.core.Source;
import io.millrace.sql.batch.RowBatch;

/**
 * A pipeline whose set-up has run. Its query may be opened any number of times, each a query of its own.
 *
 * <p><b>Threading:</b> thread-safe; each source that it gives is used as {@link Source} says.
 */
public interface EnginePipeline extends AutoCloseable {

    QueryPlan plan();

    /**
     * A new run of the query; it begins with {@link Source#open}. A batch's record has the wall-clock time of its
     * making as timestamp.
     */
    Source<RowBatch> query();

    /**
     * As {@link #query()}, by an engine that may lose its server and find it again: what the query missed meanwhile is
     * told. Engines that lose nothing tell nothing.
     */
    default Source<RowBatch> query(GapListener gaps) {
        return query();
    }

    /** Ends the running queries and drops everything that the set-up made. Idempotent. */
    @Override
    void close();
}
