package io.millrace.sql.exec.relation;

import io.millrace.sql.plan.Relation;

/**
 * A relation that the embedded engine can read. Streams of other systems join the engine by implementing it.
 *
 * <p><b>Threading:</b> thread-safe; each reader is used by one thread.
 */
public interface ReadableRelation extends Relation {

    /**
     * Starts a read; from now on the reader misses nothing.
     *
     * @throws io.millrace.core.failure.StreamException when the read cannot start
     */
    RowReader open(ReadRequest request);
}
