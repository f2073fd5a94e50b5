package io.millrace.sql.conformance;

import io.millrace.core.Source;
import io.millrace.sql.batch.RowBatch;

/** A scope of names in some engine, where the statements of a case run one by one. */
public interface CaseScope extends AutoCloseable {

    /** Runs a statement without rows. */
    void execute(String sql);

    /** Prepares a run of a query. */
    Source<RowBatch> query(String sql);

    /** Whether a query ends by itself. */
    boolean bounded(String sql);

    @Override
    void close();
}
