package io.millrace.connect.rest;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.millrace.connect.run.Target;
import io.millrace.core.failure.InvalidRequestException;
import io.millrace.core.failure.InvalidRequestException.Reason;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Reads the bodies of requests. */
final class Body {

    private static final JsonMapper MAPPER = new JsonMapper();

    private Body() {}

    /** A connector that is to be made. */
    record Made(String name, Map<String, String> settings, Target target) {}

    static Made connector(String body) {
        JsonNode node = object(body);
        JsonNode name = node.path("name");
        if (!name.isTextual()) {
            throw wrong("name must be the connector's name, as text");
        }
        if (!node.path("config").isObject()) {
            throw wrong("config must be an object of settings");
        }
        Map<String, String> settings = settings(node.path("config"));
        String other = settings.get("name");
        if (other != null && !other.equals(name.asText())) {
            throw wrong("Connector name configuration (" + other + ") doesn't match connector name in the request ("
                    + name.asText() + ")");
        }
        return new Made(name.asText(), settings, target(node.path("initial_state")));
    }

    private static Target target(JsonNode state) {
        String text = state.asText("").toUpperCase(Locale.ROOT);
        return switch (text) {
            case "", "RUNNING" -> Target.STARTED;
            case "PAUSED" -> Target.PAUSED;
            case "STOPPED" -> Target.STOPPED;
            default -> throw wrong("initial_state must be RUNNING, PAUSED or STOPPED, was '" + state.asText() + "'");
        };
    }

    static Map<String, String> settings(String body) {
        return settings(object(body));
    }

    private static Map<String, String> settings(JsonNode object) {
        Map<String, String> all = new TreeMap<>();
        object.properties().forEach(one -> {
            String value = scalar(one.getKey(), one.getValue());
            if (value != null) {
                all.put(one.getKey(), value);
            }
        });
        return all;
    }

    /** Settings where null means none. */
    static Map<String, @Nullable String> changes(String body) {
        Map<String, @Nullable String> all = new TreeMap<>();
        object(body).properties().forEach(one -> all.put(one.getKey(), scalar(one.getKey(), one.getValue())));
        return all;
    }

    private static @Nullable String scalar(String name, JsonNode value) {
        if (value.isNull()) {
            return null;
        }
        if (!value.isValueNode()) {
            throw wrong(name + " must be text, a number, true or false");
        }
        return value.asText();
    }

    private static JsonNode object(String body) {
        try {
            JsonNode node = MAPPER.readTree(body);
            if (node != null && node.isObject()) {
                return node;
            }
        } catch (JsonProcessingException e) {
            throw wrong("the body is not JSON: line " + e.getLocation().getLineNr() + " column "
                    + e.getLocation().getColumnNr());
        }
        throw wrong("the body must be a JSON object");
    }

    private static InvalidRequestException wrong(String message) {
        return new InvalidRequestException(Reason.MALFORMED, message);
    }
}
