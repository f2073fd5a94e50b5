package io.millrace.pipeline.app;

import static io.restassured.RestAssured.given;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasSize;

import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import io.restassured.response.ValidatableResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Pipelines added, replaced and removed, and modules swapped, while packages move. */
@QuarkusTest
@Timeout(60)
final class DocumentsApiTest {

    private static final String PIPELINES = "/api/v1/pipelines";

    @Test
    void addsAndRemovesAPipeline() {
        String text = document("added", "1", 2);
        send("POST", PIPELINES + "?dry-run=true", text).statusCode(200).body("pipelines", hasItem("added"));
        given().get(PIPELINES + "/added").then().statusCode(404);

        send("POST", PIPELINES, text).statusCode(201).body("pipelines", equalTo(List.of("added")));
        given().get(PIPELINES + "/added/document").then().statusCode(200).body(equalTo(text));
        send("POST", PIPELINES, text)
                .statusCode(409)
                .body("detail", equalTo("there is a pipeline 'added'; replace it with PUT"));
        given().delete(PIPELINES + "/added").then().statusCode(204);
        given().get(PIPELINES + "/added").then().statusCode(404);
    }

    @Test
    void itsExamplesWork() {
        given().body(Examples.DOCUMENT).post(PIPELINES + "?dry-run").then().statusCode(200);
        given().body(Examples.DOCUMENT).post(PIPELINES).then().statusCode(201);
        String path = PIPELINES + "/greetings";
        given().contentType("application/json")
                .body(Examples.DATA)
                .post(path + "/execute")
                .then()
                .body("data.letter", equalTo("Dear Ada,"));
        given().contentType("application/json")
                .body(Examples.CHANGE)
                .put(path + "/modules/M-Greet")
                .then()
                .statusCode(200);
        given().contentType("application/x-ndjson")
                .body(Examples.LINES.getBytes(UTF_8))
                .post(path + "/execute")
                .then()
                .body(containsString("Hello Ada,"))
                .body(containsString("Hello Grace,"));
        given().delete(path).then().statusCode(204);
    }

    @Test
    void tellsEverythingThatIsWrongWithADocument() {
        send("POST", PIPELINES, """
                        pipelines:
                          bad:
                            controllers:
                              - {name: c, mode: sometimes, modules: [nothing]}
                              - {name: d, modules: [{type: test-stamp, version: "9"}]}
                        """)
                .statusCode(422)
                .contentType("application/problem+json")
                .body("problems", hasSize(3))
                .body("problems[0]", containsString("mode"))
                .body("problems", hasItem(containsString("no version 9")));
        send("POST", PIPELINES, "a: [").statusCode(422);
        send("PUT", PIPELINES + "/nothing", document("x", "1", 1)).statusCode(404);
    }

    @Test
    void changesOnlyTheVersionThatItsAuthorHasSeen() {
        String first =
                send("POST", PIPELINES, document("versioned", "1", 2)).extract().header("ETag");
        String path = PIPELINES + "/versioned";
        given().get(path).then().header("ETag", equalTo(first));
        given().get(path + "/document").then().header("ETag", equalTo(first));

        String second = given().header("If-Match", first)
                .body(document("versioned", "2", 2))
                .put(path)
                .then()
                .statusCode(200)
                .extract()
                .header("ETag");
        assertThat(second).isNotEqualTo(first);
        for (String dryRun : List.of("", "?dry-run=true")) {
            given().header("If-Match", first)
                    .body(document("versioned", "1", 2))
                    .put(path + dryRun)
                    .then()
                    .statusCode(412)
                    .contentType("application/problem+json")
                    .body("detail", containsString(second.replace("\"", "")));
        }
        given().header("If-Match", first).delete(path).then().statusCode(412);
        given().contentType("application/json")
                .header("If-Match", first)
                .body("{\"type\": \"test-stamp\"}")
                .put(path + "/modules/stamp")
                .then()
                .statusCode(412);
        String third = given().contentType("application/json")
                .header("If-Match", second)
                .body("{\"type\": \"test-stamp\", \"version\": \"1\"}")
                .put(path + "/modules/stamp")
                .then()
                .statusCode(200)
                .extract()
                .header("ETag");
        given().header("If-Match", third).delete(path).then().statusCode(204);
    }

    @Test
    void anInstanceThatComesLaterHasTheSwappedModule() {
        send("POST", PIPELINES, document("grown", "1", 1)).statusCode(201);
        given().contentType("application/json")
                .body("{\"type\": \"test-stamp\", \"version\": \"2\"}")
                .put(PIPELINES + "/grown/modules/stamp")
                .then()
                .statusCode(200);
        String instance =
                given().post(PIPELINES + "/grown/instances").then().extract().path("instance");
        given().contentType("application/json")
                .body("{}")
                .post(PIPELINES + "/grown/execute?instance=" + instance)
                .then()
                .statusCode(200)
                .body("data.stamp", equalTo("2"));
        given().delete(PIPELINES + "/grown").then().statusCode(204);
    }

    @Test
    void takesItsPipelineFromADocumentOfSeveral() {
        String two = document("one", "1", 1) + document("two", "1", 1).replace("pipelines:\n", "");
        send("POST", PIPELINES, two).statusCode(201);
        send("PUT", PIPELINES + "/two", two.replace("\"1\"}", "\"2\"}"))
                .statusCode(200)
                .body("name", equalTo("two"))
                .body("swapped", equalTo(List.of("stamp")));
        assertThat(stamp("one")).isEqualTo("1");
        assertThat(stamp("two")).isEqualTo("2");
        send("PUT", PIPELINES + "/work", two).statusCode(422).body("detail", containsString("none is 'work'"));
        given().delete(PIPELINES + "/one").then().statusCode(204);
        given().delete(PIPELINES + "/two").then().statusCode(204);
    }

    @Test
    void swapsAModuleByVersionUnderLoad() throws Exception {
        send("POST", PIPELINES, document("swapped", "1", 4)).statusCode(201);
        Set<String> seen = underLoad("swapped", () -> {
            for (String version : List.of("2", "1", "2")) {
                given().contentType("application/json")
                        .body("{\"type\": \"test-stamp\", \"version\": \"" + version + "\"}")
                        .put(PIPELINES + "/swapped/modules/stamp")
                        .then()
                        .statusCode(200)
                        .body("version", equalTo(version));
                assertThat(stamp("swapped")).isEqualTo(version);
            }
        });
        assertThat(seen).isNotEmpty().isSubsetOf("1", "2");
        assertThat(stamp("swapped")).isEqualTo("2");

        swap("{\"type\": \"test-stamp\", \"version\": \"3\"}").statusCode(422).body("detail", containsString("3"));
        swap("{\"type\": \"none\"}").statusCode(422);
        swap("{\"version\": \"1\"}").statusCode(400);
        swap("[]").statusCode(400);
        given().contentType("application/json")
                .body("{\"type\": \"test-stamp\"}")
                .put(PIPELINES + "/swapped/modules/other")
                .then()
                .statusCode(404);
        given().delete(PIPELINES + "/swapped").then().statusCode(204);
    }

    private static ValidatableResponse swap(String body) {
        return given().contentType("application/json")
                .body(body)
                .put(PIPELINES + "/swapped/modules/stamp")
                .then();
    }

    @Test
    void replacesAPipelineUnderLoad() throws Exception {
        send("POST", PIPELINES, document("replaced", "1", 4)).statusCode(201);
        Set<String> seen = underLoad("replaced", () -> {
            // only a module differs: it is swapped
            send("PUT", PIPELINES + "/replaced?dry-run=true", document("replaced", "2", 4))
                    .statusCode(200)
                    .body("rebuilt", equalTo(false))
                    .body("swapped", equalTo(List.of("stamp")));
            send("PUT", PIPELINES + "/replaced", document("replaced", "2", 4))
                    .statusCode(200)
                    .body("rebuilt", equalTo(false));
            assertThat(stamp("replaced")).isEqualTo("2");
            // a controller differs too: it is built anew
            send("PUT", PIPELINES + "/replaced", document("replaced", "1", 3))
                    .statusCode(200)
                    .body("rebuilt", equalTo(true));
            assertThat(stamp("replaced")).isEqualTo("1");
        });
        assertThat(seen).isNotEmpty().isSubsetOf("1", "2");
        given().get(PIPELINES + "/replaced").then().body("pipeline.controllers[0].workers", equalTo(3));
        given().delete(PIPELINES + "/replaced").then().statusCode(204);
    }

    /** Sends packages from four threads meanwhile; gives the stamps that they came back with. */
    private static Set<String> underLoad(String pipeline, Runnable change) throws Exception {
        Set<String> seen = new TreeSet<>();
        AtomicBoolean stop = new AtomicBoolean();
        // not virtual: the client may pin them, and the modules within this JVM need the same carriers
        try (ExecutorService threads = Executors.newFixedThreadPool(4)) {
            List<Future<Set<String>>> senders = new ArrayList<>();
            for (int i = 0; i < 4; i++) {
                senders.add(threads.submit(() -> {
                    Set<String> stamps = new TreeSet<>();
                    while (!stop.get()) {
                        stamps.add(stamp(pipeline));
                    }
                    return stamps;
                }));
            }
            try {
                stamp(pipeline);
                change.run();
                stamp(pipeline);
            } finally {
                stop.set(true);
            }
            for (Future<Set<String>> sender : senders) {
                seen.addAll(sender.get());
            }
        }
        return seen;
    }

    private static String stamp(String pipeline) {
        JsonPath answer = given().contentType("application/json")
                .body("{}")
                .post(PIPELINES + "/" + pipeline + "/execute")
                .then()
                .statusCode(200)
                .extract()
                .jsonPath();
        assertThat(answer.getString("status")).isEqualTo("SUCCESS");
        return answer.getString("data.stamp");
    }

    private static String document(String name, String version, int workers) {
        return """
                pipelines:
                  %s:
                    controllers:
                      - name: only
                        mode: order-by-sequence
                        workers: %d
                        queue-size: 1000
                        modules:
                          - {name: stamp, type: test-stamp, version: "%s"}
                """.formatted(name, workers, version);
    }

    private static ValidatableResponse send(String method, String path, String text) {
        return given().contentType("application/yaml")
                .body(text.getBytes(UTF_8))
                .request(method, path)
                .then();
    }
}
