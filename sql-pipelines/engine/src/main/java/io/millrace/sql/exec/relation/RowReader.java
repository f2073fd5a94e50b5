package io.millrace.sql.exec.relation;

import io.millrace.sql.batch.RowBatch;
import org.jspecify.annotations.Nullable;

/**
 * One read of a relation.
 *
 * <p><b>Threading:</b> used by the thread that polls the query; only {@link #close} may come from another.
 *
 * <p><b>Blocking:</b> never.
 */
public interface RowReader extends AutoCloseable {

    /** Nothing is known to come. */
    long NEVER = Long.MAX_VALUE;

    /**
     * When the next block is (or was) due, in ticker nanoseconds: its scheduled time, or the time of its arrival.
     * {@link #NEVER} while only a wake-up can tell.
     */
    long due();

    /**
     * The next block of rows, whole.
     *
     * @return null when there is none now
     * @throws io.millrace.core.failure.StreamException when the relation has failed
     */
    @Nullable
    RowBatch next();

    /** True when nothing will ever come again. */
    boolean ended();

    /** Frees what the read holds. Idempotent. */
    @Override
    void close();
}
