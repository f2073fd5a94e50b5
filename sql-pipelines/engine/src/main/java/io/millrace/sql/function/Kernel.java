package io.millrace.sql.function;

import io.millrace.sql.batch.Vector;

/** Computes one column from others. Used by one thread. */
@FunctionalInterface
public interface Kernel {

    /**
     * Computes the column for some rows.
     *
     * @param arguments the evaluated arguments; lambdas are not among them
     * @param size rows to compute
     * @return a vector of at least {@code size} rows; it stays valid and unchanged after the next call
     */
    Vector apply(Vector[] arguments, int size);
}
