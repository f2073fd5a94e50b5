package io.millrace.pipeline.app;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.quarkus.test.junit.QuarkusTest;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The description of the API says what every answer looks like. */
@QuarkusTest
final class OpenApiTest {

    @Test
    void describesEveryPathAndNoSchemaIsVague() throws Exception {
        JsonNode document = new ObjectMapper()
                .readTree(given().get("/q/openapi?format=json").asString());
        assertThat(document.path("paths").fieldNames())
                .toIterable()
                .contains(
                        "/api/v1/pipelines",
                        "/api/v1/pipelines/{id}",
                        "/api/v1/pipelines/{id}/instances",
                        "/api/v1/pipelines/{id}/execute",
                        "/api/v1/pipelines/{id}/results",
                        "/api/v1/packages/{id}",
                        "/api/v1/registry",
                        "/streams/{name}");
        JsonNode schemas = document.at("/components/schemas");
        assertThat(schemas.at("/PipelineModel/properties").fieldNames())
                .toIterable()
                .containsExactlyInAnyOrder("pipeline_id", "pipeline_name", "controllers");

        List<String> vague = new ArrayList<>();
        schemas.properties().forEach(schema -> look(schema.getKey(), schema.getValue(), vague));
        assertThat(vague).isEmpty();
        List<String> untold = new ArrayList<>();
        document.path("paths")
                .properties()
                .forEach(path -> path.getValue().properties().forEach(method -> {
                    String name = method.getKey() + " " + path.getKey();
                    method.getValue().path("responses").properties().forEach(response -> {
                        if (response.getKey().startsWith("20")
                                && !response.getKey().equals("204")
                                && response.getValue().at("/content").isEmpty()) {
                            untold.add(name + " " + response.getKey());
                        }
                    });
                }));
        assertThat(untold).as("answers without a schema").isEmpty();
    }

    /** Data of packages and settings of modules are any JSON value, and say so; all else has a type. */
    private static void look(String path, JsonNode schema, List<String> vague) {
        boolean told = schema.has("type")
                || schema.has("$ref")
                || schema.has("anyOf")
                || schema.has("allOf")
                || schema.has("oneOf")
                || schema.path("description").asText().contains("any JSON value");
        if (!told
                || (schema.path("type").asText().equals("object")
                        && schema.path("properties").isEmpty()
                        && !schema.has("additionalProperties"))) {
            vague.add(path);
        }
        schema.path("properties").properties().forEach(one -> look(path + "." + one.getKey(), one.getValue(), vague));
        if (schema.has("items")) {
            look(path + "[]", schema.path("items"), vague);
        }
    }
}
