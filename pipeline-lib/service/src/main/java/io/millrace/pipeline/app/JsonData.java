package io.millrace.pipeline.app;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.millrace.core.failure.InvalidRequestException;
import io.millrace.core.failure.InvalidRequestException.Reason;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads JSON as the plain immutable values that pipelines of documents work on: maps, lists, texts, {@code Long},
 * {@code BigInteger}, {@code Double}, truth values and null.
 */
final class JsonData {

    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .build();

    private JsonData() {}

    /**
     * One value.
     *
     * @throws InvalidRequestException when the body is no JSON
     */
    static Object value(byte[] body) {
        if (body.length == 0) {
            throw wrong("the body is empty; it must be the data of a package as JSON", null);
        }
        return read(body, 0, body.length, "the body");
    }

    /**
     * One value for each line that is not blank.
     *
     * @throws InvalidRequestException when a line is no JSON, with its number; nothing was sent then
     */
    static List<Line> lines(byte[] body) {
        List<Line> lines = new ArrayList<>();
        int start = 0;
        for (int number = 1; start < body.length; number++) {
            int end = start;
            while (end < body.length && body[end] != '\n') {
                end++;
            }
            if (!new String(body, start, end - start, StandardCharsets.UTF_8).isBlank()) {
                lines.add(new Line(number, read(body, start, end - start, "line " + number)));
            }
            start = end + 1;
        }
        if (lines.isEmpty()) {
            throw wrong("the body has no line; each line must be the data of a package as JSON", null);
        }
        return lines;
    }

    /**
     * The data of one line.
     *
     * @param number from 1
     */
    record Line(int number, Object data) {}

    private static Object read(byte[] body, int offset, int length, String where) {
        try (JsonParser parser = JSON.createParser(body, offset, length)) {
            parser.nextToken();
            Object value = value(parser);
            if (parser.nextToken() != null) {
                throw wrong(where + " has more than one JSON value", null);
            }
            if (value == null) {
                throw wrong(where + " is null; it must be the data of a package as JSON", null);
            }
            return value;
        } catch (JsonProcessingException e) {
            throw wrong(where + " is not JSON: " + e.getOriginalMessage(), e);
        } catch (IOException e) {
            throw wrong(where + " is not JSON", e);
        }
    }

    private static @Nullable Object value(JsonParser parser) throws IOException {
        JsonToken token = parser.currentToken();
        return switch (token) {
            case START_OBJECT -> map(parser);
            case START_ARRAY -> list(parser);
            case VALUE_STRING -> parser.getText();
            case VALUE_NUMBER_INT ->
                parser.getNumberType() == JsonParser.NumberType.BIG_INTEGER
                        ? parser.getBigIntegerValue()
                        : (Object) parser.getLongValue();
            case VALUE_NUMBER_FLOAT -> parser.getDoubleValue();
            case VALUE_TRUE -> true;
            case VALUE_FALSE -> false;
            case VALUE_NULL -> null;
            case null, default -> throw new IOException("no value");
        };
    }

    private static Map<String, @Nullable Object> map(JsonParser parser) throws IOException {
        Map<String, @Nullable Object> map = new LinkedHashMap<>();
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            String key = parser.currentName();
            parser.nextToken();
            map.put(key, value(parser));
        }
        return Collections.unmodifiableMap(map);
    }

    private static List<@Nullable Object> list(JsonParser parser) throws IOException {
        List<@Nullable Object> list = new ArrayList<>();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            list.add(value(parser));
        }
        return Collections.unmodifiableList(list);
    }

    private static InvalidRequestException wrong(String message, @Nullable Exception cause) {
        return new InvalidRequestException(Reason.MALFORMED, message, cause);
    }
}
