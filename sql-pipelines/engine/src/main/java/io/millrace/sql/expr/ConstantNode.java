package io.millrace.sql.expr;

import io.millrace.sql.batch.Vector;
import io.millrace.sql.batch.Vectors;

/** A constant: one vector for all batches, replaced when a longer one is needed. */
final class ConstantNode extends Node {

    private final Expr.Literal literal;
    private Vector filled;

    ConstantNode(Expr.Literal literal) {
        this.literal = literal;
        this.filled = Vectors.constant(literal.type(), literal.value(), 1);
    }

    @Override
    Vector compute(Vector[] columns, int size, long number) {
        if (filled.capacity() < size) {
            filled = Vectors.constant(literal.type(), literal.value(), size);
        }
        return filled;
    }
}
