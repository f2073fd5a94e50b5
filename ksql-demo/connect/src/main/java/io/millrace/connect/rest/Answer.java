package io.millrace.connect.rest;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * An answer to a request.
 *
 * @param body null for none
 */
record Answer(int code, @Nullable JsonNode body, Map<String, String> headers) {

    static Answer ok(JsonNode body) {
        return new Answer(200, body, Map.of());
    }

    static Answer created(JsonNode body, String location) {
        return new Answer(201, body, Map.of("Location", location));
    }

    static Answer empty(int code) {
        return new Answer(code, null, Map.of());
    }
}
