package io.millrace.sql.type;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A type of the Proton dialect. Its {@link #text} is what DESCRIBE and result headers show, for example
 * {@code nullable(datetime64(3, 'UTC'))}.
 *
 * @param precision digits of a decimal, fraction digits of a datetime64 (0 to 9), bytes of a fixed_string; else 0
 * @param scale fraction digits of a decimal; else 0
 * @param zone time zone of a datetime or datetime64; null means UTC, not shown
 * @param elements element types of array (1), map (2: key, value) and tuple (n)
 * @param names field names of a tuple (empty when unnamed)
 * @param symbols texts and codes of an enum
 * @param unit unit of an interval, for example {@code SECOND}; else null
 */
public record DataType(
        TypeKind kind,
        boolean nullable,
        boolean lowCardinality,
        int precision,
        int scale,
        @Nullable String zone,
        List<DataType> elements,
        List<String> names,
        Map<String, Integer> symbols,
        @Nullable TimeUnit unit) {

    public static final DataType BOOL = of(TypeKind.BOOL);
    public static final DataType INT8 = of(TypeKind.INT8);
    public static final DataType INT16 = of(TypeKind.INT16);
    public static final DataType INT32 = of(TypeKind.INT32);
    public static final DataType INT64 = of(TypeKind.INT64);
    public static final DataType UINT8 = of(TypeKind.UINT8);
    public static final DataType UINT16 = of(TypeKind.UINT16);
    public static final DataType UINT32 = of(TypeKind.UINT32);
    public static final DataType UINT64 = of(TypeKind.UINT64);
    public static final DataType FLOAT32 = of(TypeKind.FLOAT32);
    public static final DataType FLOAT64 = of(TypeKind.FLOAT64);
    public static final DataType STRING = of(TypeKind.STRING);
    public static final DataType DATE = of(TypeKind.DATE);
    public static final DataType DATETIME = of(TypeKind.DATETIME);
    public static final DataType NOTHING = of(TypeKind.NOTHING).asNullable();

    public DataType {
        elements = List.copyOf(elements);
        names = List.copyOf(names);
        // an enum's declaration order is part of its text
        symbols = java.util.Collections.unmodifiableMap(new java.util.LinkedHashMap<>(symbols));
    }

    /** A type without parameters. */
    public static DataType of(TypeKind kind) {
        return new DataType(kind, false, false, 0, 0, null, List.of(), List.of(), Map.of(), null);
    }

    public static DataType decimal(int precision, int scale) {
        return new DataType(
                TypeKind.DECIMAL, false, false, precision, scale, null, List.of(), List.of(), Map.of(), null);
    }

    public static DataType fixedString(int bytes) {
        return new DataType(TypeKind.FIXED_STRING, false, false, bytes, 0, null, List.of(), List.of(), Map.of(), null);
    }

    /**
     * A timestamp with fraction.
     *
     * @param precision fraction digits, 0 to 9
     * @param zone null for the default, UTC
     */
    public static DataType datetime64(int precision, @Nullable String zone) {
        return new DataType(
                TypeKind.DATETIME64, false, false, precision, 0, zone, List.of(), List.of(), Map.of(), null);
    }

    public static DataType datetime(@Nullable String zone) {
        return new DataType(TypeKind.DATETIME, false, false, 0, 0, zone, List.of(), List.of(), Map.of(), null);
    }

    public static DataType array(DataType element) {
        return new DataType(TypeKind.ARRAY, false, false, 0, 0, null, List.of(element), List.of(), Map.of(), null);
    }

    public static DataType map(DataType key, DataType value) {
        return new DataType(TypeKind.MAP, false, false, 0, 0, null, List.of(key, value), List.of(), Map.of(), null);
    }

    /**
     * A tuple.
     *
     * @param names empty for an unnamed tuple
     */
    public static DataType tuple(List<DataType> elements, List<String> names) {
        return new DataType(TypeKind.TUPLE, false, false, 0, 0, null, elements, names, Map.of(), null);
    }

    /**
     * An enum.
     *
     * @param kind ENUM8 or ENUM16
     */
    public static DataType enumeration(TypeKind kind, Map<String, Integer> symbols) {
        return new DataType(kind, false, false, 0, 0, null, List.of(), List.of(), symbols, null);
    }

    public static DataType interval(TimeUnit unit) {
        return new DataType(TypeKind.INTERVAL, false, false, 0, 0, null, List.of(), List.of(), Map.of(), unit);
    }

    public DataType asNullable() {
        return nullable
                ? this
                : new DataType(kind, true, lowCardinality, precision, scale, zone, elements, names, symbols, unit);
    }

    public DataType notNullable() {
        return nullable
                ? new DataType(kind, false, lowCardinality, precision, scale, zone, elements, names, symbols, unit)
                : this;
    }

    public DataType asLowCardinality() {
        return new DataType(kind, nullable, true, precision, scale, zone, elements, names, symbols, unit);
    }

    public TypeKind.Storage storage() {
        return kind.storage();
    }

    /** Element type of an array, value type of a map. */
    public DataType last() {
        return elements.getLast();
    }

    /** The type as SQL writes it. */
    public String text() {
        String text = switch (kind) {
            case DECIMAL -> "decimal(" + precision + ", " + scale + ")";
            case FIXED_STRING -> "fixed_string(" + precision + ")";
            case DATETIME -> zone == null ? "datetime" : "datetime('" + zone + "')";
            case DATETIME64 ->
                zone == null ? "datetime64(" + precision + ")" : "datetime64(" + precision + ", '" + zone + "')";
            case ARRAY -> "array(" + last().text() + ")";
            case MAP -> "map(" + elements.getFirst().text() + ", " + last().text() + ")";
            case TUPLE -> tupleText();
            case ENUM8, ENUM16 ->
                symbols.entrySet().stream()
                        .map(symbol -> "'"
                                + symbol.getKey().replace("\\", "\\\\").replace("'", "''") + "' = " + symbol.getValue())
                        .collect(Collectors.joining(", ", kind.text() + "(", ")"));
            case INTERVAL ->
                "interval_" + (unit == null ? "second" : unit.name().toLowerCase(java.util.Locale.ROOT));
            default -> kind.text();
        };
        if (nullable && kind != TypeKind.NOTHING) {
            text = "nullable(" + text + ")";
        }
        return lowCardinality ? "low_cardinality(" + text + ")" : text;
    }

    private String tupleText() {
        StringBuilder text = new StringBuilder("tuple(");
        for (int i = 0; i < elements.size(); i++) {
            text.append(i == 0 ? "" : ", ");
            if (!names.isEmpty()) {
                text.append(names.get(i)).append(' ');
            }
            text.append(elements.get(i).text());
        }
        return text.append(')').toString();
    }

    @Override
    public String toString() {
        return text();
    }
}
