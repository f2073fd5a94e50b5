package io.millrace.pipeline.app;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.startsWith;

import io.quarkus.test.junit.QuarkusTest;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The REST API of the reference, and what is around it. */
@QuarkusTest
final class PipelinesApiTest {

    private static final String PIPELINES = "/api/v1/pipelines";

    @Test
    void answersAsTheReference() {
        String id = id("work");
        assertThat(id).startsWith("P-");
        Map<String, Object> model = given().get(PIPELINES + "/" + id)
                .then()
                .statusCode(200)
                .body("pipeline.pipeline_name", equalTo("work"))
                .body("pipeline.controllers.controller_name", equalTo(List.of("first", "second")))
                .body("pipeline.controllers[0].mode", equalTo("ORDER_BY_SEQUENCE"))
                .body("pipeline.controllers[0].workers", equalTo(4))
                .body("pipeline.controllers[0].phases[0].modules[0].module_id", startsWith("M-"))
                .body("pipeline.controllers[0].phases[0].modules[0].sub_modules", equalTo(Map.of()))
                .extract()
                .path("pipeline");

        assertThat(model).containsOnlyKeys("pipeline_id", "pipeline_name", "controllers");
        given().get(PIPELINES).then().statusCode(200).body("pipelines.pipeline_id", hasItem(id));
        given().get(PIPELINES + "/{id}/instances", id)
                .then()
                .statusCode(200)
                .body("instances", hasSize(1))
                .body("instances[0]", startsWith("PI-"));
    }

    @Test
    void saysInTheWordsOfTheReferenceThatThereIsNone() {
        given().get(PIPELINES + "/X")
                .then()
                .statusCode(404)
                .contentType("application/problem+json")
                .body("detail", equalTo("Pipeline X not found."))
                .body("type", equalTo("urn:problem:not-found"));
        given().get(PIPELINES + "/X/instances").then().statusCode(404).body("detail", equalTo("Pipeline X not found."));
        given().post(PIPELINES + "/work/instances/PI-1/pause")
                .then()
                .statusCode(404)
                .body("detail", equalTo("Instance ID not found"));
    }

    @Test
    void registersAndUnregistersInstancesWithTheirMeters() {
        String instance = given().post(PIPELINES + "/narrow/instances")
                .then()
                .statusCode(201)
                .header("Location", containsString("/instances/PI-"))
                .extract()
                .path("instance");
        assertThat(metrics())
                .contains("pipeline_input_flowrate_total{", "module_waiting_counter{", instance)
                .contains("controller_queue_capacity{", "controller_reorder_gaps_total{")
                .contains("pipeline_success_time_sum{", "controller_input_waiting_time_count{");

        given().delete(PIPELINES + "/narrow/instances/" + instance).then().statusCode(204);
        given().delete(PIPELINES + "/narrow/instances/" + instance).then().statusCode(404);
        assertThat(metrics()).doesNotContain(instance);
    }

    @Test
    void makesNoMoreInstancesThanItMay() {
        given().body("pipelines: {many: {instances: 16, phases: [{modules: [test-act]}]}}")
                .post(PIPELINES)
                .then()
                .statusCode(201);
        given().post(PIPELINES + "/many/instances")
                .then()
                .statusCode(429)
                .body("detail", equalTo("pipeline 'many' has 16 instances, which is the limit"));
        given().delete(PIPELINES + "/many").then().statusCode(204);
    }

    @Test
    void listsModuleTypes() {
        given().get("/api/v1/module-types")
                .then()
                .statusCode(200)
                .body("types.findAll { it.name == 'test-stamp' }.version", equalTo(List.of("1", "2")))
                .body("types.find { it.name == 'test-act' }.input", equalTo("map"))
                .body("externals", hasItem("grpc"));
    }

    @Test
    void hasARegistry() {
        given().get("/api/v1/registry")
                .then()
                .statusCode(200)
                .body("servers", hasSize(0))
                .body("registry_id", not(equalTo("")));
    }

    @Test
    void isReadyAndHasAPage() {
        given().get("/q/health/ready").then().statusCode(200).body("status", equalTo("UP"));
        given().accept("text/html").get("/").then().statusCode(200).body(containsString("id=\"graph\""));
        given().get("/").then().body("info", equalTo("pipelines of modules"));
    }

    private static String metrics() {
        return given().accept("text/plain").get("/q/metrics").asString();
    }

    private static String id(String name) {
        return given().get(PIPELINES + "/" + name).then().extract().path("pipeline.pipeline_id");
    }
}
