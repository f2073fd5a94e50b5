package io.millrace.ksql.expr;

/** Where failures of single rows are told: the processing log. Called by the thread that evaluates. */
@FunctionalInterface
public interface RowErrors {

    /** Tells nobody. */
    RowErrors IGNORED = (expression, cause) -> {};

    /**
     * An expression had no value for a row and gave NULL.
     *
     * @param cause its message says why; it shows values of the row, so it belongs into the processing log alone
     */
    void report(TypedExpression expression, RuntimeException cause);
}
