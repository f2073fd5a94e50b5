package io.millrace.ksql.format;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.millrace.ksql.type.Bytes;
import io.millrace.ksql.type.Decimals;
import io.millrace.ksql.type.SqlType;
import io.millrace.ksql.type.SqlType.ArrayOf;
import io.millrace.ksql.type.SqlType.Decimal;
import io.millrace.ksql.type.SqlType.MapOf;
import io.millrace.ksql.type.SqlType.Scalar;
import io.millrace.ksql.type.SqlType.StructOf;
import java.io.IOException;
import java.io.StringWriter;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads the value at which a parser stands as a type, with ksqlDB's leniency: texts that hold a number are numbers, and
 * anything can be a STRING. After a call the parser stands at the value's last token.
 */
final class JsonReader {

    private static final JsonFactory FACTORY = new JsonFactory();

    private JsonReader() {}

    static @Nullable Object value(JsonParser parser, SqlType type) throws IOException {
        if (parser.currentToken() == JsonToken.VALUE_NULL) {
            return null;
        }
        return switch (type) {
            case ArrayOf array -> array(parser, array);
            case MapOf map -> map(parser, map);
            case StructOf struct -> struct(parser, FieldNames.of(struct));
            case Decimal decimal -> Decimals.fit(new BigDecimal(number(parser, decimal)), decimal);
            case Scalar scalar -> scalar(parser, scalar);
        };
    }

    private static @Nullable Object scalar(JsonParser parser, Scalar type) throws IOException {
        return switch (type) {
            case BOOLEAN -> truth(parser);
            case INTEGER -> Math.toIntExact(whole(parser, type));
            case BIGINT -> whole(parser, type);
            case DOUBLE ->
                parser.currentToken().isNumeric() ? parser.getDoubleValue() : Double.valueOf(number(parser, type));
            case STRING -> text(parser);
            case BYTES -> Bytes.of(Base64.getDecoder().decode(required(parser, JsonToken.VALUE_STRING, type)));
            case TIMESTAMP, DATE, TIME -> Times.value(whole(parser, type), type);
            case NULL -> {
                parser.skipChildren();
                yield null;
            }
        };
    }

    private static Boolean truth(JsonParser parser) throws IOException {
        return switch (parser.currentToken()) {
            case VALUE_TRUE -> true;
            case VALUE_FALSE -> false;
            default -> throw mismatch(parser, Scalar.BOOLEAN);
        };
    }

    private static long whole(JsonParser parser, Scalar type) throws IOException {
        return switch (parser.currentToken()) {
            case VALUE_NUMBER_INT -> parser.getLongValue();
            // as the reference does: the fraction goes
            case VALUE_NUMBER_FLOAT -> parser.getDecimalValue().longValue();
            default -> Long.parseLong(number(parser, type));
        };
    }

    private static String number(JsonParser parser, SqlType type) throws IOException {
        JsonToken token = parser.currentToken();
        if (token.isNumeric() || token == JsonToken.VALUE_STRING) {
            return parser.getText();
        }
        throw mismatch(parser, type);
    }

    private static String required(JsonParser parser, JsonToken token, SqlType type) throws IOException {
        if (parser.currentToken() != token) {
            throw mismatch(parser, type);
        }
        return parser.getText();
    }

    private static FormatException mismatch(JsonParser parser, SqlType type) throws IOException {
        return new FormatException("cannot read " + type.text() + " from " + shown(parser));
    }

    private static String shown(JsonParser parser) throws IOException {
        return switch (parser.currentToken()) {
            case START_OBJECT -> "an object";
            case START_ARRAY -> "an array";
            default -> "'" + parser.getText() + "'";
        };
    }

    private static String text(JsonParser parser) throws IOException {
        if (!parser.currentToken().isStructStart()) {
            return parser.getText();
        }
        StringWriter text = new StringWriter();
        try (JsonGenerator copy = FACTORY.createGenerator(text)) {
            copy.copyCurrentStructure(parser);
        }
        return text.toString();
    }

    private static List<@Nullable Object> array(JsonParser parser, ArrayOf type) throws IOException {
        if (parser.currentToken() != JsonToken.START_ARRAY) {
            throw mismatch(parser, type);
        }
        List<@Nullable Object> items = new ArrayList<>();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            items.add(value(parser, type.item()));
        }
        return items;
    }

    private static Map<Object, @Nullable Object> map(JsonParser parser, MapOf type) throws IOException {
        if (parser.currentToken() != JsonToken.START_OBJECT) {
            throw mismatch(parser, type);
        }
        Map<Object, @Nullable Object> entries = new LinkedHashMap<>();
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            String name = parser.currentName();
            parser.nextToken();
            entries.put(name, value(parser, type.value()));
        }
        return entries;
    }

    private static Object struct(JsonParser parser, FieldNames fields) throws IOException {
        return io.millrace.ksql.type.Struct.of(fields(parser, fields));
    }

    /** The fields of the object at which the parser stands; those that it does not have are null. */
    static @Nullable Object[] fields(JsonParser parser, FieldNames fields) throws IOException {
        if (parser.currentToken() != JsonToken.START_OBJECT) {
            throw new FormatException("expected an object, found " + shown(parser));
        }
        @Nullable Object[] values = new @Nullable Object[fields.size()];
        boolean[] exact = new boolean[fields.size()];
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            String name = parser.currentName();
            parser.nextToken();
            int index = fields.exact(name);
            boolean same = index >= 0;
            if (!same) {
                index = fields.folded(name);
            }
            if (index < 0 || (!same && exact[index])) {
                parser.skipChildren();
                continue;
            }
            exact[index] = same;
            values[index] = field(parser, fields, index);
        }
        return values;
    }

    private static @Nullable Object field(JsonParser parser, FieldNames fields, int index) throws IOException {
        try {
            return value(parser, fields.type(index));
        } catch (FormatException | IllegalArgumentException | ArithmeticException e) {
            throw new FormatException("field " + fields.name(index) + ": " + e.getMessage(), e);
        }
    }
}
