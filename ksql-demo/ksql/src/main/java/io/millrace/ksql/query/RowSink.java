package io.millrace.ksql.query;

import org.jspecify.annotations.Nullable;

/** Takes rows one by one. */
@FunctionalInterface
public interface RowSink {

    /**
     * One row, in the order of the columns selected.
     *
     * @return false to get no more
     */
    boolean accept(@Nullable Object[] row);
}
