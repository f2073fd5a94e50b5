package io.millrace.ingest.app;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.everyItem;
import static org.hamcrest.Matchers.greaterThan;
import static org.hamcrest.Matchers.hasItems;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;

import io.millrace.service.testkit.Await;
import io.millrace.service.testkit.SocketReader;
import io.millrace.service.testkit.StreamReader;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The service as it starts without settings: the sample document, and a simulated exchange that misses trades. */
@QuarkusTest
@Timeout(120)
class IngestApiTest {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @TestHTTPResource("/")
    URI service = URI.create("http://unset");

    @BeforeEach
    void rowsCome() throws InterruptedException {
        Await.until(PATIENCE, () -> stored() > 50);
    }

    private static int stored() {
        return get("/v1/pipelines/coinbase").getInt("sinks[0].rows");
    }

    private static JsonPath get(String path) {
        return given().get(path).then().statusCode(200).extract().jsonPath();
    }

    @Test
    void tellsHowEveryPipelineIs() {
        given().get("/v1/pipelines")
                .then()
                .statusCode(200)
                .body("document.problem", nullValue())
                .body("pipelines.name", equalTo(java.util.List.of("coinbase")))
                .body("pipelines[0].ready", equalTo(true))
                .body("pipelines[0].source.state.name", equalTo("running"))
                .body("pipelines[0].source.feed.connected", greaterThan(0))
                .body("pipelines[0].buffer.max_bytes", greaterThan(0))
                .body("pipelines[0].sinks.name", hasItems("duckdb", "file", "gaps"))
                .body("pipelines[0].sinks.state.name", everyItem(equalTo("running")));
        given().get("/v1/pipelines/none")
                .then()
                .statusCode(404)
                .contentType("application/problem+json")
                .body("detail", equalTo("there is no pipeline 'none'; there are coinbase"));
    }

    @Test
    void pausesStopsAndStartsAPipelineAndStaysReady() throws InterruptedException {
        given().post("/v1/pipelines/coinbase/pause").then().statusCode(200);
        assertThat(state()).isEqualTo("paused");
        given().get("/q/health/ready").then().statusCode(200);
        given().post("/v1/pipelines/coinbase/resume").then().statusCode(200);
        Await.until(PATIENCE, () -> state().equals("running"));

        given().post("/v1/pipelines/coinbase/stop").then().statusCode(200);
        assertThat(state()).isEqualTo("stopped");
        given().get("/q/health/ready").then().statusCode(200).body(containsString("source stopped"));
        given().post("/v1/pipelines/coinbase/start").then().statusCode(200);
        Await.until(PATIENCE, () -> state().equals("running"));
        int before = stored();
        Await.until(PATIENCE, () -> stored() > before);
    }

    private static String state() {
        return get("/v1/pipelines/coinbase").getString("source.state.name");
    }

    @Test
    void countsTradesAndRefillsWhatIsMissing() throws InterruptedException {
        Await.until(PATIENCE, () -> get("/v1/series").getLong("series.sum { it.refilled }") > 0);
        given().get("/v1/series?pipeline=coinbase")
                .then()
                .statusCode(200)
                .body("series.series", hasItems("BTC-USD", "ETH-USD", "SOL-USD"))
                .body("series.lost", everyItem(equalTo(0)));
        given().get("/v1/gaps?state=refilled&limit=1")
                .then()
                .statusCode(200)
                .body("gaps", hasSize(1))
                .body("gaps[0].missing", equalTo(0))
                .body("gaps[0].refilled", greaterThan(0));
        String product = get("/v1/gaps").getString("gaps[0].series");
        given().get("/v1/gaps?series=" + product)
                .then()
                .statusCode(200)
                .body("gaps.series", everyItem(equalTo(product)))
                .body("total", greaterThan(0));
        given().get("/v1/gaps?state=lost").then().statusCode(200).body("total", equalTo(0));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    /v1/gaps?state=wide        | parameter state is 'wide', must be open, refilled, lost
                    /v1/gaps?limit=0           | parameter limit is '0', must be a whole number from 1 to 1000
                    /v1/gaps?offset=-1         | parameter offset is '-1', must be a whole number from 0 to 2147483647
                    /v1/dead-letters?limit=few | parameter limit is 'few', must be a whole number from 1 to 1000
                    /v1/rows?overflow=block    | parameter overflow is 'block', must be drop-oldest
                    /v1/rows?product=,         | parameter product has 0 names
                    """)
    void saysWhatIsWrongWithAParameter(String path, String detail) {
        given().get(path)
                .then()
                .statusCode(400)
                .contentType("application/problem+json")
                .body("detail", containsString(detail));
    }

    @Test
    void listsDeadLettersAndIsToldWhichToForget() {
        given().get("/v1/dead-letters")
                .then()
                .statusCode(200)
                .body("pipeline", equalTo("coinbase"))
                .body("letters", notNullValue());
        given().delete("/v1/dead-letters")
                .then()
                .statusCode(400)
                .body("detail", equalTo("parameter id names letters, as 17 or 17,18; all=true is for all of them"));
        given().delete("/v1/dead-letters?id=999999,999998")
                .then()
                .statusCode(200)
                .body("letters", equalTo(0));
        given().post("/v1/dead-letters/replay?all=true&sink=duckdb").then().statusCode(200);
        given().post("/v1/dead-letters/replay?all=true&id=1").then().statusCode(400);
    }

    @Test
    void givesRowsAsTheyComeInThreeForms() throws Exception {
        try (HttpClient client = HttpClient.newHttpClient()) {
            StreamReader lines =
                    StreamReader.open(client, service.resolve("/v1/rows?product=BTC-USD&type=ticker&limit=3"), "*/*");
            for (int i = 0; i < 3; i++) {
                assertThat(lines.next()).contains("\"type\":\"ticker\"", "\"product_id\":\"BTC-USD\"", "\"trade_id\":");
            }
            StreamReader events = StreamReader.open(client, service.resolve("/v1/rows?limit=1"), "text/event-stream");
            assertThat(events.next()).isEqualTo("event: schema");
            assertThat(events.last()).contains("\"reason\":");
            SocketReader frames = SocketReader.open(
                    client, URI.create("ws" + service.toString().substring(4) + "v1/rows?type=ticker&limit=1"));
            assertThat(frames.first()).contains("\"type\":\"ticker\"");
            assertThat(frames.closed()).isEqualTo(1000);
        }
    }

    @Test
    void answersNamedQueriesFromWhatIsStored() throws InterruptedException {
        given().get("/v1/queries")
                .then()
                .statusCode(200)
                .body("queries.name", hasItems("monitoring", "vwap", "trades_per_minute"));
        given().get("/v1/queries/trades_per_minute?limit=2")
                .then()
                .statusCode(200)
                .body("columns", hasItems("product_id", "num_trades"))
                .body("rows", hasSize(2))
                .body("sink", equalTo("duckdb"));
        given().get("/v1/queries/expectations").then().statusCode(200).body("rows.size()", equalTo(3));
        Await.until(
                PATIENCE,
                () -> get("/v1/queries/gap_states").getList("rows").stream()
                        .anyMatch(row -> row.toString().contains("refilled")));
        given().get("/v1/queries/gap_states?limit=1")
                .then()
                .body("columns", hasItems("product_id", "first_trade_id", "state"))
                .body("sink", equalTo("gaps"));
        given().get("/v1/queries/drop").then().statusCode(404);
    }

    @Test
    void checksADocumentAndReplacesItByDifference() throws Exception {
        String before =
                given().get("/v1/document").then().statusCode(200).extract().asString();
        String version = given().get("/v1/document").header("ETag");
        given().body("pipelines: {}").put("/v1/document?dry-run=true").then().statusCode(422);
        given().body(before)
                .put("/v1/document?dry-run=true")
                .then()
                .statusCode(200)
                .body("pipelines", equalTo(java.util.List.of("coinbase")));
        given().header("If-Match", "\"another\"")
                .body(before)
                .put("/v1/document")
                .then()
                .statusCode(412);

        String more = before + "      second:\n        type: file\n        file_path: second.ndjson\n";
        given().header("If-Match", version)
                .body(more)
                .put("/v1/document")
                .then()
                .statusCode(200)
                .body("changes[0].change", equalTo("restarted"));
        Await.until(PATIENCE, () -> get("/v1/pipelines/coinbase").getInt("sinks.size()") == 4);
        given().body(before).put("/v1/document").then().statusCode(200);
        Await.until(PATIENCE, () -> get("/v1/pipelines/coinbase").getInt("sinks.size()") == 3);
        given().get("/v1/schema").then().statusCode(200).body(containsString("$schema"));
    }

    @Test
    void followsEditsOfTheFileAndTellsWrongOnes() throws Exception {
        Path file = Path.of(get("/v1/pipelines").getString("document.file"));
        String before = Files.readString(file);
        Files.writeString(file, before.replace("type: duckdb", "type: dukdb"));
        Await.until(PATIENCE, () -> get("/v1/pipelines").getString("document.problem") != null);
        given().get("/v1/pipelines")
                .then()
                .body("document.problem", containsString("dukdb"))
                .body("pipelines[0].source.state.name", equalTo("running"));
        Files.writeString(file, before);
        Await.until(PATIENCE, () -> get("/v1/pipelines").getString("document.problem") == null);
    }

    @Test
    void isReadyAndLiveAndShowsItsPage() {
        given().get("/q/health/ready").then().statusCode(200).body(containsString("source running"));
        given().get("/q/health/live").then().statusCode(200).body(containsString("engine"));
        given().accept("text/html").get("/").then().statusCode(200).body(containsString("<html"));
        given().get("/").then().statusCode(200).body("info", equalTo("market-data ingest"));
        given().get("/v1/status")
                .then()
                .statusCode(200)
                .body("pipelines.size()", equalTo(1))
                .body("exchange", containsString("ws://"));
        assertThat(given().get("/streams/status?limit=1").asString()).contains("\"rows_per_second\":");
        given().get("/streams/other?limit=1").then().statusCode(404);
    }

    @Test
    void describesItsPaths() {
        String described = given().accept("application/json").get("/q/openapi").asString();
        assertThat(Stream.of("/v1/pipelines/{name}/pause", "/v1/gaps", "/v1/dead-letters/replay", "/v1/rows"))
                .allSatisfy(path -> assertThat(described).contains("\"" + path + "\""));
    }
}
