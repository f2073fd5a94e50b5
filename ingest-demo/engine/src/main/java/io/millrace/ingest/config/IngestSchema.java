package io.millrace.ingest.config;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;
import java.util.TreeMap;

/** The JSON Schema (draft 2020-12) of documents, for editors and for {@code GET /v1/schema}. */
public final class IngestSchema {

    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private IngestSchema() {}

    /** The schema as JSON, with the types that are installed. */
    public static String text() {
        ObjectNode schema = NODES.objectNode();
        schema.put("$schema", "https://json-schema.org/draft/2020-12/schema");
        schema.put("title", "Millrace ingest");
        ArrayNode forms = schema.put("type", "object").putArray("oneOf");
        forms.addObject().put("$ref", "#/$defs/pipeline");
        ObjectNode named = forms.addObject().put("type", "object");
        named.putObject("properties").set("pipelines", named("pipeline"));
        named.putArray("required").add("pipelines");
        named.put("additionalProperties", false);
        ObjectNode definitions = schema.putObject("$defs");
        definitions.set("pipeline", pipeline());
        Map<String, Class<?>> sources = new TreeMap<>();
        Types.SOURCES.forEach((name, type) -> sources.put(name, type.settings()));
        definitions.set("source", oneOf(sources, NODES.objectNode()));
        Map<String, Class<?>> sinks = new TreeMap<>();
        Types.SINKS.forEach((name, type) -> sinks.put(name, type.settings()));
        definitions.set("sink", oneOf(sinks, (ObjectNode)
                PartSchema.of(PartKeys.Delivery.class).path("properties")));
        lenient(schema);
        return schema.toPrettyString();
    }

    private static ObjectNode named(String what) {
        ObjectNode schema = NODES.objectNode().put("type", "object").put("minProperties", 1);
        schema.putObject("propertyNames").put("pattern", "^[A-Za-z0-9][A-Za-z0-9_-]{0,63}$");
        schema.putObject("additionalProperties").put("$ref", "#/$defs/" + what);
        return schema;
    }

    private static ObjectNode pipeline() {
        ObjectNode schema = NODES.objectNode().put("type", "object");
        ObjectNode properties = schema.putObject("properties");
        properties.putObject("source").put("$ref", "#/$defs/source");
        properties.putObject("sink").put("$ref", "#/$defs/sink");
        properties.set("sinks", named("sink"));
        properties.set("buffer", PartSchema.of(PartKeys.Buffer.class));
        schema.putArray("required").add("source");
        ArrayNode either = schema.putArray("oneOf");
        either.addObject().putArray("required").add("sink");
        either.addObject().putArray("required").add("sinks");
        return schema.put("additionalProperties", false);
    }

    private static ObjectNode oneOf(Map<String, Class<?>> types, ObjectNode more) {
        ObjectNode schema = NODES.objectNode();
        ArrayNode all = schema.putArray("oneOf");
        types.forEach((name, settings) -> {
            ObjectNode type = PartSchema.of(settings);
            ObjectNode properties = type.withObjectProperty("properties");
            properties.setAll(more.deepCopy());
            properties.putObject("type").put("const", name);
            type.withArrayProperty("required").add("type");
            all.add(type);
        });
        return schema;
    }

    /** Each value may be a reference instead, and a size may have a unit. */
    private static void lenient(JsonNode node) {
        if (node instanceof ObjectNode object) {
            for (Map.Entry<String, JsonNode> field : object.properties()) {
                lenient(field.getValue());
                if (field.getValue() instanceof ObjectNode value && isScalar(value)) {
                    ObjectNode either = NODES.objectNode();
                    ArrayNode forms = either.putArray("anyOf").add(value);
                    ObjectNode file = forms.addObject().put("type", "object");
                    file.putObject("properties").putObject("file").put("type", "string");
                    file.putArray("required").add("file");
                    file.put("additionalProperties", false);
                    forms.addObject().put("type", "string").put("pattern", "\\$\\{.+\\}");
                    if (field.getKey().endsWith("bytes")) {
                        forms.addObject().put("type", "string").put("pattern", Values.SIZE);
                    }
                    field.setValue(either);
                }
            }
        } else if (node instanceof ArrayNode array) {
            array.forEach(IngestSchema::lenient);
        }
    }

    private static boolean isScalar(ObjectNode schema) {
        String type = schema.path("type").asText();
        return type.equals("integer") || type.equals("number") || type.equals("boolean") || type.equals("string");
    }
}
