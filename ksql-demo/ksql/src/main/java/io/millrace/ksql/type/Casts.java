package io.millrace.ksql.type;

import io.millrace.ksql.type.SqlType.ArrayOf;
import io.millrace.ksql.type.SqlType.Decimal;
import io.millrace.ksql.type.SqlType.MapOf;
import io.millrace.ksql.type.SqlType.Scalar;
import io.millrace.ksql.type.SqlType.StructOf;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneOffset;
import org.jspecify.annotations.Nullable;

/** CAST: all implicit conversions, and those that can lose or fail. */
public final class Casts {

    private Casts() {}

    /** The conversion, null when there is none between these types. */
    public static @Nullable Converter of(SqlType from, SqlType to) {
        Converter implicit = Coercion.of(from, to);
        if (implicit != null) {
            return implicit;
        }
        if (to == Scalar.STRING) {
            return text(from);
        }
        if (from == Scalar.STRING) {
            return parse(to);
        }
        if (Coercion.isNumeric(from) && Coercion.isNumeric(to)) {
            return number(to);
        }
        Converter temporal = temporal(from, to);
        boolean nested = (from instanceof ArrayOf && to instanceof ArrayOf)
                || (from instanceof MapOf && to instanceof MapOf)
                || (from instanceof StructOf && to instanceof StructOf);
        return nested ? Nested.convert(from, to, Casts::of) : temporal;
    }

    private static @Nullable Converter text(SqlType from) {
        return switch (from) {
            case Decimal _ -> value -> ((BigDecimal) value).toPlainString();
            case Scalar scalar when scalar == Scalar.TIMESTAMP -> value -> TimeText.of((Instant) value);
            case Scalar scalar when scalar == Scalar.TIME -> value -> TimeText.of((LocalTime) value);
            case Scalar scalar when scalar == Scalar.BYTES -> null;
            case Scalar _ -> Object::toString;
            default -> value -> ValueText.of(value, from);
        };
    }

    private static @Nullable Converter parse(SqlType to) {
        if (to instanceof Decimal decimal) {
            return value -> Decimals.fit(decimal((String) value), decimal);
        }
        if (!(to instanceof Scalar scalar)) {
            return null;
        }
        return switch (scalar) {
            case BOOLEAN -> value -> truth((String) value);
            case INTEGER -> value -> Integer.valueOf(whole((String) value, scalar));
            case BIGINT -> value -> Long.valueOf(whole((String) value, scalar));
            case DOUBLE -> value -> number((String) value);
            case TIMESTAMP -> value -> TimeText.instant((String) value);
            case DATE -> value -> TimeText.date((String) value);
            case TIME -> value -> TimeText.time((String) value);
            case STRING, BYTES, NULL -> null;
        };
    }

    /** {@code true} in any case; everything else is false. */
    private static Boolean truth(String text) {
        return text.strip().equalsIgnoreCase("true");
    }

    private static String whole(String text, Scalar type) {
        String digits = text.strip();
        int start = digits.startsWith("-") || digits.startsWith("+") ? 1 : 0;
        boolean valid = digits.length() > start
                && digits.chars().skip(start).allMatch(c -> c >= '0' && c <= '9')
                && fits(digits, type);
        if (!valid) {
            throw new IllegalArgumentException("'" + text + "' is no " + type);
        }
        return digits;
    }

    private static boolean fits(String digits, Scalar type) {
        int longest = type == Scalar.INTEGER ? 11 : 20;
        if (digits.length() <= longest - 2) {
            return true;
        }
        int bits = type == Scalar.INTEGER ? Integer.SIZE : Long.SIZE;
        // leading zeros are no reason to refuse, but thousands of digits are
        return digits.length() < 100 && new BigDecimal(digits).toBigInteger().bitLength() < bits;
    }

    private static Double number(String text) {
        String trimmed = text.strip();
        boolean plain =
                !trimmed.isEmpty() && trimmed.chars().allMatch(c -> (c >= '0' && c <= '9') || "+-.eE".indexOf(c) >= 0);
        boolean named = trimmed.equalsIgnoreCase("NaN")
                || trimmed.equalsIgnoreCase("Infinity")
                || trimmed.equalsIgnoreCase("-Infinity");
        if (named) {
            return trimmed.equalsIgnoreCase("NaN")
                    ? Double.NaN
                    : trimmed.startsWith("-") ? Double.NEGATIVE_INFINITY : Double.POSITIVE_INFINITY;
        }
        if (!plain) {
            throw new IllegalArgumentException("'" + text + "' is no DOUBLE");
        }
        try {
            return Double.valueOf(trimmed);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("'" + text + "' is no DOUBLE");
        }
    }

    private static BigDecimal decimal(String text) {
        String trimmed = text.strip();
        try {
            BigDecimal value = new BigDecimal(trimmed);
            // 1e999999999 is short to write and gigabytes to hold
            if (trimmed.length() > 200 || Math.abs((long) value.scale()) > 200) {
                throw new IllegalArgumentException("'" + trimmed + "' has too many digits");
            }
            return value;
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("'" + text + "' is no DECIMAL");
        }
    }

    private static @Nullable Converter number(SqlType to) {
        if (to instanceof Decimal decimal) {
            return value -> Decimals.fit(
                    value instanceof Double number ? BigDecimal.valueOf(number) : Coercion.exact(value), decimal);
        }
        return to == Scalar.INTEGER
                ? value -> ((Number) value).intValue()
                : to == Scalar.BIGINT ? value -> ((Number) value).longValue() : null;
    }

    private static @Nullable Converter temporal(SqlType from, SqlType to) {
        if (from == Scalar.TIMESTAMP && to == Scalar.DATE) {
            return value -> LocalDate.ofInstant((Instant) value, ZoneOffset.UTC);
        }
        if (from == Scalar.TIMESTAMP && to == Scalar.TIME) {
            return value -> LocalTime.ofInstant((Instant) value, ZoneOffset.UTC);
        }
        if (from == Scalar.DATE && to == Scalar.TIMESTAMP) {
            return value -> ((LocalDate) value).atStartOfDay(ZoneOffset.UTC).toInstant();
        }
        if (from == Scalar.TIMESTAMP && to == Scalar.BIGINT) {
            return value -> ((Instant) value).toEpochMilli();
        }
        if (to == Scalar.TIMESTAMP && (from == Scalar.BIGINT || from == Scalar.INTEGER)) {
            return value -> Instant.ofEpochMilli(((Number) value).longValue());
        }
        return null;
    }
}
