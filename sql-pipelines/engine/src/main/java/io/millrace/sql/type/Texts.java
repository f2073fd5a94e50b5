package io.millrace.sql.type;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Values as texts, the way {@code to_string} writes them. Values are boxed as literals hold them. */
public final class Texts {

    private static final long[] POWERS = {
        1L, 10L, 100L, 1_000L, 10_000L, 100_000L, 1_000_000L, 10_000_000L, 100_000_000L, 1_000_000_000L
    };

    private Texts() {}

    /** The text of a value; {@code NULL} for null. */
    public static String format(@Nullable Object value, DataType type) {
        if (value == null) {
            return "NULL";
        }
        return switch (type.kind()) {
            case BOOL -> ((Number) value).longValue() != 0 ? "true" : "false";
            case UINT64 -> Long.toUnsignedString(((Number) value).longValue());
            case FLOAT32 -> format(((Number) value).floatValue());
            case FLOAT64 -> format(((Number) value).doubleValue());
            case DECIMAL -> ((BigDecimal) value).toPlainString();
            case DATE, DATE32 -> date(((Number) value).longValue());
            case DATETIME -> timestamp(((Number) value).longValue(), 0, type.zone());
            case DATETIME64 -> timestamp(((Number) value).longValue(), type.precision(), type.zone());
            case IPV4 -> ipv4(((Number) value).longValue());
            case ENUM8, ENUM16 -> symbol(((Number) value).intValue(), type);
            case ARRAY -> list((List<?>) value, type);
            case TUPLE -> tuple((List<?>) value, type);
            case MAP -> map((Map<?, ?>) value, type);
            default -> value.toString();
        };
    }

    /** 10 to that power, 0 to 9. */
    public static long power10(int exponent) {
        return POWERS[exponent];
    }

    /** The shortest text that reads back as the same double. */
    public static String format(double value) {
        if (value == Math.rint(value) && Math.abs(value) < 1e15) {
            return value == 0 && 1 / value < 0 ? "-0" : Long.toString((long) value);
        }
        return Double.isFinite(value) ? shortest(Double.toString(value)) : special(value);
    }

    /** The shortest text that reads back as the same float. */
    public static String format(float value) {
        if (value == Math.rint(value) && Math.abs(value) < 1e7f) {
            return value == 0 && 1 / value < 0 ? "-0" : Long.toString((long) value);
        }
        return Float.isFinite(value) ? shortest(Float.toString(value)) : special(value);
    }

    private static String special(double value) {
        return Double.isNaN(value) ? "nan" : value > 0 ? "inf" : "-inf";
    }

    /** From Java's notation to the dialect's: plain from 1e-6 to below 1e21, else with exponent. */
    private static String shortest(String java) {
        int e = java.indexOf('E');
        if (e < 0) {
            return java.endsWith(".0") ? java.substring(0, java.length() - 2) : java;
        }
        int exponent = Integer.parseInt(java.substring(e + 1));
        if (exponent >= -6 && exponent < 21) {
            return new BigDecimal(java).stripTrailingZeros().toPlainString();
        }
        String mantissa = java.substring(0, e);
        if (mantissa.endsWith(".0")) {
            mantissa = mantissa.substring(0, mantissa.length() - 2);
        }
        return mantissa + "e" + exponent;
    }

    /** {@code 2020-01-31}, from days since 1970. */
    public static String date(long days) {
        return LocalDate.ofEpochDay(days).toString();
    }

    /**
     * {@code 2020-01-31 20:00:00.000}.
     *
     * @param ticks of 10^-precision seconds
     * @param zone null is UTC
     */
    public static String timestamp(long ticks, int precision, @Nullable String zone) {
        long unit = POWERS[precision];
        ZonedDateTime time = Instant.ofEpochSecond(Math.floorDiv(ticks, unit)).atZone(zoneOf(zone));
        StringBuilder text = new StringBuilder(29);
        text.append(time.toLocalDate()).append(' ');
        two(text, time.getHour());
        text.append(':');
        two(text, time.getMinute());
        text.append(':');
        two(text, time.getSecond());
        if (precision > 0) {
            text.append('.');
            String fraction = Long.toString(Math.floorMod(ticks, unit));
            text.repeat('0', precision - fraction.length()).append(fraction);
        }
        return text.toString();
    }

    private static void two(StringBuilder text, int number) {
        if (number < 10) {
            text.append('0');
        }
        text.append(number);
    }

    /** The zone of a type; null is UTC. */
    public static ZoneId zoneOf(@Nullable String zone) {
        return zone == null || zone.equals("UTC") ? ZoneOffset.UTC : Types.checkZone(zone);
    }

    private static String ipv4(long address) {
        return ((address >> 24) & 255) + "." + ((address >> 16) & 255) + "." + ((address >> 8) & 255) + "."
                + (address & 255);
    }

    private static String symbol(int code, DataType type) {
        for (Map.Entry<String, Integer> symbol : type.symbols().entrySet()) {
            if (symbol.getValue() == code) {
                return symbol.getKey();
            }
        }
        return Integer.toString(code);
    }

    private static String list(List<?> values, DataType type) {
        StringBuilder text = new StringBuilder("[");
        for (int i = 0; i < values.size(); i++) {
            text.append(i == 0 ? "" : ",").append(nested(values.get(i), type.last()));
        }
        return text.append(']').toString();
    }

    private static String tuple(List<?> values, DataType type) {
        StringBuilder text = new StringBuilder("(");
        for (int i = 0; i < values.size(); i++) {
            text.append(i == 0 ? "" : ",")
                    .append(nested(values.get(i), type.elements().get(i)));
        }
        return text.append(')').toString();
    }

    private static String map(Map<?, ?> values, DataType type) {
        StringBuilder text = new StringBuilder("{");
        for (Map.Entry<?, ?> entry : values.entrySet()) {
            text.append(text.length() == 1 ? "" : ",")
                    .append(nested(entry.getKey(), type.elements().getFirst()))
                    .append(':')
                    .append(nested(entry.getValue(), type.last()));
        }
        return text.append('}').toString();
    }

    /** Inside arrays, tuples and maps everything but numbers is quoted. */
    private static String nested(@Nullable Object value, DataType type) {
        String text = format(value, type);
        boolean bare = value == null
                || switch (type.kind()) {
                    case ARRAY, MAP, TUPLE, BOOL, NOTHING -> true;
                    default -> type.kind().isNumeric();
                };
        return bare ? text : "'" + text.replace("\\", "\\\\").replace("'", "\\'") + "'";
    }
}
