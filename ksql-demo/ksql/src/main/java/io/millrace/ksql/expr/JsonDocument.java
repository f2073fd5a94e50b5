package io.millrace.ksql.expr;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import org.jspecify.annotations.Nullable;

/**
 * Parses texts and remembers the last one. A statement that takes twenty fields from one payload asks twenty times for
 * the same text; without this it would spend nine tenths of its time parsing. Not thread-safe.
 */
public final class JsonDocument {

    private static final JsonMapper MAPPER = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private @Nullable String text;
    private @Nullable JsonNode root;

    /**
     * The document, a missing node when the text is empty.
     *
     * @throws RowException when it is no JSON
     */
    public JsonNode of(String json) {
        // by identity: the row's own object, asked for again
        @SuppressWarnings("ReferenceEquality")
        boolean same = json == text;
        JsonNode present = root;
        if (same && present != null) {
            return present;
        }
        JsonNode parsed = parse(json);
        text = json;
        root = parsed;
        return parsed;
    }

    private static JsonNode parse(String json) {
        try {
            return MAPPER.readTree(json);
        } catch (JsonProcessingException e) {
            throw new RowException("invalid JSON: " + e.getOriginalMessage());
        }
    }
}
