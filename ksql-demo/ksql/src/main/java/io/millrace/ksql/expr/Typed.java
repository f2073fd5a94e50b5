package io.millrace.ksql.expr;

import io.millrace.ksql.type.Converter;
import io.millrace.ksql.type.SqlType;

/** Type and code of a part of an expression. */
record Typed(SqlType type, RowExpression code) {

    /** The same converted. */
    Typed as(SqlType target, Converter converter) {
        if (converter.equals(Converter.NONE)) {
            return new Typed(target, code);
        }
        RowExpression source = code;
        return new Typed(target, row -> {
            Object value = source.evaluate(row);
            return value == null ? null : converter.convert(value);
        });
    }
}
