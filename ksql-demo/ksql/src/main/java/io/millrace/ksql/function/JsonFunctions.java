package io.millrace.ksql.function;

import static io.millrace.ksql.function.Library.text;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.millrace.ksql.expr.RowContext;
import io.millrace.ksql.expr.RowException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Functions of JSON texts. */
final class JsonFunctions {

    private JsonFunctions() {}

    static void declare(Library library) {
        library.addWithContext("EXTRACTJSONFIELD(STRING, STRING) STRING", JsonFunctions::extract)
                .addWithContext("IS_JSON_STRING(STRING) BOOLEAN", (a, row) -> isJson(text(a[0]), row))
                .addWithContext("JSON_ARRAY_LENGTH(STRING) INTEGER", (a, row) -> {
                    JsonNode node = document(a[0], row);
                    return node.isArray() ? node.size() : null;
                })
                .addWithContext("JSON_KEYS(STRING) ARRAY<STRING>", (a, row) -> keys(document(a[0], row)))
                .addWithContext("JSON_RECORDS(STRING) MAP<STRING, STRING>", (a, row) -> records(document(a[0], row)))
                .addWithContext("JSON_ITEMS(STRING) ARRAY<STRING>", (a, row) -> items(document(a[0], row)))
                .addWithContext("JSON_CONCAT(STRING, STRING...) STRING", JsonFunctions::concat);
        for (String type : List.of("STRING", "INTEGER", "BIGINT", "DOUBLE", "BOOLEAN")) {
            library.addWithContext(
                    "JSON_ARRAY_CONTAINS(STRING, " + type + ") BOOLEAN",
                    (a, row) -> contains(document(a[0], row), Library.notNull(a[1])));
        }
        library.addTyped(
                "TO_JSON_STRING(ANY) STRING",
                true,
                (types, _) -> (a, _) -> JsonText.of(a[0], types.getFirst()).toString(),
                null);
    }

    private static JsonNode document(@Nullable Object text, RowContext row) {
        return row.document().of(text(text));
    }

    private static @Nullable Object extract(@Nullable Object[] arguments, RowContext row) {
        JsonNode found = row.paths().get(text(arguments[1])).find(document(arguments[0], row));
        return found.isMissingNode() ? null : shown(found);
    }

    /** A text as it is, anything else as JSON; so JSON's null is the text {@code null}. */
    private static String shown(JsonNode node) {
        // of single values this is their JSON without quotes, and much faster than writing it
        return node.isValueNode() ? node.asText() : node.toString();
    }

    private static boolean isJson(String text, RowContext row) {
        try {
            return !row.document().of(text).isMissingNode();
        } catch (RowException e) {
            return false;
        }
    }

    private static @Nullable List<String> keys(JsonNode node) {
        if (!node.isObject()) {
            return null;
        }
        List<String> names = new ArrayList<>();
        node.fieldNames().forEachRemaining(names::add);
        return names;
    }

    private static @Nullable Map<String, String> records(JsonNode node) {
        if (!node.isObject()) {
            return null;
        }
        Map<String, String> map = new LinkedHashMap<>();
        node.properties().forEach(entry -> map.put(entry.getKey(), shown(entry.getValue())));
        return map;
    }

    private static @Nullable List<String> items(JsonNode node) {
        if (!node.isArray()) {
            return null;
        }
        List<String> texts = new ArrayList<>();
        node.forEach(item -> texts.add(item.toString()));
        return texts;
    }

    private static boolean contains(JsonNode node, Object wanted) {
        if (!node.isArray()) {
            return false;
        }
        for (JsonNode item : node) {
            boolean equal = switch (wanted) {
                case String text -> item.isTextual() && item.textValue().equals(text);
                case Boolean truth -> item.isBoolean() && item.booleanValue() == truth;
                case Double number -> item.isFloatingPointNumber() && item.doubleValue() == number;
                case Number number -> item.isIntegralNumber() && item.longValue() == number.longValue();
                default -> false;
            };
            if (equal) {
                return true;
            }
        }
        return false;
    }

    /** Objects become one, the later fields winning; anything else becomes an array. */
    private static @Nullable Object concat(@Nullable Object[] arguments, RowContext row) {
        List<JsonNode> nodes = new ArrayList<>();
        for (Object argument : arguments) {
            JsonNode node = document(argument, row);
            if (node.isMissingNode()) {
                return null;
            }
            nodes.add(node);
        }
        if (nodes.stream().allMatch(JsonNode::isObject)) {
            ObjectNode object = JsonText.NODES.objectNode();
            nodes.forEach(node -> object.setAll((ObjectNode) node));
            return object.toString();
        }
        ArrayNode array = JsonText.NODES.arrayNode();
        nodes.forEach(node -> {
            if (node.isArray()) {
                array.addAll((ArrayNode) node);
            } else {
                array.add(node);
            }
        });
        return array.toString();
    }
}
