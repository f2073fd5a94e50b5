package io.millrace.ksql.expr;

import io.millrace.ksql.KsqlException;
import io.millrace.ksql.ast.Expression.Comparison;
import io.millrace.ksql.ast.Expression.Comparison.Sign;
import io.millrace.ksql.parse.ExpressionText;
import io.millrace.ksql.type.Casts;
import io.millrace.ksql.type.Coercion;
import io.millrace.ksql.type.Converter;
import io.millrace.ksql.type.Ordering;
import io.millrace.ksql.type.SqlType;
import io.millrace.ksql.type.SqlType.Scalar;
import java.math.BigDecimal;
import java.util.Comparator;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Comparisons. A comparison with NULL is false, as in ksqlDB, except IS [NOT] DISTINCT FROM. */
final class Comparisons {

    private Comparisons() {}

    /** Two operands brought to one type. */
    record Pair(SqlType type, Typed left, Typed right) {}

    /**
     * Brings both to a type in which they can be compared; null when there is none. Numbers meet in DECIMAL where one
     * of them is exact, and texts are read as points in time where the other is one.
     */
    static @Nullable Pair pair(Typed left, Typed right) {
        SqlType common = common(left.type(), right.type());
        if (common == null) {
            return null;
        }
        Converter one = conversion(left.type(), common);
        Converter other = conversion(right.type(), common);
        return one == null || other == null ? null : new Pair(common, left.as(common, one), right.as(common, other));
    }

    private static @Nullable SqlType common(SqlType left, SqlType right) {
        if (left == Scalar.STRING && isTime(right)) {
            return right;
        }
        if (right == Scalar.STRING && isTime(left)) {
            return left;
        }
        boolean moments = (left == Scalar.TIMESTAMP && right == Scalar.DATE)
                || (left == Scalar.DATE && right == Scalar.TIMESTAMP);
        return moments ? Scalar.TIMESTAMP : Coercion.common(left, right);
    }

    private static boolean isTime(SqlType type) {
        return type == Scalar.TIMESTAMP || type == Scalar.DATE || type == Scalar.TIME;
    }

    private static @Nullable Converter conversion(SqlType from, SqlType to) {
        if (to instanceof SqlType.Decimal && Coercion.isNumeric(from)) {
            // compared by value: no rounding, no range
            return value -> value instanceof Double number ? BigDecimal.valueOf(number) : Coercion.exact(value);
        }
        return isTime(to) ? Casts.of(from, to) : Coercion.of(from, to);
    }

    static Typed of(Comparison comparison, Typed left, Typed right) {
        Sign sign = comparison.sign();
        Pair pair = pair(left, right);
        if (pair == null) {
            throw KsqlException.at(
                    comparison.position(),
                    "cannot compare " + left.type().text() + " with "
                            + right.type().text() + ", in " + ExpressionText.of(comparison));
        }
        RowExpression one = pair.left().code();
        RowExpression other = pair.right().code();
        if (sign == Sign.IS_DISTINCT || sign == Sign.IS_NOT_DISTINCT) {
            boolean distinct = sign == Sign.IS_DISTINCT;
            return new Typed(Scalar.BOOLEAN, row -> same(one.evaluate(row), other.evaluate(row)) != distinct);
        }
        if (left.type() == Scalar.NULL || right.type() == Scalar.NULL) {
            throw KsqlException.at(
                    comparison.position(),
                    "a comparison with NULL is never true: write IS NULL or IS NOT NULL instead of "
                            + ExpressionText.of(comparison));
        }
        boolean equality = sign == Sign.EQUAL || sign == Sign.NOT_EQUAL;
        Comparator<Object> order = Ordering.of(pair.type());
        if (order == null && !equality) {
            throw KsqlException.at(
                    comparison.position(),
                    pair.type().text() + " has no order: only = and <> work on it, in "
                            + ExpressionText.of(comparison));
        }
        return equality
                ? equality(one, other, sign == Sign.EQUAL)
                : ordered(one, other, sign, Objects.requireNonNullElse(order, (_, _) -> 0));
    }

    private static Typed equality(RowExpression one, RowExpression other, boolean equal) {
        return new Typed(Scalar.BOOLEAN, row -> {
            Object a = one.evaluate(row);
            Object b = other.evaluate(row);
            return a != null && b != null && same(a, b) == equal;
        });
    }

    private static Typed ordered(RowExpression one, RowExpression other, Sign sign, Comparator<Object> order) {
        return new Typed(Scalar.BOOLEAN, row -> {
            Object a = one.evaluate(row);
            Object b = other.evaluate(row);
            if (a == null || b == null) {
                return false;
            }
            int difference = order.compare(a, b);
            return switch (sign) {
                case LESS -> difference < 0;
                case LESS_OR_EQUAL -> difference <= 0;
                case GREATER -> difference > 0;
                case GREATER_OR_EQUAL -> difference >= 0;
                case EQUAL, NOT_EQUAL, IS_DISTINCT, IS_NOT_DISTINCT -> throw new IllegalStateException(sign.name());
            };
        });
    }

    /** Equal by value: 1.0 and 1.00 are the same decimal. */
    static boolean same(@Nullable Object a, @Nullable Object b) {
        if (a instanceof BigDecimal one && b instanceof BigDecimal other) {
            return one.compareTo(other) == 0;
        }
        if (a instanceof Double one && b instanceof Double other) {
            return one.doubleValue() == other.doubleValue();
        }
        return Objects.equals(a, b);
    }
}
