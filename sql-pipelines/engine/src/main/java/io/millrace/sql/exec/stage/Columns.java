package io.millrace.sql.exec.stage;

import io.millrace.sql.expr.Expr;
import java.util.BitSet;
import java.util.List;

/** Finds the input columns that expressions read. */
final class Columns {

    private Columns() {}

    static BitSet of(List<Expr> expressions) {
        BitSet columns = new BitSet();
        expressions.forEach(expression -> add(expression, columns));
        return columns;
    }

    static void add(Expr expression, BitSet columns) {
        switch (expression) {
            case Expr.ColumnRef column -> columns.set(column.index());
            case Expr.Call call -> call.arguments().forEach(argument -> add(argument, columns));
            // a body's columns are the lambda's own parameters
            case Expr.Lambda _, Expr.Literal _ -> {}
        }
    }
}
