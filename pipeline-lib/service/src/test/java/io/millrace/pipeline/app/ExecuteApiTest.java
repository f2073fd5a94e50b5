package io.millrace.pipeline.app;

import static io.restassured.RestAssured.given;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.greaterThan;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.startsWith;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.millrace.service.testkit.Await;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import io.restassured.response.ValidatableResponse;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Packages over HTTP. */
@QuarkusTest
@Timeout(60)
final class ExecuteApiTest {

    private static final String WORK = "/api/v1/pipelines/work";

    @TestHTTPResource("/")
    URI root = URI.create("http://unset");

    @BeforeEach
    void shut() {
        Gate.shut();
    }

    @AfterEach
    void open() {
        Gate.open();
    }

    @Test
    void tellsTheOutcomeAndTheWay() {
        String id = execute(WORK, "{\"x\": 1}", "")
                .statusCode(200)
                .body("status", equalTo("SUCCESS"))
                .body("data.x", equalTo(1))
                .body("data.stamp", equalTo("1"))
                .body("controllers.controller_name", equalTo(List.of("first", "second")))
                .body("controllers[0].phases[0].modules[0].message", equalTo("nothing to do"))
                .body("total_time", greaterThan(0f))
                .extract()
                .path("id");

        given().get("/api/v1/packages/" + id).then().statusCode(200).body("status", equalTo("SUCCESS"));
        given().get(WORK + "/packages").then().statusCode(200).body("recent.id", hasItem(id));
        given().get("/api/v1/packages/DP-1").then().statusCode(404);
    }

    @Test
    void tellsExitsAndErrors() {
        execute(WORK, "{\"do\": \"exit\"}", "").body("status", equalTo("EXIT")).body("errors", hasSize(0));
        execute(WORK, "{\"do\": \"fail\"}", "")
                .statusCode(200)
                .body("status", equalTo("ERROR"))
                .body("errors[0].message", equalTo("told to fail"))
                .body("errors[0].type", equalTo("IllegalStateException"))
                .body("errors[0].id", startsWith("Error-"))
                .body("errors[0].containsKey('is_daemon')", equalTo(true));
    }

    @Test
    void doesNotWaitWhenToldOrWhenTheTimeIsOver() throws Exception {
        ValidatableResponse accepted =
                execute(WORK, "{\"do\": \"wait\"}", "?async=true").statusCode(202);
        String location = accepted.extract().path("location");
        accepted.header("Location", equalTo(location));
        given().get(location).then().statusCode(200).body("status", equalTo("RUNNING"));
        String late = execute(WORK, "{\"do\": \"wait\"}", "?timeout=50ms")
                .statusCode(202)
                .extract()
                .path("location");

        Gate.open();

        for (String each : List.of(location, late)) {
            Await.until(() -> given().get(each).path("status").equals("SUCCESS"));
        }
    }

    @Test
    void putsOutWhatFindsNoRoom() {
        execute("/api/v1/pipelines/narrow", "{\"do\": \"wait\"}", "?async").statusCode(202);

        execute("/api/v1/pipelines/narrow", "{}", "")
                .statusCode(200)
                .body("status", equalTo("OVERFLOW"))
                .body("controllers[0].sequence_number", greaterThan(0));
    }

    @Test
    void takesManyPackagesAtOnce() throws IOException {
        String lines = String.join(
                "\n",
                IntStream.range(0, 300)
                        .mapToObj(i -> "{\"n\": " + i + (i % 3 == 0 ? ", \"do\": \"exit\"}" : "}"))
                        .toList());
        List<JsonNode> results = many(lines, "");

        assertThat(results).hasSize(300);
        assertThat(results)
                .extracting(result -> result.path("line").asInt())
                .containsAll(IntStream.rangeClosed(1, 300).boxed().toList());
        assertThat(results).allSatisfy(result -> {
            assertThat(result.at("/data/n").asInt())
                    .isEqualTo(result.path("line").asInt() - 1);
            assertThat(result.path("status").asText())
                    .isEqualTo(result.at("/data/n").asInt() % 3 == 0 ? "EXIT" : "SUCCESS");
        });
    }

    @Test
    void tellsLastWhatHasNotEndedInTime() throws IOException {
        List<JsonNode> results = many("{\"n\": 1}\n{\"do\": \"wait\"}\n{\"n\": 3, \"do\": \"exit\"}", "?timeout=1s");

        assertThat(results).hasSize(3);
        assertThat(results.getLast().path("line").asInt()).isIn(2, 3);
        assertThat(results).anySatisfy(result -> {
            assertThat(result.path("line").asInt()).isEqualTo(2);
            assertThat(result.path("status").asText()).isEqualTo("RUNNING");
        });
    }

    @Test
    void saysWhatIsWrongBeforeAnythingIsSent() {
        execute(WORK, "{", "").statusCode(400).body("detail", startsWith("the body is not JSON"));
        execute(WORK, "", "").statusCode(400).body("detail", startsWith("the body is empty"));
        execute(WORK, "{}", "?deadline=soon")
                .statusCode(400)
                .body(
                        "detail",
                        equalTo("parameter deadline is 'soon', must be a duration from 0s to 3600s such as"
                                + " 500ms or 5s"));
        execute(WORK, "{}", "?priority=high")
                .statusCode(400)
                .body("detail", equalTo("parameter priority is 'high', must be a whole number"));
        execute(WORK, "{}", "?async=maybe").statusCode(400).body("detail", containsString("must be true or false"));
        execute(WORK, "{}", "?instance=PI-0").statusCode(404).body("detail", equalTo("Instance ID not found"));
        execute("/api/v1/pipelines/none", "{}", "").statusCode(404).body("detail", equalTo("Pipeline none not found."));
        given().contentType("text/plain")
                .body("x")
                .post(WORK + "/execute")
                .then()
                .statusCode(415);
        given().contentType("application/x-ndjson")
                .body("{}\n{\"a\" 1}\n".getBytes(UTF_8))
                .post(WORK + "/execute")
                .then()
                .statusCode(400)
                .body("detail", startsWith("line 2 is not JSON"));
        given().contentType("application/json")
                .body("\"" + "x".repeat(5 << 20) + "\"")
                .post(WORK + "/execute")
                .then()
                .statusCode(413);
    }

    @Test
    void pausesAndResumes() throws Exception {
        String instance = given().get(WORK + "/instances").path("instances[0]");
        given().post(WORK + "/instances/" + instance + "/pause").then().statusCode(204);
        given().get(WORK + "/statistics").then().statusCode(200);
        String location =
                execute(WORK, "{}", "?async=true").statusCode(202).extract().path("location");
        given().get(location).then().body("controllers[0].status", equalTo("WAITING"));

        given().post(WORK + "/instances/" + instance + "/resume").then().statusCode(204);

        Await.until(() -> given().get(location).path("status").equals("SUCCESS"));
    }

    @Test
    void drainsAnInstance() {
        String instance = given().post(WORK + "/instances").path("instance");
        String query = "?instance=" + instance;
        execute(WORK, "{\"do\": \"wait\"}", query + "&async=true").statusCode(202);
        String drain = WORK + "/instances/" + instance + "/drain?timeout=";
        given().post(drain + "50ms").then().statusCode(200).body("drained", equalTo(false));
        execute(WORK, "{}", query).statusCode(503).header("Retry-After", "1");

        Gate.open();

        given().post(drain + "10s").then().statusCode(200).body("drained", equalTo(true));
        given().delete(WORK + "/instances/" + instance).then().statusCode(204);
        execute(WORK, "{}", "").statusCode(200).body("status", equalTo("SUCCESS"));
    }

    @Test
    void streamsResultsAsTheyEnd() throws Exception {
        try (HttpClient client = HttpClient.newHttpClient()) {
            HttpResponse<InputStream> stream = client.send(
                    HttpRequest.newBuilder(root.resolve(WORK + "/results?limit=3"))
                            .header("Accept", "text/event-stream")
                            .build(),
                    HttpResponse.BodyHandlers.ofInputStream());
            assertThat(stream.statusCode()).isEqualTo(200);
            for (int i = 0; i < 3; i++) {
                execute(WORK, "{\"stream\": " + i + "}", "").statusCode(200);
            }
            try (BufferedReader lines =
                    new BufferedReader(new InputStreamReader(stream.body(), StandardCharsets.UTF_8))) {
                assertThat(lines.lines().filter(line -> line.startsWith("data: {\"id\"")))
                        .hasSize(3)
                        .allSatisfy(line -> assertThat(line).contains("\"status\":\"SUCCESS\"", "\"stream\":"));
            }
        }
        given().get("/api/v1/pipelines/none/results").then().statusCode(404);
        given().get(WORK + "/results?overflow=block").then().statusCode(400);
        given().get("/streams/none").then().statusCode(404);
    }

    @Test
    void showsWhereTheTimeGoes() throws Exception {
        execute(WORK, "{}", "").statusCode(200);
        Await.until(() -> {
            JsonPath status = given().get(WORK + "/statistics").jsonPath();
            return status.getLong("counts.success") > 0
                    && status.getLong("elements[1].elements[0].elements[0].counts.input") > 0;
        });
        String row = given().get("/streams/status?limit=1")
                .then()
                .statusCode(200)
                .extract()
                .asString();
        JsonPath status = JsonPath.from(row);
        assertThat(status.getList("pipelines.name")).contains("work", "narrow");
        assertThat(status.getDouble("pipelines.find { it.name == 'work' }.times.total"))
                .isPositive();
        assertThat(status.getString("pipelines.find { it.name == 'work' }.elements[0].controller.mode"))
                .isEqualTo("ORDER_BY_SEQUENCE");
    }

    private static List<JsonNode> many(String lines, String query) throws IOException {
        String answer = given().contentType("application/x-ndjson")
                .body(lines.getBytes(UTF_8))
                .post(WORK + "/execute" + query)
                .then()
                .statusCode(200)
                .extract()
                .asString();
        try (MappingIterator<JsonNode> values =
                new ObjectMapper().readerFor(JsonNode.class).readValues(answer)) {
            return values.readAll();
        }
    }

    private static ValidatableResponse execute(String pipeline, String body, String query) {
        return given().contentType("application/json")
                .body(body)
                .post(pipeline + "/execute" + query)
                .then();
    }
}
