package io.millrace.core.json;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import io.millrace.core.failure.PoisonException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads the fields of one object. */
final class JsonReader {

    private JsonReader() {}

    static Map<String, @Nullable Object> read(JsonFactory factory, byte[] utf8) {
        if (utf8.length > 1 && (utf8[0] == 0 || utf8[1] == 0)) {
            throw new PoisonException(
                    "not a JSON object at column 1: not in UTF-8"); // else it would be taken as UTF-16
        }
        try (JsonParser parser = factory.createParser(utf8)) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                throw new PoisonException("not a JSON object" + at(parser));
            }
            Map<String, @Nullable Object> fields = object(parser);
            if (parser.nextToken() != null) {
                throw new PoisonException("more than one JSON object" + at(parser));
            }
            return fields;
        } catch (JsonProcessingException e) {
            int column =
                    e.getLocation() == null ? 1 : Math.max(1, e.getLocation().getColumnNr());
            throw new PoisonException(
                    "not a JSON object at column " + column + ": " + firstLine(e.getOriginalMessage()), e);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot happen in memory", e);
        }
    }

    private static String at(JsonParser parser) {
        return " at column " + Math.max(1, parser.currentTokenLocation().getColumnNr());
    }

    private static String firstLine(String message) {
        int end = message.indexOf('\n');
        return end < 0 ? message : message.substring(0, end);
    }

    private static Map<String, @Nullable Object> object(JsonParser parser) throws IOException {
        Map<String, @Nullable Object> fields = LinkedHashMap.newLinkedHashMap(24);
        for (String name = parser.nextFieldName(); name != null; name = parser.nextFieldName()) {
            parser.nextToken();
            Object value = value(parser);
            int before = fields.size();
            fields.put(name, value);
            if (fields.size() == before) {
                throw new PoisonException("field '" + name + "' is there twice" + at(parser));
            }
        }
        return fields;
    }

    private static @Nullable Object value(JsonParser parser) throws IOException {
        return switch (parser.currentToken()) {
            case VALUE_STRING -> parser.getText();
            case VALUE_NUMBER_INT ->
                parser.getNumberType() == JsonParser.NumberType.BIG_INTEGER
                        ? parser.getBigIntegerValue()
                        : (Object) parser.getLongValue();
            case VALUE_NUMBER_FLOAT -> parser.getDecimalValue();
            case VALUE_TRUE -> true;
            case VALUE_FALSE -> false;
            case START_OBJECT -> Collections.unmodifiableMap(object(parser));
            case START_ARRAY -> array(parser);
            default -> null;
        };
    }

    private static List<Object> array(JsonParser parser) throws IOException {
        List<@Nullable Object> values = new ArrayList<>();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            values.add(value(parser));
        }
        return JsonRow.unmodifiable(values);
    }
}
