package io.millrace.mq.statistics;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import io.millrace.core.failure.PoisonException;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A JSON object with the values that datagrams have: texts, numbers, null, and objects of these. Arrays are refused.
 *
 * @param what names the document in messages, for example {@code statistics}
 */
public record JsonObject(String what, Map<String, @Nullable Object> fields) {

    private static final JsonFactory JSON = JsonFactory.builder()
            .enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS)
            .build();
    private static final int MAX_DEPTH = 8;

    /**
     * Reads one object and nothing behind it.
     *
     * @throws PoisonException when the text is something else
     */
    public static JsonObject parse(String what, String text) {
        try (JsonParser parser = JSON.createParser(text)) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                throw new PoisonException(what + ": expected a JSON object");
            }
            JsonObject object = new JsonObject(what, object(what, parser, 0));
            if (parser.nextToken() != null) {
                throw new PoisonException(what + ": unexpected text behind the JSON object");
            }
            return object;
        } catch (IOException e) {
            throw new PoisonException(what + ": not JSON: " + firstLine(e), e);
        }
    }

    private static Map<String, @Nullable Object> object(String what, JsonParser parser, int depth) throws IOException {
        if (depth > MAX_DEPTH) {
            throw new PoisonException(what + ": more than " + MAX_DEPTH + " objects in each other");
        }
        Map<String, @Nullable Object> fields = new LinkedHashMap<>();
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            String name = parser.currentName();
            Object value = switch (parser.nextToken()) {
                case START_OBJECT -> object(what, parser, depth + 1);
                case VALUE_STRING -> parser.getText();
                case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> parser.getDoubleValue();
                case VALUE_TRUE -> true;
                case VALUE_FALSE -> false;
                case VALUE_NULL -> null;
                case null, default ->
                    throw new PoisonException(what + ": " + name + " has an unexpected kind of value");
            };
            fields.put(name, value);
        }
        return fields;
    }

    private static String firstLine(IOException e) {
        String message = String.valueOf(e.getMessage());
        int end = message.indexOf('\n');
        return end < 0 ? message : message.substring(0, end);
    }

    /**
     * A text.
     *
     * @throws PoisonException when it is missing or something else
     */
    public String text(String key) {
        if (fields.get(key) instanceof String text) {
            return text;
        }
        throw wrong(key, "a text");
    }

    /**
     * A number.
     *
     * @throws PoisonException when it is missing or something else
     */
    public double number(String key) {
        if (fields.get(key) instanceof Double number) {
            return number;
        }
        throw wrong(key, "a number");
    }

    /**
     * Numbers by name; none when it is null or missing.
     *
     * @throws PoisonException when it is something else
     */
    public Map<String, Double> numbers(String key) {
        Object value = fields.get(key);
        Map<String, Double> numbers = new LinkedHashMap<>();
        if (value == null) {
            return numbers;
        }
        if (!(value instanceof Map<?, ?> map)) {
            throw wrong(key, "an object of numbers");
        }
        map.forEach((name, number) -> {
            if (!(number instanceof Double amount)) {
                throw wrong(key + "." + name, "a number");
            }
            numbers.put(String.valueOf(name), amount);
        });
        return numbers;
    }

    private PoisonException wrong(String key, String expected) {
        return new PoisonException(what + ": " + key + " is missing or not " + expected);
    }
}
