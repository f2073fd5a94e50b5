package io.millrace.ksql.engine;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.millrace.ksql.format.FormatException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A statement that changes something, as it stands in the command log: {@code {"version":1,"statement":"CREATE
 * ...;","properties":{"auto.offset.reset":"earliest"}}}.
 *
 * @param statement its text, without variables
 * @param properties of the session that gave it
 */
record Command(String statement, Map<String, String> properties) {

    private static final JsonMapper MAPPER = new JsonMapper();
    private static final int VERSION = 1;

    Command {
        properties = Map.copyOf(properties);
    }

    byte[] toBytes() {
        ObjectNode node = MAPPER.createObjectNode().put("version", VERSION).put("statement", statement);
        ObjectNode all = node.putObject("properties");
        properties.forEach(all::put);
        return node.toString().getBytes(StandardCharsets.UTF_8);
    }

    static Command of(byte[] bytes) {
        try {
            JsonNode node = MAPPER.readTree(new String(bytes, StandardCharsets.UTF_8));
            if (node.path("version").asInt() != VERSION
                    || !node.path("statement").isTextual()) {
                throw new FormatException("no command of version " + VERSION);
            }
            Map<String, String> properties = new LinkedHashMap<>();
            node.path("properties")
                    .properties()
                    .forEach(entry ->
                            properties.put(entry.getKey(), entry.getValue().asText()));
            return new Command(node.path("statement").asText(), properties);
        } catch (JsonProcessingException e) {
            throw new FormatException("no JSON: " + e.getOriginalMessage(), e);
        }
    }
}
