package io.millrace.sql.function;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Finds one value in a JSON text without building a tree. */
final class Json {

    private static final JsonFactory FACTORY = JsonFactory.builder()
            .streamReadConstraints(
                    StreamReadConstraints.builder().maxNestingDepth(200).build())
            .build();

    /** What stands at a path. */
    record Found(JsonToken token, String text) {}

    private Json() {}

    static boolean isValid(String json) {
        try (JsonParser parser = FACTORY.createParser(json)) {
            if (parser.nextToken() == null) {
                return false;
            }
            parser.skipChildren();
            return parser.nextToken() == null;
        } catch (IOException _) {
            return false;
        }
    }

    /**
     * The value at a path.
     *
     * @param path of {@code String} keys and {@code Long} positions (from 1, negative from the end)
     * @return null when there is none, or the text is no JSON; objects and arrays as their source text
     */
    static @Nullable Found find(String json, List<Object> path) {
        try (JsonParser parser = FACTORY.createParser(json)) {
            JsonToken token = parser.nextToken();
            for (Object step : path) {
                token = step instanceof String key ? field(parser, token, key) : item(json, parser, token, (Long) step);
                if (token == null) {
                    return null;
                }
            }
            return token == null ? null : read(json, parser, token);
        } catch (IOException _) {
            return null;
        }
    }

    private static Found read(String json, JsonParser parser, JsonToken token) throws IOException {
        if (!token.isStructStart()) {
            return new Found(token, parser.getText());
        }
        int from = (int) parser.currentTokenLocation().getCharOffset();
        parser.skipChildren();
        int to = (int) parser.currentTokenLocation().getCharOffset() + 1;
        return new Found(token, json.substring(from, to));
    }

    private static @Nullable JsonToken field(JsonParser parser, @Nullable JsonToken token, String key)
            throws IOException {
        if (token != JsonToken.START_OBJECT) {
            return null;
        }
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            boolean found = key.equals(parser.currentName());
            JsonToken value = parser.nextToken();
            if (found) {
                return value;
            }
            parser.skipChildren();
        }
        return null;
    }

    private static @Nullable JsonToken item(String json, JsonParser parser, @Nullable JsonToken token, long position)
            throws IOException {
        if (token != JsonToken.START_ARRAY) {
            return null;
        }
        long wanted = position;
        if (position < 0) {
            int from = (int) parser.currentTokenLocation().getCharOffset();
            wanted = length(json.substring(from)) + position + 1;
        }
        for (long n = 1; parser.nextToken() != JsonToken.END_ARRAY; n++) {
            if (n == wanted) {
                return parser.currentToken();
            }
            parser.skipChildren();
        }
        return null;
    }

    /** Items of an array, or fields of an object, that a text starts with; 0 for anything else. */
    static long length(String json) {
        try (JsonParser parser = FACTORY.createParser(json)) {
            JsonToken start = parser.nextToken();
            if (start == null || !start.isStructStart()) {
                return 0;
            }
            long count = 0;
            for (JsonToken token = parser.nextToken();
                    token != null && !token.isStructEnd();
                    token = parser.nextToken()) {
                if (token == JsonToken.FIELD_NAME) {
                    parser.nextToken();
                }
                parser.skipChildren();
                count++;
            }
            return count;
        } catch (IOException _) {
            return 0;
        }
    }
}
