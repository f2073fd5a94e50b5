package io.millrace.ingest.config;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.BeanDescription;
import com.fasterxml.jackson.databind.DeserializationConfig;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.JsonDeserializer;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.deser.BeanDeserializerModifier;
import com.fasterxml.jackson.databind.deser.std.FromStringDeserializer;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion.VersionFlag;
import com.networknt.schema.ValidationMessage;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** Checks a part of a document against the schema of its record, and makes the record. */
final class Binder {

    private static final JsonSchemaFactory SCHEMAS = JsonSchemaFactory.getInstance(VersionFlag.V202012);
    private static final Map<Class<?>, JsonSchema> COMPILED = new ConcurrentHashMap<>();
    private static final JsonMapper MAPPER = JsonMapper.builder()
            .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
            .enable(MapperFeature.ACCEPT_CASE_INSENSITIVE_ENUMS)
            .addModule(new SimpleModule()
                    .addDeserializer(Duration.class, new Text<>(Duration.class, Values::duration))
                    .addDeserializer(Path.class, new Text<>(Path.class, Path::of))
                    .setDeserializerModifier(new EnumNames()))
            .build();

    private final Tree tree;
    private final Problems problems;

    Binder(Tree tree, Problems problems) {
        this.tree = tree;
        this.problems = problems;
    }

    /** The record of a part; null when something is wrong, which is then told. */
    <S> @Nullable S bind(Class<S> type, JsonNode part, String path) {
        JsonSchema schema = COMPILED.computeIfAbsent(type, it -> SCHEMAS.getSchema(PartSchema.of(it)));
        var wrong = schema.validate(part);
        if (!wrong.isEmpty()) {
            wrong.forEach(message -> tell(message, schema, part, path));
            return null;
        }
        try {
            return MAPPER.treeToValue(part, type);
        } catch (JsonProcessingException e) {
            problems.add(tree.place(path), path, reason(e));
            return null;
        }
    }

    private static String reason(JsonProcessingException e) {
        Throwable cause = e.getCause();
        String message = cause instanceof IllegalArgumentException ? cause.getMessage() : null;
        return message == null ? "is not understood" : message;
    }

    private void tell(ValidationMessage message, JsonSchema schema, JsonNode part, String path) {
        StringBuilder at = new StringBuilder(path);
        JsonNode node = part;
        JsonNode rules = schema.getSchemaNode();
        for (int i = 0; i < message.getInstanceLocation().getNameCount(); i++) {
            Object name = message.getInstanceLocation().getElement(i);
            if (name instanceof Integer index) {
                at.append('[').append(index).append(']');
                node = node.path(index);
                rules = rules.path("items");
            } else {
                at.append('.').append(name);
                node = node.path(name.toString());
                rules = rules.path("properties").path(name.toString());
            }
        }
        String place = at.toString();
        String property = message.getProperty();
        switch (message.getType()) {
            case "required" ->
                problems.add(
                        tree.place(place),
                        Tree.child(place, property),
                        "is missing" + expected(rules.path("properties").path(property)));
            case "additionalProperties" -> {
                List<String> known = new ArrayList<>();
                rules.path("properties").fieldNames().forEachRemaining(known::add);
                problems.add(
                        tree.key(Tree.child(place, property)),
                        Tree.child(place, property),
                        known.isEmpty()
                                ? "unknown key; none is known here"
                                : "unknown key; " + Nearest.among(property, known));
            }
            default -> problems.add(tree.place(place), place, "is wrong" + expected(rules) + found(place, node));
        }
    }

    /** What a schema asks for, in words. */
    private static String expected(JsonNode rules) {
        if (rules.has("enum")) {
            List<String> names = new ArrayList<>();
            rules.get("enum").forEach(name -> names.add(name.asText()));
            return "; expected " + String.join(" or ", names);
        }
        if (rules.path("pattern").asText().equals(Values.DURATION)) {
            return "; expected a duration, for example 500ms or 10s";
        }
        if (rules.has("examples")) {
            return "; expected text like " + rules.get("examples").path(0).asText();
        }
        return switch (rules.path("type").asText()) {
            case "integer" -> "; expected a whole number" + bounds(rules);
            case "number" -> "; expected a number";
            case "boolean" -> "; expected true or false";
            case "string" -> "; expected text";
            case "array" ->
                rules.has("minItems") ? "; expected a list of at least one, no two alike" : "; expected a list";
            case "object" -> "; expected a mapping of keys";
            default -> "";
        };
    }

    private static String bounds(JsonNode rules) {
        String from = rules.has("minimum") ? " from " + rules.get("minimum").asText() : "";
        return rules.has("maximum") ? from + " to " + rules.get("maximum").asText() : from;
    }

    /** What stands there, unless people may not see it. */
    private String found(String path, JsonNode node) {
        if (node.isNull() || node.isMissingNode()) {
            return ", found nothing";
        }
        if (node.isContainerNode()) {
            return node.isArray() ? ", found a list" : ", found a mapping of keys";
        }
        String key = path.substring(path.lastIndexOf('.') + 1);
        String shown = Secrets.shown(key, node.asText());
        return tree.isReference(path) || shown.equals(Secrets.HIDDEN) ? "" : ", found '" + shown + "'";
    }

    /** Reads a text by a function that gives null when it is none. */
    private static final class Text<T> extends FromStringDeserializer<T> {

        private static final long serialVersionUID = 1L;

        /** Parses. */
        interface Parser<T> {
            @Nullable
            T parse(String text);
        }

        private final transient Parser<T> parser;

        Text(Class<T> type, Parser<T> parser) {
            super(type);
            this.parser = parser;
        }

        @Override
        protected @Nullable T _deserialize(String text, DeserializationContext context) {
            return parser.parse(text);
        }
    }

    /** Reads names of constants as {@link PartSchema#names} writes them. */
    private static final class EnumNames extends BeanDeserializerModifier {

        private static final long serialVersionUID = 1L;

        @Override
        public JsonDeserializer<?> modifyEnumDeserializer(
                DeserializationConfig config, JavaType type, BeanDescription description, JsonDeserializer<?> usual) {
            return new JsonDeserializer<Object>() {
                @Override
                public Object deserialize(JsonParser parser, DeserializationContext context) throws IOException {
                    int index = PartSchema.names(type.getRawClass()).indexOf(parser.getText());
                    return type.getRawClass().getEnumConstants()[index];
                }
            };
        }
    }
}
