package io.millrace.sql.type;

import io.millrace.sql.SqlException;
import java.time.DateTimeException;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** Reads type texts: {@code nullable(decimal(9, 4))}, {@code map(string, array(int))}. */
public final class Types {

    private static final Map<String, TypeKind> PLAIN = plain();
    private static final Map<String, Integer> DECIMALS =
            Map.of("decimal32", 9, "decimal64", 18, "decimal128", 38, "decimal256", 76);
    private static final List<String> PARAMETRIC = List.of(
            "decimal",
            "decimal32",
            "decimal64",
            "decimal128",
            "decimal256",
            "fixed_string",
            "datetime64",
            "enum",
            "enum8",
            "enum16",
            "array",
            "map",
            "tuple",
            "nullable",
            "low_cardinality");

    private static final int MAX_DECIMAL_DIGITS = 76;
    private static final int MAX_DEPTH = 64;

    private final String text;
    private int position;
    private int depth;

    private Types(String text) {
        this.text = text;
    }

    /**
     * The type that a text names; case of the names does not matter.
     *
     * @throws SqlException code 50 for an unknown name (with the nearest known one), 62 when the text is malformed, 36
     *     when a parameter is out of range
     */
    public static DataType parse(String text) {
        Types parser = new Types(text);
        DataType type = parser.type();
        parser.skipSpace();
        if (parser.position < text.length()) {
            throw parser.malformed("end of the type");
        }
        return type;
    }

    /** True when the name starts a type: {@code int}, {@code array}, {@code nullable}. */
    public static boolean isTypeName(String name) {
        String key = name.toLowerCase(Locale.ROOT);
        return PLAIN.containsKey(key) || PARAMETRIC.contains(key);
    }

    private static Map<String, TypeKind> plain() {
        Map<String, TypeKind> names = new TreeMap<>();
        for (TypeKind kind : TypeKind.values()) {
            switch (kind) {
                case DECIMAL, FIXED_STRING, ENUM8, ENUM16, ARRAY, MAP, TUPLE, INTERVAL, NOTHING -> {
                    // need parameters, or cannot be named
                }
                default -> names.put(kind.text(), kind);
            }
        }
        names.put("boolean", TypeKind.BOOL);
        names.put("tinyint", TypeKind.INT8);
        names.put("smallint", TypeKind.INT16);
        names.put("int", TypeKind.INT32);
        names.put("integer", TypeKind.INT32);
        names.put("bigint", TypeKind.INT64);
        names.put("uint", TypeKind.UINT32);
        names.put("float", TypeKind.FLOAT32);
        names.put("double", TypeKind.FLOAT64);
        names.put("text", TypeKind.STRING);
        names.put("varchar", TypeKind.STRING);
        names.put("char", TypeKind.STRING);
        names.put("datetime32", TypeKind.DATETIME);
        names.put("timestamp", TypeKind.DATETIME);
        return Map.copyOf(names);
    }

    private DataType type() {
        if (++depth > MAX_DEPTH) {
            throw SqlException.of(SqlException.Code.SYNTAX_ERROR, "type is nested more than " + MAX_DEPTH + " deep");
        }
        int start = position;
        String name = word();
        if (name.isEmpty()) {
            position = start;
            throw malformed("a type name");
        }
        String key = name.toLowerCase(Locale.ROOT);
        DataType type = switch (key) {
            case "nullable" -> nullable(single());
            case "low_cardinality" -> single().asLowCardinality();
            case "array" -> DataType.array(single());
            case "map" -> map();
            case "tuple" -> tuple();
            case "decimal" -> decimal();
            case "decimal32", "decimal64", "decimal128", "decimal256" ->
                decimalOf(DECIMALS.getOrDefault(key, MAX_DECIMAL_DIGITS));
            case "fixed_string" -> fixedString();
            case "datetime", "datetime32" -> datetime();
            case "datetime64" -> datetime64();
            case "enum", "enum8", "enum16" -> enumeration(key);
            default -> plainType(key, name);
        };
        depth--;
        return type;
    }

    private static DataType plainType(String key, String name) {
        if (key.startsWith("interval_")) {
            return TimeUnit.ofName(key.substring("interval_".length()))
                    .map(DataType::interval)
                    .orElseThrow(() -> unknown(name));
        }
        TypeKind kind = PLAIN.get(key);
        if (kind == null) {
            throw unknown(name);
        }
        return kind == TypeKind.DATETIME64 ? DataType.datetime64(3, null) : DataType.of(kind);
    }

    private static DataType nullable(DataType type) {
        return switch (type.kind()) {
            case ARRAY, MAP, TUPLE ->
                throw SqlException.of(
                        SqlException.Code.ILLEGAL_TYPE_OF_ARGUMENT,
                        "type " + type.text() + " cannot be inside nullable");
            default -> type.asNullable();
        };
    }

    private DataType single() {
        expect('(');
        DataType type = type();
        expect(')');
        return type;
    }

    private DataType map() {
        expect('(');
        DataType key = type();
        expect(',');
        DataType value = type();
        expect(')');
        return DataType.map(key, value);
    }

    private DataType tuple() {
        expect('(');
        List<DataType> elements = new ArrayList<>();
        List<String> names = new ArrayList<>();
        do {
            int start = position;
            String first = word();
            char next = peek();
            if (next == ',' || next == ')' || next == '(') {
                position = start;
            } else {
                names.add(first);
            }
            elements.add(type());
        } while (accept(','));
        expect(')');
        if (!names.isEmpty() && names.size() != elements.size()) {
            throw SqlException.of(
                    SqlException.Code.SYNTAX_ERROR, "name all elements of the tuple or none: " + text.strip());
        }
        return DataType.tuple(elements, names);
    }

    private DataType decimal() {
        if (!accept('(')) {
            return DataType.decimal(10, 0);
        }
        int precision = number(1, MAX_DECIMAL_DIGITS, "precision of decimal");
        int scale = accept(',') ? number(0, precision, "scale of decimal") : 0;
        expect(')');
        return DataType.decimal(precision, scale);
    }

    private DataType decimalOf(int precision) {
        expect('(');
        int scale = number(0, precision, "scale of decimal");
        expect(')');
        return DataType.decimal(precision, scale);
    }

    private DataType fixedString() {
        expect('(');
        int bytes = number(1, 1 << 24, "length of fixed_string");
        expect(')');
        return DataType.fixedString(bytes);
    }

    private DataType datetime() {
        if (!accept('(')) {
            return DataType.DATETIME;
        }
        String zone = zone();
        expect(')');
        return DataType.datetime(zone);
    }

    private DataType datetime64() {
        if (!accept('(')) {
            return DataType.datetime64(3, null);
        }
        int precision = number(0, 9, "precision of datetime64");
        String zone = accept(',') ? zone() : null;
        expect(')');
        return DataType.datetime64(precision, zone);
    }

    private String zone() {
        String zone = quoted();
        checkZone(zone);
        return zone;
    }

    /**
     * Checks a time zone's name.
     *
     * @throws SqlException code 36 when there is no such zone
     */
    public static ZoneId checkZone(String zone) {
        try {
            return ZoneId.of(zone);
        } catch (DateTimeException _) {
            throw SqlException.of(SqlException.Code.BAD_ARGUMENTS, "unknown time zone '" + zone + "'");
        }
    }

    private DataType enumeration(String key) {
        expect('(');
        Map<String, Integer> symbols = new LinkedHashMap<>();
        int next = 1;
        do {
            String symbol = quoted();
            int code = accept('=') ? number(-32_768, 32_767, "code of enum") : next;
            next = code + 1;
            if (symbols.containsValue(code) || symbols.put(symbol, code) != null) {
                throw SqlException.of(
                        SqlException.Code.BAD_ARGUMENTS, "symbol '" + symbol + "' = " + code + " is twice in the enum");
            }
        } while (accept(','));
        expect(')');
        boolean fitsByte = symbols.values().stream().allMatch(code -> code >= -128 && code <= 127);
        if (key.equals("enum8") && !fitsByte) {
            throw SqlException.of(SqlException.Code.BAD_ARGUMENTS, "codes of an enum8 are -128 to 127");
        }
        return DataType.enumeration(fitsByte && !key.equals("enum16") ? TypeKind.ENUM8 : TypeKind.ENUM16, symbols);
    }

    private int number(int min, int max, String what) {
        skipSpace();
        int start = position;
        while (position < text.length()
                && (Character.isDigit(text.charAt(position)) || (position == start && text.charAt(position) == '-'))) {
            position++;
        }
        try {
            int value = Integer.parseInt(text.substring(start, position));
            if (value >= min && value <= max) {
                return value;
            }
            throw SqlException.of(
                    SqlException.Code.BAD_ARGUMENTS, what + " must be " + min + " to " + max + ", was " + value);
        } catch (NumberFormatException _) {
            position = start;
            throw malformed("a number");
        }
    }

    private String quoted() {
        expect('\'');
        StringBuilder value = new StringBuilder();
        while (position < text.length()) {
            char c = text.charAt(position++);
            if (c == '\'') {
                if (position < text.length() && text.charAt(position) == '\'') {
                    position++;
                } else {
                    return value.toString();
                }
            } else if (c == '\\' && position < text.length()) {
                c = text.charAt(position++);
            }
            value.append(c);
        }
        throw malformed("a closing quote");
    }

    private String word() {
        skipSpace();
        int start = position;
        while (position < text.length() && isWordPart(text.charAt(position))) {
            position++;
        }
        return text.substring(start, position);
    }

    private static boolean isWordPart(char c) {
        return Character.isLetterOrDigit(c) || c == '_';
    }

    private char peek() {
        skipSpace();
        return position < text.length() ? text.charAt(position) : 0;
    }

    private boolean accept(char wanted) {
        if (peek() == wanted) {
            position++;
            return true;
        }
        return false;
    }

    private void expect(char wanted) {
        if (!accept(wanted)) {
            throw malformed("'" + wanted + "'");
        }
    }

    private void skipSpace() {
        while (position < text.length() && Character.isWhitespace(text.charAt(position))) {
            position++;
        }
    }

    private SqlException malformed(String expected) {
        String found = position < text.length() ? "'" + text.substring(position) + "'" : "the end";
        return SqlException.of(
                SqlException.Code.SYNTAX_ERROR,
                "type '" + text.strip() + "': expected " + expected + " but found " + found);
    }

    private static SqlException unknown(String name) {
        String lower = name.toLowerCase(Locale.ROOT);
        String nearest = Nearest.of(lower, allNames());
        return SqlException.of(
                SqlException.Code.UNKNOWN_TYPE,
                "unknown type '" + name + "'" + (nearest == null ? "" : ", did you mean '" + nearest + "'?"));
    }

    private static List<String> allNames() {
        List<String> names = new ArrayList<>(new java.util.TreeSet<>(PLAIN.keySet()));
        names.addAll(PARAMETRIC);
        return names;
    }
}
