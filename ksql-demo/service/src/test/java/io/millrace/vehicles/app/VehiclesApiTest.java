package io.millrace.vehicles.app;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;

import io.millrace.core.time.Ticker;
import io.millrace.service.testkit.Await;
import io.millrace.vehicles.gtfs.FeedMessage;
import io.millrace.vehicles.live.Positions;
import io.millrace.vehicles.live.VehicleBoard;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import java.io.BufferedReader;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.WebSocket;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@QuarkusTest
@Timeout(60)
class VehiclesApiTest {

    @TestHTTPResource("/")
    URI service = URI.create("http://unset");

    private final VehicleBoard board;

    VehiclesApiTest(VehicleBoard board) {
        this.board = board;
    }

    @BeforeEach
    void put() {
        Instant now = Ticker.SYSTEM.now();
        board.apply(List.of(
                Positions.at("22/1", now, 60.17, 24.94),
                Positions.on("18", "22/2", now, 60.18, 24.95),
                Positions.at("12/1", now, 60.30, 25.05)));
    }

    @Test
    void givesAPageOfRows() {
        given().get("/v1/vehicles?operator=22")
                .then()
                .statusCode(200)
                .contentType("application/json")
                .body("size", equalTo(2))
                .body("vehicles.vehicle", contains("22/1", "22/2"))
                .body("vehicles[0].headsign", equalTo("Matinkylä (M)"));
        String next = given().get("/v1/vehicles?operator=22&limit=1").path("next");
        given().get("/v1/vehicles?operator=22&limit=1&after=" + next)
                .then()
                .header("X-Total-Count", "2")
                .body("vehicles.vehicle", contains("22/2"));
        given().get("/v1/vehicles?mode=pull&bbox=24.9,60.1,25,60.2&route=550")
                .then()
                .body("vehicles.vehicle", contains("22/1"));
        assertThat(given().get("/v1/vehicles?vehicle=22/1").<Integer>path("vehicles[0].age_ms"))
                .isBetween(0, 60_000);
    }

    @Test
    void answersInTheFormAskedFor() throws Exception {
        given().accept("application/geo+json")
                .get("/v1/vehicles?vehicle=22/1")
                .then()
                .contentType("application/geo+json")
                .body("features[0].geometry.coordinates", contains(24.94f, 60.17f));
        assertThat(given().accept("application/x-ndjson")
                        .get("/v1/vehicles?operator=22")
                        .asString()
                        .lines())
                .hasSize(2);
        assertThat(FeedMessage.parseFrom(given().accept("application/x-protobuf")
                                .get("/v1/vehicles?operator=12")
                                .asByteArray())
                        .getEntityList())
                .singleElement()
                .satisfies(
                        entity -> assertThat(entity.getVehicle().getPosition().getLatitude())
                                .isEqualTo(60.30f));
        given().accept("text/html,application/xhtml+xml,*/*;q=0.8")
                .get("/v1/vehicles")
                .then()
                .contentType("application/json");
        given().accept("application/json;q=0.1, application/geo+json;q=0.9")
                .get("/v1/vehicles")
                .then()
                .contentType("application/geo+json");
        given().accept("image/png")
                .get("/v1/vehicles")
                .then()
                .statusCode(406)
                .body("detail", containsString("application/geo+json"));
    }

    @Test
    void tellsOneVehicleAndItsTrail() {
        given().get("/v1/vehicles/22/1").then().statusCode(200).body("vehicle", equalTo("22/1"));
        given().get("/v1/vehicles/22/1/trail")
                .then()
                .contentType("application/geo+json")
                .body("geometry.coordinates[0]", contains(24.94f, 60.17f));
        given().get("/v1/vehicles/22/99")
                .then()
                .statusCode(404)
                .contentType("application/problem+json")
                .body("detail", equalTo("there is no vehicle 22/99 on the board"));
        given().get("/v1/vehicles/a/b").then().statusCode(400);
    }

    @Test
    void refusesWhatIsWrongAndSaysWhatWouldBeRight() {
        given().get("/v1/vehicles?bbox=1,2,3")
                .then()
                .statusCode(400)
                .contentType("application/problem+json")
                .body("detail", containsString("west,south,east,north"));
        given().get("/v1/vehicles?mode=push").then().statusCode(400).body("detail", containsString("snapshot+follow"));
        given().get("/v1/vehicles?limit=0").then().statusCode(400);
        given().get("/v1/vehicles?mode=follow&route=,").then().statusCode(400);
        given().get("/v1/vehicles?mode=follow&overflow=block")
                .then()
                .statusCode(400)
                .body("detail", containsString("latest-by-key"));
    }

    @Test
    void followsASnapshotAndWhatChanges() throws Exception {
        try (HttpClient client = HttpClient.newHttpClient();
                BufferedReader lines = open(client, "v1/vehicles?mode=snapshot+follow&vehicle=22/1,22/2", null)) {
            assertThat(List.of(lines.readLine(), lines.readLine()))
                    .anyMatch(line -> line.startsWith("{\"vehicle\":\"22/1\""))
                    .anyMatch(line -> line.startsWith("{\"vehicle\":\"22/2\""));
            board.apply(List.of(Positions.at("12/1", Ticker.SYSTEM.now(), 60.31, 25.05)));
            board.apply(List.of(Positions.at("22/2", Ticker.SYSTEM.now(), 60.19, 24.95)));
            assertThat(lines.readLine()).startsWith("{\"vehicle\":\"22/2\"").contains("\"lat\":60.19");
        }
        Await.until(() -> board.counts().followers() == 0);
    }

    @Test
    void followsWithEventsAndHeartbeats() throws Exception {
        try (HttpClient client = HttpClient.newHttpClient();
                BufferedReader lines = open(client, "v1/vehicles?vehicle=22/1&heartbeat=100ms", "text/event-stream")) {
            assertThat(lines.readLine()).isEqualTo("event: schema");
            assertThat(lines.readLine()).contains("\"age_ms\"");
            assertThat(lines.readLine()).isEmpty();
            assertThat(lines.readLine()).startsWith("data: {\"vehicle\":\"22/1\"");
            assertThat(lines.readLine()).isEmpty();
            assertThat(lines.readLine()).isEqualTo("event: heartbeat");
        }
    }

    @Test
    void followsOverAWebSocket() throws Exception {
        BlockingQueue<String> frames = new LinkedBlockingQueue<>();
        try (HttpClient client = HttpClient.newHttpClient()) {
            WebSocket socket = client.newWebSocketBuilder()
                    .buildAsync(
                            URI.create(service.toString().replace("http", "ws") + "v1/vehicles?vehicle=22/1"),
                            new WebSocket.Listener() {
                                @Override
                                public @Nullable CompletionStage<?> onText(
                                        WebSocket from, CharSequence text, boolean last) {
                                    frames.add(text.toString());
                                    from.request(1);
                                    return null;
                                }
                            })
                    .get(10, TimeUnit.SECONDS);
            assertThat(frames.poll(10, TimeUnit.SECONDS)).startsWith("{\"vehicle\":\"22/1\"");
            board.apply(List.of(Positions.at("22/1", Ticker.SYSTEM.now(), 60.2, 24.9)));
            assertThat(frames.poll(10, TimeUnit.SECONDS)).contains("\"lat\":60.2");
            socket.abort();
        }
        Await.until(() -> board.counts().followers() == 0);
    }

    @Test
    void hasAPageItsFilesAndADescription() {
        given().accept("text/html")
                .get("/")
                .then()
                .statusCode(200)
                .body(containsString("<title>Millrace live vehicles"));
        given().get("/").then().body("info", equalTo("live vehicles"));
        given().get("/webjars/leaflet/1.9.4/dist/leaflet.js").then().statusCode(200);
        given().get("/millrace/vehicles/fleet.js").then().statusCode(200);
        given().redirects()
                .follow(false)
                .get("/docs")
                .then()
                .statusCode(307)
                .header("Location", containsString("/q/swagger-ui"));
        given().get("/q/openapi?format=json").then().body("paths.'/v1/vehicles'.get.parameters.name", hasItem("bbox"));
        given().get("/q/metrics")
                .then()
                .body(containsString("vehicles_positions_total{outcome=\"applied\"}"))
                .body(containsString("vehicles_board "));
        given().get("/q/health/ready").then().statusCode(200).body("status", equalTo("UP"));
    }

    private BufferedReader open(HttpClient client, String path, @Nullable String accept) throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(service.resolve("/" + path));
        if (accept != null) {
            request.header("Accept", accept);
        }
        HttpResponse<InputStream> answer = client.send(request.build(), BodyHandlers.ofInputStream());
        assertThat(answer.statusCode()).isEqualTo(200);
        return new BufferedReader(new InputStreamReader(answer.body(), StandardCharsets.UTF_8));
    }
}
