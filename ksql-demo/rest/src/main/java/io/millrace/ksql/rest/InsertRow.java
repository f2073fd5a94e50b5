package io.millrace.ksql.rest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.millrace.ksql.plan.Column;
import io.millrace.ksql.plan.Schema;
import io.millrace.ksql.type.Bytes;
import io.millrace.ksql.type.SqlType;
import io.millrace.ksql.type.SqlType.ArrayOf;
import io.millrace.ksql.type.SqlType.Decimal;
import io.millrace.ksql.type.SqlType.MapOf;
import io.millrace.ksql.type.SqlType.Scalar;
import io.millrace.ksql.type.SqlType.StructOf;
import io.millrace.ksql.type.Struct;
import io.millrace.ksql.type.TimeText;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** From an object of JSON to a row: each member is a column, in the form in which rows are given. */
final class InsertRow {

    private InsertRow() {}

    /** Names fold to upper case unless they stand in back quotes. */
    static String name(String written) {
        return written.length() > 1 && written.startsWith("`") && written.endsWith("`")
                ? written.substring(1, written.length() - 1)
                : written.toUpperCase(Locale.ROOT);
    }

    /**
     * The values by column; those that are null are left out.
     *
     * @throws RefusedException naming the column that does not exist, or the value that does not fit
     */
    static Map<String, Object> of(ObjectNode row, Schema schema, String target) {
        Map<String, Object> values = new LinkedHashMap<>();
        for (Map.Entry<String, JsonNode> member : row.properties()) {
            String name = name(member.getKey());
            int place = schema.indexOf(name);
            if (place < 0) {
                throw RefusedException.badRequest(
                        target + " has no column " + name + ", only " + String.join(", ", schema.names()));
            }
            Column column = schema.columns().get(place);
            Object value = value(member.getValue(), column.type(), name);
            if (value != null) {
                values.put(name, value);
            }
        }
        return values;
    }

    private static @Nullable Object value(JsonNode node, SqlType type, String where) {
        if (node.isNull()) {
            return null;
        }
        return switch (type) {
            case Scalar scalar -> scalar(node, scalar, where);
            case Decimal decimal -> decimal(node, decimal, where);
            case ArrayOf array -> list(expect(node, node.isArray(), type, where), array, where);
            case MapOf map -> map(expect(node, node.isObject(), type, where), map, where);
            case StructOf struct -> struct(expect(node, node.isObject(), type, where), struct, where);
        };
    }

    private static Object scalar(JsonNode node, Scalar type, String where) {
        return switch (type) {
            case BOOLEAN -> expect(node, node.isBoolean(), type, where).booleanValue();
            case INTEGER ->
                expect(node, node.isIntegralNumber() && node.canConvertToInt(), type, where)
                        .intValue();
            case BIGINT ->
                expect(node, node.isIntegralNumber() && node.canConvertToLong(), type, where)
                        .longValue();
            case DOUBLE -> expect(node, node.isNumber(), type, where).doubleValue();
            case STRING, NULL -> expect(node, node.isValueNode(), type, where).asText();
            case BYTES -> bytes(expect(node, node.isTextual(), type, where), where);
            case TIMESTAMP, DATE, TIME -> time(expect(node, node.isTextual(), type, where), type, where);
        };
    }

    private static Object time(JsonNode node, Scalar type, String where) {
        try {
            return switch (type) {
                case DATE -> TimeText.date(node.textValue());
                case TIME -> TimeText.time(node.textValue());
                default -> TimeText.instant(node.textValue());
            };
        } catch (IllegalArgumentException e) {
            throw RefusedException.badRequest(where + ": " + e.getMessage());
        }
    }

    private static Object bytes(JsonNode node, String where) {
        try {
            return Bytes.of(node.binaryValue());
        } catch (IOException e) {
            throw RefusedException.badRequest(where + " must be a text in base 64, was " + shown(node));
        }
    }

    private static Object decimal(JsonNode node, Decimal type, String where) {
        try {
            BigDecimal exact = node.isTextual()
                    ? new BigDecimal(node.textValue())
                    : expect(node, node.isNumber(), type, where).decimalValue();
            BigDecimal scaled = exact.setScale(type.scale(), RoundingMode.UNNECESSARY);
            if (scaled.precision() <= type.precision()) {
                return scaled;
            }
        } catch (ArithmeticException | NumberFormatException _) {
            // told below
        }
        throw misfit(node, type, where);
    }

    private static Object list(JsonNode node, ArrayOf type, String where) {
        List<@Nullable Object> items = new ArrayList<>();
        for (int i = 0; i < node.size(); i++) {
            items.add(value(node.get(i), type.item(), where + "[" + (i + 1) + "]"));
        }
        return items;
    }

    private static Object map(JsonNode node, MapOf type, String where) {
        Map<Object, @Nullable Object> entries = new LinkedHashMap<>();
        for (Map.Entry<String, JsonNode> entry : node.properties()) {
            String place = where + "['" + entry.getKey() + "']";
            JsonNode key = Json.array().add(entry.getKey()).get(0);
            if (type.key() != Scalar.STRING) {
                throw misfit(key, type.key(), place);
            }
            entries.put(entry.getKey(), value(entry.getValue(), type.value(), place));
        }
        return entries;
    }

    private static Object struct(JsonNode node, StructOf type, String where) {
        @Nullable Object[] fields = new @Nullable Object[type.fields().size()];
        for (Map.Entry<String, JsonNode> member : node.properties()) {
            String name = name(member.getKey());
            int place = type.indexOf(name);
            if (place < 0) {
                throw RefusedException.badRequest(where + " has no field " + name);
            }
            fields[place] = value(member.getValue(), type.fields().get(place).type(), where + "->" + name);
        }
        return Struct.of(fields);
    }

    private static JsonNode expect(JsonNode node, boolean fits, SqlType type, String where) {
        if (!fits) {
            throw misfit(node, type, where);
        }
        return node;
    }

    private static RefusedException misfit(JsonNode node, SqlType type, String where) {
        return RefusedException.badRequest(where + " must be " + type.text() + ", was " + shown(node));
    }

    private static String shown(JsonNode node) {
        String text = node.toString();
        return text.length() <= 100 ? text : text.substring(0, 100) + "...";
    }
}
