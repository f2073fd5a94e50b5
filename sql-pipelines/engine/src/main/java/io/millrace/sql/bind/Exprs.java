package io.millrace.sql.bind;

import io.millrace.sql.expr.Expr;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.function.UnaryOperator;

/** Looks into and rewrites bound expressions. */
final class Exprs {

    private Exprs() {}

    /** Sets the bits of the columns that an expression reads. */
    static void columns(Expr expression, BitSet columns) {
        switch (expression) {
            case Expr.ColumnRef column -> columns.set(column.index());
            case Expr.Call call -> call.arguments().forEach(argument -> columns(argument, columns));
            case Expr.Literal _, Expr.Lambda _ -> {}
        }
    }

    /** The same expression with its columns replaced. */
    static Expr mapColumns(Expr expression, UnaryOperator<Expr> replacement) {
        return switch (expression) {
            case Expr.ColumnRef _ -> replacement.apply(expression);
            case Expr.Call call -> {
                List<Expr> arguments = new ArrayList<>(call.arguments().size());
                boolean changed = false;
                for (Expr argument : call.arguments()) {
                    Expr mapped = mapColumns(argument, replacement);
                    changed |= !mapped.equals(argument);
                    arguments.add(mapped);
                }
                yield changed ? new Expr.Call(call.function(), arguments, call.type(), call.key()) : call;
            }
            case Expr.Literal _, Expr.Lambda _ -> expression;
        };
    }

    /** The same expression with its columns at other places. */
    static Expr moveColumns(Expr expression, int[] places) {
        return mapColumns(expression, column -> {
            Expr.ColumnRef reference = (Expr.ColumnRef) column;
            int place = places[reference.index()];
            return place == reference.index()
                    ? reference
                    : new Expr.ColumnRef(place, reference.name(), reference.type());
        });
    }

    /** How many terms an expression has. */
    static int size(Expr expression) {
        return switch (expression) {
            case Expr.Call call ->
                1 + call.arguments().stream().mapToInt(Exprs::size).sum();
            case Expr.Lambda lambda -> 1 + size(lambda.body());
            case Expr.ColumnRef _, Expr.Literal _ -> 1;
        };
    }

    /** True when a call in it may give another value each time. */
    static boolean isVolatile(Expr expression) {
        return switch (expression) {
            case Expr.Call call ->
                !call.function().deterministic() || call.arguments().stream().anyMatch(Exprs::isVolatile);
            case Expr.Lambda lambda -> isVolatile(lambda.body());
            case Expr.ColumnRef _, Expr.Literal _ -> false;
        };
    }

    /** True when a call in it depends on the rows before. */
    static boolean isStateful(Expr expression) {
        return switch (expression) {
            case Expr.Call call ->
                call.function().stateful() || call.arguments().stream().anyMatch(Exprs::isStateful);
            case Expr.Lambda lambda -> isStateful(lambda.body());
            case Expr.ColumnRef _, Expr.Literal _ -> false;
        };
    }

    /** Collects the outermost volatile calls. */
    static void volatileCalls(Expr expression, List<Expr.Call> calls) {
        if (expression instanceof Expr.Call call) {
            if (!call.function().deterministic()) {
                calls.add(call);
            } else {
                call.arguments().forEach(argument -> volatileCalls(argument, calls));
            }
        }
    }

    /** The same expression with each call of that text replaced. */
    static Expr replaceCalls(Expr expression, java.util.Map<String, Expr> replacements) {
        if (replacements.isEmpty() || !(expression instanceof Expr.Call call)) {
            return expression;
        }
        Expr replacement = replacements.get(call.text());
        if (replacement != null) {
            return replacement;
        }
        List<Expr> arguments = call.arguments().stream()
                .map(argument -> replaceCalls(argument, replacements))
                .toList();
        return new Expr.Call(call.function(), arguments, call.type(), call.key());
    }
}
