package io.millrace.ingest.config;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.github.victools.jsonschema.generator.CustomDefinition;
import com.github.victools.jsonschema.generator.Option;
import com.github.victools.jsonschema.generator.OptionPreset;
import com.github.victools.jsonschema.generator.SchemaGenerator;
import com.github.victools.jsonschema.generator.SchemaGeneratorConfigBuilder;
import com.github.victools.jsonschema.generator.SchemaVersion;
import io.millrace.core.flow.Overflow;
import io.millrace.ingest.type.Accepts;
import java.lang.reflect.AnnotatedType;
import java.lang.reflect.RecordComponent;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The JSON Schema of a record of settings: its components in snake case, required unless they are nullable. */
final class PartSchema {

    private static final SchemaGenerator GENERATOR = generator();

    private PartSchema() {}

    static ObjectNode of(Class<?> settings) {
        ObjectNode schema = GENERATOR.generateSchema(settings);
        narrow(schema, settings);
        return schema;
    }

    /** Adds what {@link Accepts} says, in nested records too. */
    private static void narrow(JsonNode schema, Class<?> settings) {
        for (RecordComponent component : settings.getRecordComponents()) {
            if (schema.path("properties").path(snake(component.getName())) instanceof ObjectNode rules) {
                Accepts accepted = component.getAnnotation(Accepts.class);
                if (accepted != null) {
                    narrow(rules, accepted);
                } else if (component.getType().isRecord()) {
                    narrow(rules, component.getType());
                }
            }
        }
    }

    private static void narrow(ObjectNode rules, Accepts accepted) {
        if (rules.path("items") instanceof ObjectNode items) {
            rules.put("minItems", 1).put("uniqueItems", true);
            narrow(items, accepted);
            return;
        }
        if (!accepted.pattern().isEmpty()) {
            rules.put("pattern", accepted.pattern()).putArray("examples").add(accepted.example());
        }
        if (accepted.values().length > 0) {
            ArrayNode values = rules.putArray("enum");
            List.of(accepted.values()).forEach(values::add);
        }
        if (accepted.min() != Long.MIN_VALUE) {
            rules.put("minimum", accepted.min());
        }
        if (accepted.max() != Long.MAX_VALUE) {
            rules.put("maximum", accepted.max());
        }
    }

    private static SchemaGenerator generator() {
        SchemaGeneratorConfigBuilder config =
                new SchemaGeneratorConfigBuilder(SchemaVersion.DRAFT_2020_12, OptionPreset.PLAIN_JSON);
        config.with(
                Option.FORBIDDEN_ADDITIONAL_PROPERTIES_BY_DEFAULT,
                Option.MAP_VALUES_AS_ADDITIONAL_PROPERTIES,
                Option.INLINE_ALL_SCHEMAS);
        config.without(Option.SCHEMA_VERSION_INDICATOR);
        config.forFields()
                .withPropertyNameOverrideResolver(field -> snake(field.getName()))
                .withIgnoreCheck(field -> field.isStatic())
                .withRequiredCheck(field -> !isNullable(field.getRawMember().getAnnotatedType()));
        config.forTypesInGeneral().withCustomDefinitionProvider((type, _) -> {
            ObjectNode scalar = scalar(type.getErasedType());
            return scalar == null
                    ? null
                    : new CustomDefinition(
                            scalar, CustomDefinition.DefinitionType.INLINE, CustomDefinition.AttributeInclusion.NO);
        });
        return new SchemaGenerator(config.build());
    }

    private static boolean isNullable(AnnotatedType type) {
        return type.isAnnotationPresent(Nullable.class);
    }

    private static @Nullable ObjectNode scalar(Class<?> type) {
        if (type == Duration.class) {
            return text().put("pattern", Values.DURATION);
        }
        if (type == Path.class || type == URI.class) {
            return text();
        }
        if (type.isEnum()) {
            ObjectNode schema = text();
            ArrayNode names = schema.putArray("enum");
            names(type).forEach(names::add);
            return schema;
        }
        return type == Object.class ? JsonNodeFactory.instance.objectNode() : null;
    }

    private static ObjectNode text() {
        return JsonNodeFactory.instance.objectNode().put("type", "string");
    }

    /** Names of an enum's constants in the YAML: {@code drop-oldest}. */
    static List<String> names(Class<?> type) {
        if (type == Overflow.class) {
            return List.of(Overflow.BLOCK.text(), Overflow.DROP_OLDEST.text(), Overflow.DROP_NEWEST.text());
        }
        return List.of(type.getEnumConstants()).stream()
                .map(constant ->
                        ((Enum<?>) constant).name().toLowerCase(Locale.ROOT).replace('_', '-'))
                .toList();
    }

    static String snake(String camel) {
        return camel.replaceAll("([a-z0-9])([A-Z])", "$1_$2").toLowerCase(Locale.ROOT);
    }
}
