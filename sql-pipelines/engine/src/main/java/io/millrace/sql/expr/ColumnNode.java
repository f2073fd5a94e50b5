package io.millrace.sql.expr;

import io.millrace.sql.batch.Vector;

/** A column of the input. */
final class ColumnNode extends Node {

    private final int index;

    ColumnNode(int index) {
        this.index = index;
    }

    @Override
    Vector compute(Vector[] columns, int size, long number) {
        return columns[index];
    }
}
