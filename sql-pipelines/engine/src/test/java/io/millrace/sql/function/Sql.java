package io.millrace.sql.function;

import io.millrace.core.time.Ticker;
import io.millrace.sql.SqlException;
import io.millrace.sql.batch.Vector;
import io.millrace.sql.batch.Vectors;
import io.millrace.sql.expr.Calls;
import io.millrace.sql.expr.Compiler;
import io.millrace.sql.expr.Expr;
import io.millrace.sql.type.DataType;
import io.millrace.sql.type.Parsing;
import io.millrace.sql.type.Texts;
import io.millrace.sql.type.Types;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Calls of functions in a few characters. Values are texts with a type: {@code "5:uint8"},
 * {@code "NULL:nullable(int)"}, {@code "abc"} (a string).
 */
final class Sql {

    static final KernelContext CONTEXT = new KernelContext(Ticker.SYSTEM, 42);

    private Sql() {}

    static DataType type(String typed) {
        int colon = typed.lastIndexOf("::");
        return colon < 0 ? DataType.STRING : Types.parse(typed.substring(colon + 2));
    }

    static @Nullable Object value(String typed) {
        int colon = typed.lastIndexOf("::");
        String text = colon < 0 ? typed : typed.substring(0, colon);
        return text.equals("NULL") ? null : Parsing.parse(text, type(typed));
    }

    static Expr literal(String typed) {
        return new Expr.Literal(value(typed), type(typed));
    }

    /** The result over constants: text and type. */
    static String constant(String function, String... arguments) {
        List<Expr> literals = Arrays.stream(arguments).map(Sql::literal).toList();
        Expr.Call call = Calls.of(function, literals);
        Object value = Compiler.constant(call, CONTEXT);
        return Texts.format(value, call.type()) + "::" + call.type().text();
    }

    /** The result of one function over another's, from one column. */
    static String nested(String outer, String inner, String argument) {
        Expr column = new Expr.ColumnRef(0, "c", type(argument));
        Expr.Call call = Calls.of(outer, List.of(Calls.of(inner, List.of(column))));
        Vector[] vectors = {Vectors.constant(type(argument), value(argument), 3)};
        return text(Compiler.compile(call, CONTEXT).first(vectors, 3), 2, call.type());
    }

    /**
     * The result over several equal rows.
     *
     * @param only the argument that comes from a column, the others are constants; -1: all
     * @return {@code constant needed} when that argument cannot come from a column
     */
    static String column(String function, int only, String... arguments) {
        List<Expr> expressions = new ArrayList<>();
        Vector[] vectors = new Vector[arguments.length];
        for (int i = 0; i < arguments.length; i++) {
            boolean column = only < 0 || only == i;
            expressions.add(column ? new Expr.ColumnRef(i, "c" + i, type(arguments[i])) : literal(arguments[i]));
            vectors[i] = Vectors.constant(type(arguments[i]), value(arguments[i]), 3);
        }
        Expr.Call call;
        try {
            call = Calls.of(function, expressions);
        } catch (SqlException e) {
            if (String.valueOf(e.getMessage()).contains("constant")) {
                return "constant needed";
            }
            throw e;
        }
        return text(Compiler.compile(call, CONTEXT).first(vectors, 3), 2, call.type());
    }

    /** The result of an aggregate over rows; each row lists the arguments. */
    static String aggregate(String function, List<List<String>> rows, String... types) {
        return aggregate(function, false, rows, types);
    }

    static String aggregate(String function, boolean distinct, List<List<String>> rows, String... types) {
        AggregateFunction aggregate = Objects.requireNonNull(Functions.aggregate(function), function);
        List<Expr> arguments = new ArrayList<>();
        Vector[] vectors = new Vector[types.length];
        for (int i = 0; i < types.length; i++) {
            int column = i;
            if (types[i].contains("::")) {
                arguments.add(literal(types[i]));
                vectors[i] = Vectors.constant(type(types[i]), value(types[i]), rows.size());
            } else {
                arguments.add(new Expr.ColumnRef(i, "c" + i, Types.parse(types[i])));
                vectors[i] = Vectors.of(
                        Types.parse(types[i]),
                        rows.stream()
                                .map(row -> value(row.get(column) + "::" + types[column]))
                                .toList());
            }
        }
        DataType type = aggregate.resolve(arguments);
        Accumulator keyed = aggregate.accumulator(arguments, type, distinct);
        int[] groups = new int[rows.size()];
        Arrays.fill(groups, 1);
        keyed.add(groups, vectors, rows.size(), 2);
        Accumulator whole = aggregate.accumulator(arguments, type, distinct);
        int half = rows.size() / 2;
        whole.addAll(0, vectors, 0, half);
        whole.addAll(0, vectors, half, rows.size());
        String first = text(keyed.result(new int[] {0, 1}, 2), 1, type);
        String second = text(whole.result(new int[] {0}, 1), 0, type);
        if (!first.equals(second)) {
            throw new AssertionError("by group " + first + ", as a whole " + second);
        }
        return first;
    }

    private static String text(Vector vector, int row, DataType type) {
        return Texts.format(Vectors.value(vector, row), type) + "::" + type.text();
    }
}
