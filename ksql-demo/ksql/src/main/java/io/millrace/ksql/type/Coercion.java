package io.millrace.ksql.type;

import io.millrace.ksql.type.SqlType.ArrayOf;
import io.millrace.ksql.type.SqlType.Decimal;
import io.millrace.ksql.type.SqlType.MapOf;
import io.millrace.ksql.type.SqlType.Scalar;
import io.millrace.ksql.type.SqlType.StructOf;
import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/** Conversions that need no CAST: INTEGER to BIGINT to DECIMAL to DOUBLE, and NULL to anything. */
public final class Coercion {

    private Coercion() {}

    public static boolean isNumeric(SqlType type) {
        return type == Scalar.INTEGER || type == Scalar.BIGINT || type == Scalar.DOUBLE || type instanceof Decimal;
    }

    /** The decimal type that holds every value of INTEGER, BIGINT or the decimal itself. */
    public static Decimal decimal(SqlType type) {
        if (type instanceof Decimal decimal) {
            return decimal;
        }
        if (type == Scalar.INTEGER) {
            return new Decimal(10, 0);
        }
        if (type == Scalar.BIGINT) {
            return new Decimal(19, 0);
        }
        throw new IllegalArgumentException(type.text() + " is not exact");
    }

    /** The conversion, null when it needs a CAST or does not exist. */
    public static @Nullable Converter of(SqlType from, SqlType to) {
        if (from.equals(to) || from == Scalar.NULL) {
            return Converter.NONE;
        }
        if (isNumeric(from) && isNumeric(to)) {
            return number(from, to);
        }
        boolean nested = (from instanceof ArrayOf && to instanceof ArrayOf)
                || (from instanceof MapOf && to instanceof MapOf)
                || (from instanceof StructOf && to instanceof StructOf);
        return nested ? Nested.convert(from, to, Coercion::of) : null;
    }

    private static @Nullable Converter number(SqlType from, SqlType to) {
        if (from == Scalar.INTEGER && to == Scalar.BIGINT) {
            return value -> ((Number) value).longValue();
        }
        if (to == Scalar.DOUBLE) {
            return value -> ((Number) value).doubleValue();
        }
        if (to instanceof Decimal target && from != Scalar.DOUBLE) {
            Decimal source = decimal(from);
            boolean wider = target.scale() >= source.scale()
                    && target.precision() - target.scale() >= source.precision() - source.scale();
            // a whole number goes into any decimal: whether it fits shows by its value
            if (wider || !(from instanceof Decimal)) {
                return value -> Decimals.fit(exact(value), target);
            }
        }
        return null;
    }

    /** A whole or decimal number as BigDecimal. */
    public static BigDecimal exact(Object value) {
        return value instanceof BigDecimal decimal ? decimal : BigDecimal.valueOf(((Number) value).longValue());
    }

    /** The type to which both can be converted without CAST, null when there is none. */
    public static @Nullable SqlType common(SqlType left, SqlType right) {
        if (left.equals(right) || right == Scalar.NULL) {
            return left;
        }
        if (left == Scalar.NULL) {
            return right;
        }
        if (isNumeric(left) && isNumeric(right)) {
            return commonNumber(left, right);
        }
        if (left instanceof ArrayOf one && right instanceof ArrayOf other) {
            SqlType item = common(one.item(), other.item());
            return item == null ? null : new ArrayOf(item);
        }
        if (left instanceof MapOf one && right instanceof MapOf other) {
            SqlType key = common(one.key(), other.key());
            SqlType value = common(one.value(), other.value());
            return key == null || value == null ? null : new MapOf(key, value);
        }
        return null;
    }

    private static SqlType commonNumber(SqlType left, SqlType right) {
        if (left == Scalar.DOUBLE || right == Scalar.DOUBLE) {
            return Scalar.DOUBLE;
        }
        if (left instanceof Decimal || right instanceof Decimal) {
            Decimal one = decimal(left);
            Decimal other = decimal(right);
            int scale = Math.max(one.scale(), other.scale());
            int whole = Math.max(one.precision() - one.scale(), other.precision() - other.scale());
            return new Decimal(whole + scale, scale);
        }
        return Scalar.BIGINT;
    }
}
