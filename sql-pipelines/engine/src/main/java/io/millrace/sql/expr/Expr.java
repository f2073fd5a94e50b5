package io.millrace.sql.expr;

import io.millrace.sql.function.ScalarFunction;
import io.millrace.sql.type.DataType;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** A bound expression over the columns of one input. */
public sealed interface Expr {

    DataType type();

    /** The expression as EXPLAIN shows it. */
    String text();

    /** Column {@code index} of the input. */
    record ColumnRef(int index, String name, DataType type) implements Expr {
        @Override
        public String text() {
            return name;
        }
    }

    /**
     * A constant.
     *
     * @param value as its type stores it: {@code Long} (also bool, temporal, interval), {@code Double}, {@code String},
     *     {@code BigInteger}, {@code BigDecimal}, {@code List} ...; null for NULL
     */
    record Literal(@Nullable Object value, DataType type) implements Expr {
        @Override
        public String text() {
            if (value == null) {
                return "NULL";
            }
            return value instanceof String text ? "'" + text.replace("'", "''") + "'" : value.toString();
        }
    }

    /**
     * A function of its arguments. Two calls that are not deterministic and textually equal share one value per row
     * (see {@link #key}), also across the column defaults of one row: that is how Proton behaves.
     *
     * @param key the call's source text in normal form; equal keys of volatile functions share their value
     */
    record Call(ScalarFunction function, List<Expr> arguments, DataType type, String key) implements Expr {
        public Call {
            arguments = List.copyOf(arguments);
        }

        @Override
        public String text() {
            return function.name() + arguments.stream().map(Expr::text).collect(Collectors.joining(", ", "(", ")"));
        }
    }

    /**
     * A function given as argument: {@code x -> to_uint8(x + 10)}. The body refers to the parameters as columns 0, 1
     * ...
     */
    record Lambda(List<String> parameters, Expr body) implements Expr {
        @Override
        public DataType type() {
            return body.type();
        }

        @Override
        public String text() {
            return String.join(", ", parameters) + " -> " + body.text();
        }
    }
}
