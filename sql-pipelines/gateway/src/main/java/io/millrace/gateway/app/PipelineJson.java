package io.millrace.gateway.app;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.millrace.gateway.catalog.CatalogException;
import io.millrace.gateway.catalog.CatalogProblem;
import io.millrace.gateway.catalog.CatalogReader;
import io.millrace.gateway.catalog.PipelineSpec;
import io.millrace.gateway.catalog.Value;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads a pipeline from the body of a request. */
final class PipelineJson {

    private static final JsonMapper MAPPER = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private PipelineJson() {}

    /**
     * @param body JSON, for example {@code {"name": "one", "sqls": ["SELECT 1"]}}
     * @param name what the path says, for a body that need not repeat it; null when the path says nothing
     * @throws CatalogException with everything that is wrong with the body
     */
    static PipelineSpec read(byte[] body, @Nullable String name) {
        Value value = value(tree(body));
        if (name == null || !(value instanceof Value.Fields fields)) {
            return CatalogReader.readPipeline(value);
        }
        List<Value.Field> named = new ArrayList<>(fields.fields());
        if (named.stream().noneMatch(field -> field.key().equals("name"))) {
            named.add(new Value.Field("name", 0, 0, new Value.Scalar(Value.Kind.TEXT, name, 0, 0)));
        }
        PipelineSpec spec = CatalogReader.readPipeline(new Value.Fields(named, 0, 0));
        if (!spec.name().equals(name)) {
            throw new CatalogException(
                    "",
                    List.of(new CatalogProblem(
                            0,
                            0,
                            "name",
                            "is '%s' but the address says '%s'; a pipeline keeps its name"
                                    .formatted(spec.name(), name))));
        }
        return spec;
    }

    private static JsonNode tree(byte[] body) {
        try {
            return MAPPER.readTree(body);
        } catch (JsonProcessingException e) {
            JsonLocation at = e.getLocation();
            throw new CatalogException(
                    "",
                    List.of(new CatalogProblem(
                            at == null ? 0 : Math.max(0, at.getLineNr()),
                            at == null ? 0 : Math.max(0, at.getColumnNr()),
                            "",
                            "the body is not JSON: " + e.getOriginalMessage())));
        } catch (IOException e) {
            throw new IllegalStateException("an array cannot fail to be read", e);
        }
    }

    private static Value value(JsonNode node) {
        return switch (node.getNodeType()) {
            case OBJECT -> {
                List<Value.Field> fields = new ArrayList<>();
                node.properties()
                        .forEach(field -> fields.add(new Value.Field(field.getKey(), 0, 0, value(field.getValue()))));
                yield new Value.Fields(fields, 0, 0);
            }
            case ARRAY -> {
                List<Value> items = new ArrayList<>();
                node.forEach(item -> items.add(value(item)));
                yield new Value.Items(items, 0, 0);
            }
            case STRING -> scalar(Value.Kind.TEXT, node);
            case BOOLEAN -> scalar(Value.Kind.BOOLEAN, node);
            case NUMBER -> scalar(node.isIntegralNumber() ? Value.Kind.INTEGER : Value.Kind.NUMBER, node);
            case NULL, MISSING, BINARY, POJO -> new Value.Scalar(Value.Kind.NOTHING, "", 0, 0);
        };
    }

    private static Value scalar(Value.Kind kind, JsonNode node) {
        return new Value.Scalar(kind, node.asText(), 0, 0);
    }
}
