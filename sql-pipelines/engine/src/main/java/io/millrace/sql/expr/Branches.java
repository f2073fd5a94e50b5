package io.millrace.sql.expr;

import io.millrace.sql.function.ScalarFunction;
import io.millrace.sql.type.DataType;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** Conditional calls of which some branch can fail: each branch may then see its own rows only. */
final class Branches {

    private Branches() {}

    static boolean isConditional(ScalarFunction function) {
        return switch (function.name()) {
            case "if", "multi_if", "and", "or" -> true;
            default -> false;
        };
    }

    static boolean mustSelectRows(Expr.Call call) {
        if (!isConditional(call.function())) {
            return false;
        }
        List<Expr> arguments = call.arguments();
        boolean logical = isLogical(call);
        for (int i = 1; i < arguments.size(); i++) {
            if (mayFail(arguments.get(i))) {
                return !logical
                        || arguments.stream()
                                .noneMatch(argument -> argument.type().nullable());
            }
        }
        return false;
    }

    /** The call as condition, value, condition, value, ..., value of the rest. */
    static List<Expr> parts(Expr.Call call) {
        if (!isLogical(call)) {
            return call.arguments();
        }
        boolean and = call.function().name().equals("and");
        List<Expr> arguments = call.arguments();
        Expr decided = new Expr.Literal(and ? 0L : 1L, DataType.BOOL);
        Expr last = arguments.getLast();
        List<Expr> parts = new ArrayList<>();
        // a and b: if a then b else false; a or b: if a then true else b
        for (int i = 0; i < arguments.size() - 1; i++) {
            parts.add(and ? not(arguments.get(i)) : arguments.get(i));
            parts.add(decided);
        }
        parts.add(last);
        return parts;
    }

    private static Expr not(Expr expression) {
        return new Expr.Call(Calls.function("not"), List.of(expression), DataType.BOOL, "not");
    }

    private static boolean isLogical(Expr.Call call) {
        return call.function().name().equals("and") || call.function().name().equals("or");
    }

    private static boolean mayFail(Expr expression) {
        return switch (expression) {
            case Expr.Call call ->
                call.function().mayFail(call.arguments())
                        || call.arguments().stream().anyMatch(Branches::mayFail);
            case Expr.Lambda lambda -> mayFail(lambda.body());
            default -> false;
        };
    }

    /** Collects what the branches read: columns, and calls that must see every row because they are not repeatable. */
    static final class Inputs {

        private final Map<Expr, Integer> indexes = new HashMap<>();
        private final Consumer<Expr> added;

        Inputs(Consumer<Expr> added) {
            this.added = added;
        }

        Expr rewrite(Expr expression) {
            return switch (expression) {
                case Expr.Literal literal -> literal;
                case Expr.Lambda lambda -> lambda;
                case Expr.ColumnRef column -> input(column);
                case Expr.Call call ->
                    !call.function().deterministic() || call.function().stateful()
                            ? input(call)
                            : new Expr.Call(
                                    call.function(),
                                    call.arguments().stream().map(this::rewrite).toList(),
                                    call.type(),
                                    call.key());
            };
        }

        private Expr input(Expr expression) {
            Integer index = indexes.get(expression);
            if (index == null) {
                index = indexes.size();
                indexes.put(expression, index);
                added.accept(expression);
            }
            return new Expr.ColumnRef(index, expression.text(), expression.type());
        }
    }
}
