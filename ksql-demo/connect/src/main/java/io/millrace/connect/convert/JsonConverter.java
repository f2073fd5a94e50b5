package io.millrace.connect.convert;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.millrace.core.failure.PoisonException;
import java.io.IOException;
import java.math.BigInteger;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/**
 * JSON; with schemas in the envelope {@code {"schema":{"type":"string","optional":false},"payload":"..."}}, where bytes
 * are Base64.
 */
final class JsonConverter implements Converter {

    private static final JsonMapper MAPPER = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();
    private static final String SCHEMA = "schema";
    private static final String PAYLOAD = "payload";

    private final boolean schemas;

    JsonConverter(boolean schemas) {
        this.schemas = schemas;
    }

    @Override
    public byte @Nullable [] write(String subject, @Nullable Object value) {
        if (value == null) {
            return null;
        }
        JsonNode payload = MAPPER.valueToTree(value);
        try {
            return MAPPER.writeValueAsBytes(schemas ? envelope(value, payload) : payload);
        } catch (JsonProcessingException e) {
            throw new PoisonException("it cannot be written as JSON: " + e.getOriginalMessage(), e);
        }
    }

    private static ObjectNode envelope(Object value, JsonNode payload) {
        ObjectNode envelope = MAPPER.createObjectNode();
        envelope.putObject(SCHEMA).put("type", type(value)).put("optional", false);
        envelope.set(PAYLOAD, payload);
        return envelope;
    }

    private static String type(Object value) {
        return switch (value) {
            case String _ -> "string";
            case byte[] _ -> "bytes";
            case Boolean _ -> "boolean";
            case Integer _ -> "int32";
            case Long _ -> "int64";
            case Float _ -> "float";
            case Double _ -> "double";
            default ->
                throw new PoisonException("JsonConverter has no schema for a "
                        + value.getClass().getSimpleName() + "; set schemas.enable to false");
        };
    }

    @Override
    public @Nullable Object read(byte @Nullable [] bytes) {
        if (bytes == null) {
            return null;
        }
        JsonNode node = parse(bytes);
        if (!schemas) {
            return plain(node);
        }
        if (node == null || node.isMissingNode() || node.isNull()) {
            return null;
        }
        if (!node.isObject() || node.size() != 2 || !node.has(SCHEMA) || !node.has(PAYLOAD)) {
            throw new PoisonException("it is JSON without the envelope of schema and payload; set schemas.enable to"
                    + " false for plain JSON");
        }
        Object value = plain(node.path(PAYLOAD));
        return node.path(SCHEMA).path("type").asText().equals("bytes") && value instanceof String text
                ? base64(text)
                : value;
    }

    private static JsonNode parse(byte[] bytes) {
        try {
            return MAPPER.readTree(bytes);
        } catch (JsonProcessingException e) {
            throw new PoisonException("it is not JSON: " + e.getOriginalMessage(), e);
        } catch (IOException e) {
            throw new PoisonException("it is not JSON: " + e.getMessage(), e);
        }
    }

    private static byte[] base64(String text) {
        try {
            return Base64.getDecoder().decode(text);
        } catch (IllegalArgumentException e) {
            throw new PoisonException("its payload is not Base64: " + e.getMessage(), e);
        }
    }

    private static @Nullable Object plain(JsonNode node) {
        try {
            Object value = MAPPER.treeToValue(node, Object.class);
            return value instanceof BigInteger big ? big.toString() : value;
        } catch (JsonProcessingException e) {
            throw new PoisonException("it cannot be read as JSON: " + e.getOriginalMessage(), e);
        }
    }
}
