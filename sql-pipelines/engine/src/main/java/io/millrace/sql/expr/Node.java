package io.millrace.sql.expr;

import io.millrace.sql.batch.Vector;
import org.jspecify.annotations.Nullable;

/** One compiled expression. Computed at most once per batch, however many others use it. */
abstract class Node {

    private @Nullable Vector current;
    private long batch = -1;

    final Vector value(Vector[] columns, int size, long number) {
        Vector value = current;
        if (value == null || batch != number) {
            value = compute(columns, size, number);
            current = value;
            batch = number;
        }
        return value;
    }

    abstract Vector compute(Vector[] columns, int size, long number);
}
