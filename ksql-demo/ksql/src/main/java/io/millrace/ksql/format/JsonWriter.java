package io.millrace.ksql.format;

import com.fasterxml.jackson.core.JsonGenerator;
import io.millrace.ksql.type.Bytes;
import io.millrace.ksql.type.SqlType;
import io.millrace.ksql.type.SqlType.ArrayOf;
import io.millrace.ksql.type.SqlType.Decimal;
import io.millrace.ksql.type.SqlType.Field;
import io.millrace.ksql.type.SqlType.MapOf;
import io.millrace.ksql.type.SqlType.Scalar;
import io.millrace.ksql.type.SqlType.StructOf;
import io.millrace.ksql.type.Struct;
import java.io.IOException;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Writes values as JSON: points in time as numbers, bytes in base 64, NULL as null. */
final class JsonWriter {

    private JsonWriter() {}

    static void value(JsonGenerator json, @Nullable Object value, SqlType type) throws IOException {
        if (value == null) {
            json.writeNull();
            return;
        }
        switch (type) {
            case ArrayOf array -> {
                json.writeStartArray();
                for (Object item : (List<?>) value) {
                    value(json, item, array.item());
                }
                json.writeEndArray();
            }
            case MapOf map -> {
                json.writeStartObject();
                for (Map.Entry<?, ?> entry : ((Map<?, ?>) value).entrySet()) {
                    json.writeFieldName(String.valueOf(entry.getKey()));
                    value(json, entry.getValue(), map.value());
                }
                json.writeEndObject();
            }
            case StructOf struct -> struct(json, (Struct) value, struct);
            case Decimal _ -> json.writeNumber((BigDecimal) value);
            case Scalar scalar -> scalar(json, value, scalar);
        }
    }

    private static void struct(JsonGenerator json, Struct value, StructOf type) throws IOException {
        json.writeStartObject();
        for (int i = 0; i < type.fields().size(); i++) {
            Field field = type.fields().get(i);
            json.writeFieldName(field.name());
            value(json, value.get(i), field.type());
        }
        json.writeEndObject();
    }

    private static void scalar(JsonGenerator json, Object value, Scalar type) throws IOException {
        switch (type) {
            case BOOLEAN -> json.writeBoolean((Boolean) value);
            case INTEGER -> json.writeNumber((Integer) value);
            case BIGINT -> json.writeNumber((Long) value);
            case DOUBLE -> json.writeNumber((Double) value);
            case STRING -> json.writeString((String) value);
            case BYTES -> json.writeBinary(((Bytes) value).array());
            case TIMESTAMP, DATE, TIME -> json.writeNumber(Times.number(value));
            case NULL -> json.writeNull();
        }
    }
}
