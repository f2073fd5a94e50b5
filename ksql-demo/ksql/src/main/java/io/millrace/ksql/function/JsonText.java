package io.millrace.ksql.function;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.millrace.ksql.type.Bytes;
import io.millrace.ksql.type.SqlType;
import io.millrace.ksql.type.SqlType.ArrayOf;
import io.millrace.ksql.type.SqlType.MapOf;
import io.millrace.ksql.type.SqlType.StructOf;
import io.millrace.ksql.type.Struct;
import io.millrace.ksql.type.TimeText;
import io.millrace.ksql.type.ValueText;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Values as JSON. */
final class JsonText {

    static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private JsonText() {}

    static JsonNode of(@Nullable Object value, SqlType type) {
        if (value == null) {
            return NODES.nullNode();
        }
        return switch (type) {
            case ArrayOf array -> array((List<?>) value, array);
            case MapOf map -> map((Map<?, ?>) value, map);
            case StructOf struct -> struct((Struct) value, struct);
            case SqlType.Decimal _ -> NODES.numberNode((BigDecimal) value);
            case SqlType.Scalar _ -> scalar(value);
        };
    }

    private static JsonNode scalar(Object value) {
        return switch (value) {
            case Boolean truth -> NODES.booleanNode(truth);
            case Integer number -> NODES.numberNode(number);
            case Long number -> NODES.numberNode(number);
            case Double number -> NODES.numberNode(number);
            case Bytes bytes -> NODES.binaryNode(bytes.array());
            case Instant instant -> NODES.textNode(TimeText.of(instant));
            default -> NODES.textNode(value.toString());
        };
    }

    private static JsonNode array(List<?> values, ArrayOf type) {
        ArrayNode node = NODES.arrayNode();
        values.forEach(value -> node.add(of(value, type.item())));
        return node;
    }

    private static JsonNode map(Map<?, ?> values, MapOf type) {
        ObjectNode node = NODES.objectNode();
        values.forEach((key, value) -> node.set(ValueText.of(key, type.key()), of(value, type.value())));
        return node;
    }

    private static JsonNode struct(Struct value, StructOf type) {
        ObjectNode node = NODES.objectNode();
        for (int i = 0; i < type.fields().size(); i++) {
            node.set(
                    type.fields().get(i).name(),
                    of(value.get(i), type.fields().get(i).type()));
        }
        return node;
    }
}
