package io.millrace.sql.function;

import com.fasterxml.jackson.core.JsonToken;
import io.millrace.sql.type.DataType;
import io.millrace.sql.type.TypeKind;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Functions of JSON texts. A path is given as keys and positions: {@code json_extract_int(s, 'items', 1, 'price')}.
 * Where nothing stands, or something else, the result is the type's zero.
 */
final class JsonFunctions {

    private JsonFunctions() {}

    static void register(Registry registry) {
        extract(
                registry,
                "json_extract_string",
                "The text at a path; other values as written.",
                DataType.STRING,
                found -> found == null || found.token() == JsonToken.VALUE_NULL ? "" : found.text());
        extract(
                registry,
                "json_extract_int",
                "The whole number at a path.",
                DataType.INT64,
                found -> number(found).longValue());
        extract(
                registry,
                "json_extract_uint",
                "The whole number at a path.",
                DataType.UINT64,
                found -> number(found).longValue());
        extract(
                registry,
                "json_extract_float",
                "The number at a path.",
                DataType.FLOAT64,
                found -> number(found).doubleValue());
        extract(
                registry,
                "json_extract_bool",
                "The truth at a path.",
                DataType.BOOL,
                found -> found != null && found.token() == JsonToken.VALUE_TRUE ? 1L : 0L);
        extract(
                registry,
                "json_extract_raw",
                "What stands at a path, as written.",
                DataType.STRING,
                JsonFunctions::raw);
        extract(
                registry,
                "json_has",
                "True when something stands at a path.",
                DataType.BOOL,
                found -> found == null ? 0L : 1L);
        extract(
                registry,
                "json_type",
                "Object, Array, String, Int64, Double, Bool or Null.",
                DataType.STRING,
                JsonFunctions::type);
        extract(
                registry,
                "json_length",
                "Items of an array, fields of an object.",
                DataType.UINT64,
                found -> found == null ? 0L : Json.length(found.text()));
        extract(
                registry,
                "json_extract_array",
                "The items of an array, as written.",
                DataType.array(DataType.STRING),
                found -> found == null ? List.of() : items(found.text()));
        registry.alias("json_extract_array_raw", "json_extract_array");
        registry.add(new Scalar(
                        "is_valid_json",
                        "(s)",
                        "True when the text is one JSON value.",
                        arguments -> {
                            StringFunctions.requireText(arguments, 0);
                            return DataType.BOOL;
                        },
                        (_, type, _) -> Kernels.rows(type, row -> Json.isValid(StringFunctions.text(row[0])) ? 1L : 0L))
                .arity(1, 1));
        registry.add(new Scalar(
                        "json_value",
                        "(s, '$.path')",
                        "The plain value at a path; empty for objects and arrays.",
                        arguments -> {
                            StringFunctions.requireText(arguments, 0);
                            path(arguments);
                            return DataType.STRING;
                        },
                        (arguments, type, _) -> {
                            List<Object> path = path(arguments);
                            return Kernels.rows(type, row -> {
                                Json.Found found = Json.find(StringFunctions.text(row[0]), path);
                                return found != null
                                                && !found.token().isStructStart()
                                                && found.token() != JsonToken.VALUE_NULL
                                        ? found.text()
                                        : "";
                            });
                        })
                .arity(2, 2));
    }

    private static List<String> items(String array) {
        List<String> items = new ArrayList<>();
        long length = array.startsWith("[") ? Json.length(array) : 0;
        for (long n = 1; n <= length; n++) {
            items.add(raw(Json.find(array, List.of(n))));
        }
        return items;
    }

    private static void extract(
            Registry registry,
            String name,
            String summary,
            DataType type,
            Function<Json.@Nullable Found, Object> function) {
        registry.add(new Scalar(
                        name,
                        "(s, key or position, ...)",
                        summary,
                        arguments -> {
                            StringFunctions.requireText(arguments, 0);
                            checkPath(arguments);
                            return type;
                        },
                        (_, _, _) -> Kernels.rows(type, row -> {
                            List<Object> path = new ArrayList<>();
                            for (int i = 1; i < row.length; i++) {
                                Object step = row[i];
                                path.add(step == null ? "" : step);
                            }
                            return function.apply(Json.find(StringFunctions.text(row[0]), path));
                        }))
                .arity(1, Integer.MAX_VALUE));
    }

    private static void checkPath(Arguments arguments) {
        for (int i = 1; i < arguments.count(); i++) {
            TypeKind kind = arguments.kind(i);
            boolean position = kind.isInteger() && kind.storage() == TypeKind.Storage.LONG;
            if (!position && !Concat.isText(kind)) {
                throw arguments.illegal(i, "a key or a position");
            }
        }
    }

    private static Number number(Json.@Nullable Found found) {
        if (found == null) {
            return 0L;
        }
        try {
            return switch (found.token()) {
                case VALUE_NUMBER_INT, VALUE_STRING -> parse(found.text());
                case VALUE_NUMBER_FLOAT -> Double.valueOf(found.text());
                case VALUE_TRUE -> 1L;
                default -> 0L;
            };
        } catch (NumberFormatException _) {
            return 0L;
        }
    }

    private static Number parse(String text) {
        try {
            return Long.valueOf(text);
        } catch (NumberFormatException _) {
            return new java.math.BigDecimal(text);
        }
    }

    private static String raw(Json.@Nullable Found found) {
        if (found == null) {
            return "";
        }
        if (found.token() != JsonToken.VALUE_STRING) {
            return found.text();
        }
        StringBuilder quoted = new StringBuilder("\"");
        com.fasterxml.jackson.core.io.JsonStringEncoder.getInstance().quoteAsString(found.text(), quoted);
        return quoted.append('"').toString();
    }

    private static String type(Json.@Nullable Found found) {
        if (found == null) {
            return "Null";
        }
        return switch (found.token()) {
            case START_OBJECT -> "Object";
            case START_ARRAY -> "Array";
            case VALUE_STRING -> "String";
            case VALUE_NUMBER_INT -> "Int64";
            case VALUE_NUMBER_FLOAT -> "Double";
            case VALUE_TRUE, VALUE_FALSE -> "Bool";
            default -> "Null";
        };
    }

    /** {@code $.a.b[0]} as steps; positions there count from 0. */
    private static List<Object> path(Arguments arguments) {
        String text = arguments.text(1);
        List<Object> steps = new ArrayList<>();
        if (!text.startsWith("$")) {
            throw arguments.bad("a path starts with $, as in '$.a.b[0]'");
        }
        int at = 1;
        while (at < text.length()) {
            boolean field = text.charAt(at) == '.';
            int end = at + 1;
            while (end < text.length() && (field ? ".[".indexOf(text.charAt(end)) < 0 : text.charAt(end) != ']')) {
                end++;
            }
            String step = text.substring(at + 1, end);
            if (field && !step.isEmpty()) {
                steps.add(step);
                at = end;
            } else if (text.charAt(at) == '[' && end < text.length() && step.matches("[0-9]{1,9}")) {
                steps.add(Long.parseLong(step) + 1);
                at = end + 1;
            } else {
                throw arguments.bad("cannot read the path '" + text + "'");
            }
        }
        return steps;
    }
}
