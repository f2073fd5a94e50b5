package io.millrace.ksql.format;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import io.millrace.ksql.plan.Column;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** JSON: an object with a field per column, or the one column's value alone. */
final class JsonCodec implements RowCodec {

    private static final JsonFactory FACTORY = new JsonFactory();
    private static final int TYPICAL_SIZE = 256;

    private final List<Column> columns;
    private final FieldNames fields;
    private final boolean wrapped;

    JsonCodec(List<Column> columns, boolean wrapped) {
        this.columns = List.copyOf(columns);
        this.fields = FieldNames.of(columns);
        this.wrapped = wrapped;
    }

    @Override
    public byte @Nullable [] write(Row row) {
        if (!wrapped && row.get(0) == null) {
            return null;
        }
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(TYPICAL_SIZE);
        try (JsonGenerator json = FACTORY.createGenerator(bytes)) {
            if (wrapped) {
                json.writeStartObject();
                for (int i = 0; i < columns.size(); i++) {
                    json.writeFieldName(columns.get(i).name());
                    JsonWriter.value(json, row.get(i), columns.get(i).type());
                }
                json.writeEndObject();
            } else {
                JsonWriter.value(json, row.get(0), columns.getFirst().type());
            }
        } catch (IOException e) {
            throw new FormatException("cannot write JSON: " + e.getMessage(), e);
        }
        return bytes.toByteArray();
    }

    @Override
    public @Nullable Row read(byte[] bytes) {
        try (JsonParser parser = FACTORY.createParser(bytes)) {
            if (parser.nextToken() == null) {
                throw new FormatException("expected JSON, found nothing");
            }
            Row row = read(parser);
            if (parser.nextToken() != null) {
                throw new FormatException("something follows the JSON value");
            }
            return row;
        } catch (JsonProcessingException e) {
            throw new FormatException("invalid JSON: " + e.getOriginalMessage(), e);
        } catch (IOException e) {
            throw new FormatException("cannot read JSON: " + e.getMessage(), e);
        }
    }

    private @Nullable Row read(JsonParser parser) throws IOException {
        if (wrapped) {
            // the text null is no row, as if the record had no value
            return parser.currentToken() == com.fasterxml.jackson.core.JsonToken.VALUE_NULL
                    ? null
                    : Row.of(JsonReader.fields(parser, fields));
        }
        try {
            Object value = JsonReader.value(parser, columns.getFirst().type());
            return value == null ? null : Row.of(value);
        } catch (IllegalArgumentException | ArithmeticException e) {
            throw new FormatException("cannot read " + columns.getFirst().type().text() + ": " + e.getMessage(), e);
        }
    }
}
