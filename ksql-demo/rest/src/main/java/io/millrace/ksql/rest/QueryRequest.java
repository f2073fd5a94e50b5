package io.millrace.ksql.rest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.millrace.ksql.engine.Session;
import io.vertx.core.buffer.Buffer;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The body of a request with statements: {@code {"ksql":"...","streamsProperties":{},"sessionVariables":{}}}, or with
 * {@code sql} and {@code properties}. Both pairs of names are read everywhere: the newer API has others than the older
 * one, and clients mix them up.
 *
 * @param text the statements
 * @param sequence command that must have been carried out before, -1 for none
 */
record QueryRequest(String text, Map<String, String> properties, Map<String, String> variables, long sequence) {

    static QueryRequest read(Buffer body) {
        ObjectNode all = Json.read(body, "the body");
        JsonNode text = all.has("sql") ? all.get("sql") : all.get("ksql");
        if (text == null || !text.isTextual()) {
            throw RefusedException.badRequest("the body must have a text named ksql, or sql, with the statement");
        }
        Map<String, String> properties =
                new LinkedHashMap<>(RequestProperties.of(all.get("streamsProperties"), "streamsProperties"));
        properties.putAll(RequestProperties.of(all.get("properties"), "properties"));
        return new QueryRequest(
                text.textValue(),
                properties,
                RequestProperties.texts(all.get("sessionVariables"), "sessionVariables"),
                all.path("commandSequenceNumber").asLong(-1));
    }

    Session session() {
        return new Session(RequestProperties.ofStreams(properties), variables);
    }
}
