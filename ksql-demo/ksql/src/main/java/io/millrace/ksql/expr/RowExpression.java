package io.millrace.ksql.expr;

import org.jspecify.annotations.Nullable;

/** A compiled expression. Holds no state of rows: one instance serves any number of threads. */
@FunctionalInterface
public interface RowExpression {

    /**
     * The value for the row that the context is at, null for NULL.
     *
     * @throws RowException when this row has no value, for example when a text is no number
     */
    @Nullable
    Object evaluate(RowContext row);
}
