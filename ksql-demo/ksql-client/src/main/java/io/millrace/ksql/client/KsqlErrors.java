package io.millrace.ksql.client;

import com.fasterxml.jackson.databind.JsonNode;
import io.millrace.core.failure.StreamException;
import io.millrace.core.failure.TransientException;
import org.jspecify.annotations.Nullable;

/** Tells what the server's error objects mean. */
final class KsqlErrors {

    private static final int SERVER_ERRORS = 50_000;
    private static final int MAX_TEXT = 500;

    private KsqlErrors() {}

    /** The failure that an object tells of; null when it tells of none. */
    static @Nullable StreamException find(JsonNode object) {
        JsonNode told = object.has("errorMessage") ? object.get("errorMessage") : object;
        if (told.isTextual()) {
            return new TransientException("ksqlDB ended the query: " + cut(told.asText()));
        }
        if (!told.has("error_code") && !told.path("status").asText().equals("error")) {
            return null;
        }
        int code = told.path("error_code").asInt();
        String message = "ksqlDB refuses: " + cut(told.path("message").asText("no reason given")) + " (" + code + ")";
        return code >= SERVER_ERRORS ? new TransientException(message) : new KsqlException(code, message);
    }

    /** The failure of an answer whose status is none of success. */
    static StreamException of(int status, JsonNode body) {
        StreamException told = find(body);
        if (told != null && (status < 500 || told instanceof TransientException)) {
            return told;
        }
        return new TransientException("ksqlDB answered " + status + (told == null ? "" : ": " + told.getMessage()));
    }

    /** Messages of the server may repeat long statements. */
    private static String cut(String text) {
        String line = text.lines().findFirst().orElse("").strip();
        return line.length() <= MAX_TEXT ? line : line.substring(0, MAX_TEXT) + "…";
    }
}
