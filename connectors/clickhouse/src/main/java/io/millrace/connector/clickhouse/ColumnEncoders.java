package io.millrace.connector.clickhouse;

import io.millrace.connector.clickhouse.ColumnEncoder.Misfit;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Encoders by ClickHouse's names of types, as {@code system.columns} has them. */
final class ColumnEncoders {

    static final String TYPES =
            "(U)Int8 to (U)Int64, Float32, Float64, Decimal(P, S), Bool, String, FixedString(N), UUID,"
                    + " Date, DateTime, DateTime64(N), and Nullable and LowCardinality of these";

    private static final Pattern WRAPPED = Pattern.compile("(Nullable|LowCardinality)\\((.*)\\)");
    private static final Pattern SIZED = Pattern.compile(
            "(Decimal|Decimal32|Decimal64|Decimal128|DateTime64|FixedString)\\((\\d+)(?:, ?(\\d+)|, ?'[^']*')?\\)");
    private static final long MAX_UINT32 = (1L << 32) - 1;

    private ColumnEncoders() {}

    /** What kinds of values a type takes; types of one kind replace each other in a table. */
    enum Kind {
        WHOLE,
        NUMBER,
        TRUTH,
        TEXT,
        TIME,
        UUID
    }

    /** The type itself, without {@code Nullable} and {@code LowCardinality}. */
    static String bare(String type) {
        Matcher wrapped = WRAPPED.matcher(type);
        return wrapped.matches() ? bare(wrapped.group(2)) : type;
    }

    static boolean isNullable(String type) {
        Matcher wrapped = WRAPPED.matcher(type);
        return wrapped.matches() && (wrapped.group(1).equals("Nullable") || isNullable(wrapped.group(2)));
    }

    /** Whether values that are meant for one type can be written to another. */
    static boolean replaces(String type, String wanted) {
        Kind have = kind(bare(type));
        Kind want = kind(bare(wanted));
        return switch (want) {
            case WHOLE -> have == Kind.WHOLE || have == Kind.NUMBER;
            case TRUTH -> have == Kind.TRUTH || bare(type).equals("UInt8");
            case NUMBER, TEXT, TIME, UUID -> have == want;
            case null -> false;
        };
    }

    private static @Nullable Kind kind(String type) {
        String name = type.replaceFirst("\\(.*", "");
        return switch (name) {
            case "UInt8", "UInt16", "UInt32", "UInt64", "Int8", "Int16", "Int32", "Int64" -> Kind.WHOLE;
            case "Float32", "Float64", "Decimal", "Decimal32", "Decimal64", "Decimal128" -> Kind.NUMBER;
            case "Bool" -> Kind.TRUTH;
            case "String", "FixedString" -> Kind.TEXT;
            case "Date", "DateTime", "DateTime64" -> Kind.TIME;
            case "UUID" -> Kind.UUID;
            default -> null;
        };
    }

    /** An encoder for values other than null; null for a type that this connector cannot write. */
    static @Nullable ColumnEncoder of(String type) {
        String bare = bare(type);
        ColumnEncoder encoder = sized(bare);
        return encoder != null ? encoder : named(bare);
    }

    private static @Nullable ColumnEncoder named(String type) {
        return switch (type) {
            case "UInt8" -> (value, out) -> out.putByte((int) Numbers.toLong(value, 0, 255, false));
            case "UInt16" -> (value, out) -> out.putShort((int) Numbers.toLong(value, 0, 65_535, false));
            case "UInt32" -> (value, out) -> out.putInt((int) Numbers.toLong(value, 0, MAX_UINT32, false));
            case "UInt64" -> (value, out) -> out.putLong(Numbers.toLong(value, 0, Long.MAX_VALUE, true));
            case "Int8" -> (value, out) -> out.putByte((int) Numbers.toLong(value, -128, 127, false));
            case "Int16" ->
                (value, out) -> out.putShort((int) Numbers.toLong(value, Short.MIN_VALUE, Short.MAX_VALUE, false));
            case "Int32" ->
                (value, out) -> out.putInt((int) Numbers.toLong(value, Integer.MIN_VALUE, Integer.MAX_VALUE, false));
            case "Int64" -> (value, out) -> out.putLong(Numbers.toLong(value, Long.MIN_VALUE, Long.MAX_VALUE, false));
            case "Float32" -> (value, out) -> out.putInt(Float.floatToRawIntBits(narrow(Numbers.toDouble(value))));
            case "Float64" -> (value, out) -> out.putLong(Double.doubleToRawLongBits(Numbers.toDouble(value)));
            case "Bool" -> (value, out) -> out.putByte(truth(value) ? 1 : 0);
            case "String" -> (value, out) -> out.putText(text(value));
            case "UUID" -> ColumnEncoders::putUuid;
            case "Date" -> (value, out) -> out.putShort((int) within(Times.days(value), 65_535, "1970 to 2149"));
            case String time
            when time.matches("DateTime(\\('[^']*'\\))?") ->
                (value, out) -> out.putInt((int) within(Times.ticks(value, 0), MAX_UINT32, "1970 to 2106"));
            default -> null;
        };
    }

    private static @Nullable ColumnEncoder sized(String type) {
        Matcher matcher = SIZED.matcher(type);
        if (!matcher.matches()) {
            return null;
        }
        int first = Integer.parseInt(matcher.group(2));
        String second = matcher.group(3);
        return switch (matcher.group(1)) {
            case "Decimal" -> second == null ? decimal(first, 0) : decimal(first, Integer.parseInt(second));
            case "Decimal32" -> decimal(9, first);
            case "Decimal64" -> decimal(18, first);
            case "Decimal128" -> decimal(38, first);
            case "DateTime64" -> first > 9 ? null : (value, out) -> out.putLong(Times.ticks(value, first));
            default -> (value, out) -> putFixed(text(value), first, out);
        };
    }

    private static @Nullable ColumnEncoder decimal(int precision, int scale) {
        if (precision < 1 || precision > 76 || scale > precision) {
            return null;
        }
        int size = precision <= 9 ? 4 : precision <= 18 ? 8 : precision <= 38 ? 16 : 32;
        return (value, out) -> Numbers.putDecimal(value, precision, scale, size, out);
    }

    private static float narrow(double value) {
        float narrow = (float) value;
        if (Float.isInfinite(narrow)) {
            throw new Misfit("a number below 3.4e38");
        }
        return narrow;
    }

    private static long within(long value, long max, String years) {
        if (value < 0 || value > max) {
            throw new Misfit("a time of the years " + years);
        }
        return value;
    }

    private static boolean truth(Object value) {
        return switch (value) {
            case Boolean truth -> truth;
            case Long number when number == 0 || number == 1 -> number == 1;
            case String text when text.equals("true") || text.equals("false") -> text.equals("true");
            default -> throw new Misfit("true or false");
        };
    }

    private static String text(Object value) {
        return switch (value) {
            case String text -> text;
            case Long number -> number.toString();
            case BigInteger number -> number.toString();
            case BigDecimal number -> number.toString();
            case Boolean truth -> truth.toString();
            default -> throw new Misfit("a text");
        };
    }

    private static void putFixed(String text, int size, RowBuffer out) {
        byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
        if (utf8.length > size) {
            throw new Misfit("a text of at most " + size + " bytes");
        }
        out.putBytes(Arrays.copyOf(utf8, size));
    }

    private static void putUuid(Object value, RowBuffer out) {
        try {
            UUID uuid = UUID.fromString(text(value));
            out.putLong(uuid.getMostSignificantBits());
            out.putLong(uuid.getLeastSignificantBits());
        } catch (IllegalArgumentException e) {
            throw new Misfit("a UUID");
        }
    }
}
