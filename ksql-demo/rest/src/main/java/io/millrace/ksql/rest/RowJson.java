package io.millrace.ksql.rest;

import com.fasterxml.jackson.core.JsonGenerator;
import io.millrace.ksql.plan.Column;
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
import java.time.Instant;
import java.time.LocalTime;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Rows as arrays of JSON: numbers and truth values as such, BYTES in base 64, TIMESTAMP, DATE and TIME as texts
 * ({@code 2022-05-01T13:00:00.250}, {@code 2022-05-01}, {@code 13:00:00}), STRUCT and MAP as objects. A DOUBLE that is
 * no number is a text.
 */
final class RowJson {

    private final List<SqlType> types;

    RowJson(List<Column> columns) {
        this.types = columns.stream().map(Column::type).toList();
    }

    void write(JsonGenerator out, @Nullable Object[] row) throws IOException {
        out.writeStartArray();
        for (int i = 0; i < row.length; i++) {
            write(out, row[i], types.get(i));
        }
        out.writeEndArray();
    }

    private static void write(JsonGenerator out, @Nullable Object value, SqlType type) throws IOException {
        if (value == null) {
            out.writeNull();
            return;
        }
        switch (type) {
            case Scalar scalar -> scalar(out, value, scalar);
            case Decimal _ -> out.writeNumber((BigDecimal) value);
            case ArrayOf array -> {
                out.writeStartArray();
                for (Object item : (List<?>) value) {
                    write(out, item, array.item());
                }
                out.writeEndArray();
            }
            case MapOf map -> {
                out.writeStartObject();
                for (Map.Entry<?, ?> entry : ((Map<?, ?>) value).entrySet()) {
                    out.writeFieldName(String.valueOf(entry.getKey()));
                    write(out, entry.getValue(), map.value());
                }
                out.writeEndObject();
            }
            case StructOf struct -> struct(out, (Struct) value, struct);
        }
    }

    private static void struct(JsonGenerator out, Struct value, StructOf type) throws IOException {
        out.writeStartObject();
        for (int i = 0; i < type.fields().size(); i++) {
            SqlType.Field field = type.fields().get(i);
            out.writeFieldName(field.name());
            write(out, value.get(i), field.type());
        }
        out.writeEndObject();
    }

    private static void scalar(JsonGenerator out, Object value, Scalar type) throws IOException {
        switch (type) {
            case BOOLEAN -> out.writeBoolean((Boolean) value);
            case INTEGER -> out.writeNumber((Integer) value);
            case BIGINT -> out.writeNumber((Long) value);
            case DOUBLE -> out.writeNumber((Double) value);
            case BYTES -> out.writeBinary(((Bytes) value).array());
            case TIMESTAMP -> out.writeString(TimeText.of((Instant) value));
            case TIME -> out.writeString(TimeText.of((LocalTime) value));
            case STRING, DATE, NULL -> out.writeString(value.toString());
        }
    }
}
