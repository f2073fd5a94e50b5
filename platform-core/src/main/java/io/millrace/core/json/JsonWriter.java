package io.millrace.core.json;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Writes the values that a {@link JsonRow} holds. */
final class JsonWriter {

    private JsonWriter() {}

    static void write(JsonGenerator out, @Nullable Object value) throws IOException {
        switch (value) {
            case null -> out.writeNull();
            case String text -> out.writeString(text);
            case Long number -> out.writeNumber(number);
            case Integer number -> out.writeNumber(number);
            case BigInteger number -> out.writeNumber(number);
            case BigDecimal number -> out.writeNumber(number);
            case Double number when Double.isFinite(number) -> out.writeNumber(number);
            case Boolean truth -> out.writeBoolean(truth);
            case Map<?, ?> map -> object(out, map);
            case List<?> list -> array(out, list);
            default ->
                throw new IllegalArgumentException(
                        "no value of JSON: " + value + " of " + value.getClass().getName());
        }
    }

    private static void object(JsonGenerator out, Map<?, ?> fields) throws IOException {
        out.writeStartObject();
        for (Map.Entry<?, ?> field : fields.entrySet()) {
            out.writeFieldName((String) field.getKey());
            write(out, field.getValue());
        }
        out.writeEndObject();
    }

    private static void array(JsonGenerator out, List<?> values) throws IOException {
        out.writeStartArray();
        for (Object value : values) {
            write(out, value);
        }
        out.writeEndArray();
    }
}
