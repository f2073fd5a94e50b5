package io.millrace.core.json;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import io.millrace.core.failure.PoisonException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads the fields of one object, in a map that cannot be changed. */
final class JsonReader {

    private static final int FEW = 20;

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
            Map<String, @Nullable Object> fields = fields(parser);
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

    /** Of the row itself; small ones are packed. */
    private static Map<String, @Nullable Object> fields(JsonParser parser) throws IOException {
        @Nullable Object[] values = new Object[FEW];
        Layout layout = Layout.EMPTY;
        for (String name = parser.nextFieldName(); name != null; name = parser.nextFieldName()) {
            Layout longer = layout.with(name);
            if (longer == null) {
                return rest(parser, name, layout, values);
            }
            if (layout.size() == values.length) {
                values = Arrays.copyOf(values, Layout.MAX_FIELDS);
            }
            parser.nextToken();
            values[layout.size()] = value(parser);
            layout = longer;
        }
        return new PackedFields(layout, values.length == layout.size() ? values : Arrays.copyOf(values, layout.size()));
    }

    /** There are more fields, or other ones, than layouts are made for. */
    private static Map<String, @Nullable Object> rest(
            JsonParser parser, String next, Layout layout, @Nullable Object[] values) throws IOException {
        Map<String, @Nullable Object> fields = LinkedHashMap.newLinkedHashMap(2 * FEW);
        String[] names = layout.names();
        for (int i = 0; i < names.length; i++) {
            fields.put(names[i], values[i]);
        }
        return Collections.unmodifiableMap(object(parser, next, fields));
    }

    private static Map<String, @Nullable Object> object(JsonParser parser) throws IOException {
        return object(parser, parser.nextFieldName(), LinkedHashMap.newLinkedHashMap(FEW));
    }

    private static Map<String, @Nullable Object> object(
            JsonParser parser, @Nullable String first, Map<String, @Nullable Object> fields) throws IOException {
        for (String name = first; name != null; name = parser.nextFieldName()) {
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
