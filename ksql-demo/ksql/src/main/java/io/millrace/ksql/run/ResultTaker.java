package io.millrace.ksql.run;

import io.millrace.ksql.format.Key;
import io.millrace.ksql.format.Row;
import org.jspecify.annotations.Nullable;

/** Gets the results of a query. */
@FunctionalInterface
public interface ResultTaker {

    /**
     * One result.
     *
     * @param key null when the result has no key
     * @param value null when the table no longer has a row of that key
     * @param timestamp of the row, in milliseconds
     */
    void take(@Nullable Key key, @Nullable Row value, long timestamp);
}
