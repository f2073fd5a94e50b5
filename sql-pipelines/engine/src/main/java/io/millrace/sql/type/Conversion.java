package io.millrace.sql.type;

import io.millrace.sql.SqlException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Converts single boxed values from type to type: what {@code cast} does. */
public final class Conversion {

    private static final int DAY_SECONDS = 86_400;

    private Conversion() {}

    /**
     * The value in the other type; null stays null.
     *
     * @throws SqlException code 6 when a text cannot be read, 43 when there is no such conversion, 53 when null goes
     *     into a type that has none
     */
    public static @Nullable Object convert(@Nullable Object value, DataType from, DataType to) {
        if (value == null) {
            if (to.nullable()) {
                return null;
            }
            throw SqlException.of(
                    SqlException.Code.TYPE_MISMATCH, "cannot convert NULL to " + to.text() + ", which is not nullable");
        }
        if (TypeRules.plain(from).equals(TypeRules.plain(to))) {
            return value;
        }
        if (to.kind() == TypeKind.STRING || to.kind() == TypeKind.JSON) {
            String text = Texts.format(value, from);
            return from.kind() == TypeKind.FIXED_STRING ? trimmed(text) : text;
        }
        return switch (from.kind()) {
            case STRING, FIXED_STRING, JSON ->
                Parsing.parse(from.kind() == TypeKind.FIXED_STRING ? trimmed((String) value) : (String) value, to);
            case BOOL, INT8, INT16, INT32, INT64, UINT8, UINT16, UINT32, UINT64, INTERVAL ->
                fromInteger(Numbers.big(((Number) value).longValue(), from.kind()), from, to);
            case INT128, INT256, UINT128, UINT256 -> fromInteger((BigInteger) value, from, to);
            case FLOAT32, FLOAT64 -> fromDouble(((Number) value).doubleValue(), from, to);
            case DECIMAL -> fromDecimal((BigDecimal) value, from, to);
            case ENUM8, ENUM16 -> fromEnum(((Number) value).longValue(), from, to);
            case DATE, DATE32, DATETIME, DATETIME64 -> fromTime(((Number) value).longValue(), from, to);
            case IPV4 -> fromIpv4(((Number) value).longValue(), from, to);
            case ARRAY -> fromArray((List<?>) value, from, to);
            case TUPLE -> fromTuple((List<?>) value, from, to);
            case MAP -> fromMap((Map<?, ?>) value, from, to);
            case UUID, IPV6, NOTHING -> throw none(from, to);
        };
    }

    /** True when there is a conversion, though single values may not fit. */
    public static boolean exists(DataType from, DataType to) {
        TypeKind a = from.kind();
        TypeKind b = to.kind();
        if (a == TypeKind.NOTHING) {
            return true;
        }
        if (b == TypeKind.NOTHING || (b == TypeKind.INTERVAL && a != b && !a.isInteger())) {
            return false;
        }
        if (a.isText() || a == TypeKind.JSON || b == TypeKind.STRING || b == TypeKind.JSON || a == b) {
            return !isComposite(a) || a != b || elementsConvert(from, to);
        }
        boolean scalarTarget = b.isNumeric() || b == TypeKind.BOOL || b.isTemporal() || isEnum(b) || b == TypeKind.IPV4;
        return switch (a) {
            case UUID, IPV6, ARRAY, TUPLE, MAP -> false;
            case IPV4 -> b.isInteger() || b == TypeKind.IPV6;
            case INTERVAL -> b.isInteger();
            case FLOAT32, FLOAT64, DECIMAL -> scalarTarget && b != TypeKind.IPV4;
            default -> scalarTarget || b == TypeKind.INTERVAL;
        };
    }

    private static boolean elementsConvert(DataType from, DataType to) {
        if (from.elements().size() != to.elements().size()) {
            return false;
        }
        for (int i = 0; i < from.elements().size(); i++) {
            if (!exists(from.elements().get(i), to.elements().get(i))) {
                return false;
            }
        }
        return true;
    }

    private static boolean isComposite(TypeKind kind) {
        return kind == TypeKind.ARRAY || kind == TypeKind.MAP || kind == TypeKind.TUPLE;
    }

    private static boolean isEnum(TypeKind kind) {
        return kind == TypeKind.ENUM8 || kind == TypeKind.ENUM16;
    }

    /** The error of a conversion that does not exist. */
    public static SqlException none(DataType from, DataType to) {
        return SqlException.of(
                SqlException.Code.ILLEGAL_TYPE_OF_ARGUMENT, "cannot convert " + from.text() + " to " + to.text());
    }

    private static String trimmed(String fixed) {
        int end = fixed.length();
        while (end > 0 && fixed.charAt(end - 1) == 0) {
            end--;
        }
        return fixed.substring(0, end);
    }

    private static Object fromInteger(BigInteger value, DataType from, DataType to) {
        TypeKind kind = to.kind();
        return switch (kind) {
            case BOOL -> value.signum() != 0 ? 1L : 0L;
            case INT8, INT16, INT32, INT64, UINT8, UINT16, UINT32, UINT64, IPV4, INTERVAL ->
                Numbers.wrap(value.longValue(), kind);
            case INT128, INT256, UINT128, UINT256 -> Numbers.wrap(value, kind);
            case FLOAT32 -> (double) value.floatValue();
            case FLOAT64 -> value.doubleValue();
            case DECIMAL -> Numbers.checkDecimal(new BigDecimal(value).setScale(to.scale()), to);
            case DATE, DATE32 -> dateOfNumber(value.longValue());
            case DATETIME -> value.longValue();
            case DATETIME64 -> value.longValue() * Texts.power10(to.precision());
            case ENUM8, ENUM16 -> codeOf(value.longValue(), to);
            default -> throw none(from, to);
        };
    }

    /** Small numbers are days, larger ones seconds, since 1970. */
    private static Long dateOfNumber(long value) {
        return Math.abs(value) < 65_536 ? value : Math.floorDiv(value, DAY_SECONDS);
    }

    private static Long codeOf(long value, DataType to) {
        if (value != (int) value || !to.symbols().containsValue((int) value)) {
            throw SqlException.of(SqlException.Code.CANNOT_PARSE, value + " is no code of " + to.text());
        }
        return value;
    }

    private static Object fromDouble(double value, DataType from, DataType to) {
        TypeKind kind = to.kind();
        return switch (kind) {
            case FLOAT32 -> (double) (float) value;
            case FLOAT64 -> value;
            case BOOL -> value != 0 ? 1L : 0L;
            case DECIMAL -> {
                if (!Double.isFinite(value)) {
                    throw SqlException.of(
                            SqlException.Code.CANNOT_PARSE, Texts.format(value) + " does not fit in " + to.text());
                }
                yield Numbers.checkDecimal(
                        new BigDecimal(Texts.format(value, from)).setScale(to.scale(), RoundingMode.DOWN), to);
            }
            case DATETIME64 -> (long) Math.floor(value * Texts.power10(to.precision()));
            default ->
                fromInteger(Double.isFinite(value) ? new BigDecimal(value).toBigInteger() : BigInteger.ZERO, from, to);
        };
    }

    private static Object fromDecimal(BigDecimal value, DataType from, DataType to) {
        TypeKind kind = to.kind();
        return switch (kind) {
            case DECIMAL -> Numbers.checkDecimal(value.setScale(to.scale(), RoundingMode.DOWN), to);
            case FLOAT32 -> (double) value.floatValue();
            case FLOAT64 -> value.doubleValue();
            case BOOL -> value.signum() != 0 ? 1L : 0L;
            case DATETIME64 ->
                value.movePointRight(to.precision())
                        .setScale(0, RoundingMode.FLOOR)
                        .longValue();
            default -> fromInteger(value.toBigInteger(), from, to);
        };
    }

    private static Object fromEnum(long code, DataType from, DataType to) {
        if (isEnum(to.kind()) || to.kind() == TypeKind.FIXED_STRING) {
            return Parsing.parse(Texts.format(code, from), to);
        }
        return fromInteger(BigInteger.valueOf(code), from, to);
    }

    private static Object fromTime(long value, DataType from, DataType to) {
        TypeKind kind = to.kind();
        boolean date = !from.kind().isTimestamp();
        if (kind == TypeKind.DATE || kind == TypeKind.DATE32) {
            return date ? value : dayOf(value, from);
        }
        if (kind == TypeKind.DATETIME || kind == TypeKind.DATETIME64) {
            if (date) {
                long second = LocalDate.ofEpochDay(value)
                        .atStartOfDay(Texts.zoneOf(to.zone()))
                        .toEpochSecond();
                return second * Texts.power10(to.precision());
            }
            return rescale(value, from.precision(), to.precision());
        }
        if (kind.isFloat()) {
            double seconds = date ? value : value / (double) Texts.power10(from.precision());
            return kind == TypeKind.FLOAT32 ? (double) (float) seconds : seconds;
        }
        if (kind == TypeKind.DECIMAL) {
            return fromDecimal(BigDecimal.valueOf(value, from.precision()), from, to);
        }
        if (kind.isInteger() || kind == TypeKind.BOOL) {
            long whole = date ? value : Math.floorDiv(value, Texts.power10(from.precision()));
            return fromInteger(BigInteger.valueOf(whole), from, to);
        }
        throw none(from, to);
    }

    private static Long dayOf(long ticks, DataType from) {
        long second = Math.floorDiv(ticks, Texts.power10(from.precision()));
        if (from.zone() == null) {
            return Math.floorDiv(second, (long) DAY_SECONDS);
        }
        return Instant.ofEpochSecond(second)
                .atZone(Texts.zoneOf(from.zone()))
                .toLocalDate()
                .toEpochDay();
    }

    /** Ticks of one precision in another; fractions are cut towards the past. */
    public static long rescale(long ticks, int from, int to) {
        return to >= from ? ticks * Texts.power10(to - from) : Math.floorDiv(ticks, Texts.power10(from - to));
    }

    private static Object fromIpv4(long address, DataType from, DataType to) {
        if (to.kind() == TypeKind.IPV6) {
            return "::ffff:" + Texts.format(address, from);
        }
        if (to.kind().isInteger()) {
            return fromInteger(BigInteger.valueOf(address), from, to);
        }
        throw none(from, to);
    }

    private static Object fromArray(List<?> values, DataType from, DataType to) {
        if (to.kind() != TypeKind.ARRAY) {
            throw none(from, to);
        }
        List<@Nullable Object> converted = new ArrayList<>(values.size());
        for (Object value : values) {
            converted.add(convert(value, from.last(), to.last()));
        }
        return converted;
    }

    private static Object fromTuple(List<?> values, DataType from, DataType to) {
        if (to.kind() != TypeKind.TUPLE || to.elements().size() != values.size()) {
            throw none(from, to);
        }
        List<@Nullable Object> converted = new ArrayList<>(values.size());
        for (int i = 0; i < values.size(); i++) {
            converted.add(
                    convert(values.get(i), from.elements().get(i), to.elements().get(i)));
        }
        return converted;
    }

    private static Object fromMap(Map<?, ?> values, DataType from, DataType to) {
        if (to.kind() != TypeKind.MAP) {
            throw none(from, to);
        }
        Map<@Nullable Object, @Nullable Object> converted = new LinkedHashMap<>();
        for (Map.Entry<?, ?> entry : values.entrySet()) {
            converted.put(
                    convert(
                            entry.getKey(),
                            from.elements().getFirst(),
                            to.elements().getFirst()),
                    convert(entry.getValue(), from.last(), to.last()));
        }
        return converted;
    }
}
