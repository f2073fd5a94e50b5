package io.millrace.vehicles.app;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;

import io.quarkus.test.common.QuarkusTestResource;
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
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The paths of the reference system, with its shapes and without its faults. */
@QuarkusTest
@QuarkusTestResource(value = Engines.class, restrictToAnnotatedClass = true)
@Timeout(60)
class ReferencePathsIT {

    @TestHTTPResource("/")
    URI service = URI.create("http://unset");

    private BlockingQueue<String> changes = new LinkedBlockingQueue<>();

    @BeforeEach
    void forget() {
        Engines.ASKED.clear();
    }

    @Test
    void redisHasTheReferencesShapeAndOrder() {
        assertThat(given().get("/redis?veh_id=*/*").asString())
                .isEqualTo("{\"size\":2,\"data\":[{\"veh_id\":\"18/1003\",\"loc\":\"60.168786|24.734465|1698068562\"},"
                        + "{\"veh_id\":\"22/1377\",\"loc\":\"60.278461|25.021287|1669603746\"}]}");
        given().get("/redis").then().body("data.veh_id", contains("18/1003", "22/1377", "a*b"));
        given().get("/redis?veh_id=22/*").then().body("size", equalTo(1));
        given().get("/redis?veh_id=22/1377").then().body("data.veh_id", contains("22/1377"));
    }

    @Test
    void anUnknownVehicleGivesSizeNone() {
        assertThat(given().get("/redis?veh_id=9999").asString()).isEqualTo("{\"size\":0,\"data\":[]}");
        assertThat(given().get("/redis?veh_id=9999*").asString()).isEqualTo("{\"size\":0,\"data\":[]}");
        assertThat(given().get("/ksqldb?veh_id=9999").asString()).isEqualTo("{\"size\":0,\"data\":[]}");
    }

    @Test
    void pullsFromTheServerOfThatName() {
        assertThat(given().get("/ksqldb?server=ksqldb-server").asString())
                .isEqualTo("{\"size\":2,\"data\":[{\"veh_id\":\"1003\",\"loc\":\"60.168786|24.734465|1698068562\"},"
                        + "{\"veh_id\":\"1377\",\"loc\":\"60.278461|25.021287|1669603746\"}]}");
        given().get("/ksqldb?veh_id=1377").then().body("data.veh_id", contains("1377"));
        assertThat(Engines.ASKED)
                .anySatisfy(asked -> assertThat(asked)
                        .startsWith("/query ")
                        .contains("where VEH_ID = 1377;")
                        .contains("\"ksql.query.pull.max.allowed.offset.lag\":\"100\""));
    }

    @Test
    void reachesNoOtherServerAndRunsNoOtherStatement() {
        given().get("/ksqldb?server=169.254.169.254")
                .then()
                .statusCode(400)
                .contentType("application/problem+json")
                .body("detail", containsString("must be one of away, ksqldb-server"));
        Engines.ASKED.clear();
        given().queryParam("veh_id", "1 or 1=1; drop table bus_current")
                .get("/ksqldb")
                .then()
                .statusCode(400)
                .body("detail", containsString("is no INTEGER"));
        assertThat(Engines.ASKED).noneMatch(asked -> asked.startsWith("/query"));
        given().get("/ksqldb?server=away")
                .then()
                .statusCode(503)
                .body("detail", containsString("cannot reach ksqlDB at http://127.0.0.1:1"));
        given().get("/ksqldb-push?server=elsewhere").then().statusCode(400);
        given().get("/ksqldb-push?server=away").then().statusCode(503);
    }

    @Test
    void pushesALinePerChangeAsTheReferenceWritesIt() throws Exception {
        try (HttpClient client = HttpClient.newHttpClient();
                BufferedReader lines = open(client, "ksqldb-push?veh_id=*")) {
            // two rows and a half in one piece
            changes.add("[1377,\"60.1|24.9|1669603747\"]\n[1003,\"60.2|24.8|1698068563\"]\n[1003,\"60.2");
            changes.add("1|24.8|1698068564\"]\n");
            assertThat(List.of(lines.readLine(), lines.readLine(), lines.readLine()))
                    .containsExactly(
                            "{\"veh_id\": \"1377\", \"loc\": \"60.1|24.9|1669603747\"}",
                            "{\"veh_id\": \"1003\", \"loc\": \"60.2|24.8|1698068563\"}",
                            "{\"veh_id\": \"1003\", \"loc\": \"60.21|24.8|1698068564\"}");
        }
        changes.add("END");
    }

    @Test
    void leavingClosesTheQuery() throws Exception {
        try (HttpClient client = HttpClient.newHttpClient()) {
            BufferedReader lines = open(client, "ksqldb-push");
            changes.add("[1377,\"60.1|24.9|1669603747\"]\n");
            lines.readLine();
            lines.close();
        }
        String asked = "";
        while (!asked.startsWith("/close-query")) {
            asked = Engines.ASKED.poll(10, TimeUnit.SECONDS);
            assertThat(asked).as("the query is closed").isNotNull();
        }
        assertThat(asked).isEqualTo("/close-query {\"queryId\":\"p1\"}");
        changes.add("END");
    }

    @Test
    void aSnapshotComesFirstAndNothingOlderAfterIt() throws Exception {
        try (HttpClient client = HttpClient.newHttpClient();
                BufferedReader lines = open(client, "ksqldb-push?snapshot=true")) {
            assertThat(List.of(lines.readLine(), lines.readLine()))
                    .allMatch(line -> line.contains("|1669603746") || line.contains("|1698068562"));
            changes.add("[1377,\"60.0|24.9|1669603740\"]\n");
            changes.add("[1377,\"60.278461|25.021287|1669603746\"]\n");
            changes.add("[1377,\"60.3|24.9|1669603750\"]\n");
            assertThat(lines.readLine()).contains("60.3|24.9|1669603750");
        }
        changes.add("END");
        given().get("/ksqldb-push?snapshot=maybe").then().statusCode(400);
    }

    @Test
    void aQuietPushShowsSignsOfLife() throws Exception {
        try (HttpClient client = HttpClient.newHttpClient();
                BufferedReader lines = open(client, "ksqldb-push?heartbeat=100ms")) {
            assertThat(lines.readLine()).isEmpty();
        }
        changes.add("END");
    }

    private BufferedReader open(HttpClient client, String path) throws Exception {
        Engines.QUERIES.clear();
        HttpResponse<InputStream> answer =
                client.send(HttpRequest.newBuilder(service.resolve("/" + path)).build(), BodyHandlers.ofInputStream());
        assertThat(answer.statusCode()).isEqualTo(200);
        BlockingQueue<String> query = Engines.QUERIES.poll(20, TimeUnit.SECONDS);
        assertThat(query).as("the query that ksqlDB was asked").isNotNull();
        changes = query;
        return new BufferedReader(new InputStreamReader(answer.body(), StandardCharsets.UTF_8));
    }
}
