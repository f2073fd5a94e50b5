package io.millrace.ksql.rest;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonFactoryBuilder;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.util.JsonRecyclerPools;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vertx.core.buffer.Buffer;
import java.io.IOException;

/** JSON for short-lived threads: buffers are shared by all of them, not kept by each. */
final class Json {

    static final JsonFactory FACTORY = new JsonFactoryBuilder()
            .recyclerPool(JsonRecyclerPools.sharedConcurrentDequePool())
            .rootValueSeparator((String) null)
            .build();

    private static final ObjectMapper MAPPER = new ObjectMapper(FACTORY);

    private static final ObjectReader READER = MAPPER.reader(
            DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS, DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

    private Json() {}

    static ObjectNode object() {
        return MAPPER.createObjectNode();
    }

    static ArrayNode array() {
        return MAPPER.createArrayNode();
    }

    static byte[] bytes(JsonNode node) {
        try {
            return MAPPER.writeValueAsBytes(node);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a tree of JSON can always be written", e);
        }
    }

    /**
     * The object that a text holds; numbers keep all their digits.
     *
     * @throws RefusedException when it is none
     */
    static ObjectNode read(Buffer text, String what) {
        try {
            if (READER.readTree(text.getBytes()) instanceof ObjectNode object) {
                return object;
            }
        } catch (JsonProcessingException e) {
            throw RefusedException.badRequest(what + " is no JSON: " + e.getOriginalMessage());
        } catch (IOException e) {
            throw RefusedException.badRequest(what + " cannot be read: " + e.getMessage());
        }
        throw RefusedException.badRequest(what + " must be an object of JSON");
    }
}
