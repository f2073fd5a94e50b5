package io.millrace.service.app;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.not;

import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import io.restassured.http.ContentType;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.WebSocket;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@QuarkusTest
@Timeout(60)
class ServiceTest {

    private static final String PROBLEM = "application/problem+json";

    @Test
    void streamsWithinTheFramework() throws Exception {
        try (HttpClient client = HttpClient.newHttpClient()) {
            HttpRequest request = HttpRequest.newBuilder(
                            URI.create("http://127.0.0.1:" + RestAssured.port + "/queries/sample?events=true"))
                    .header("Origin", "https://pages.example")
                    .build();
            var response = client.send(request, BodyHandlers.ofInputStream());
            try (BufferedReader lines =
                    new BufferedReader(new InputStreamReader(response.body(), StandardCharsets.UTF_8))) {
                assertThat(lines.readLine()).contains("schema");
                assertThat(lines.readLine()).isEqualTo("{\"event\":\"row\",\"data\":{\"n\":1}}");
            }
            assertThat(response.headers().firstValue("access-control-allow-origin"))
                    .hasValue("https://pages.example");
            client.shutdownNow();
        }
    }

    @Test
    void opensWebSocketsAndRefusesThemWithAStatus() throws Exception {
        try (HttpClient client = HttpClient.newHttpClient()) {
            URI sample = URI.create("ws://127.0.0.1:" + RestAssured.port + "/queries/sample");
            CompletableFuture<String> first = new CompletableFuture<>();
            client.newWebSocketBuilder()
                    .buildAsync(sample, new WebSocket.Listener() {
                        @Override
                        public @Nullable CompletionStage<?> onText(
                                WebSocket webSocket, CharSequence data, boolean last) {
                            first.complete(data.toString());
                            return null;
                        }
                    })
                    .join();
            assertThat(first.get(10, TimeUnit.SECONDS)).isEqualTo("{\"n\":1}");
            client.shutdownNow();
        }
        given().header("Connection", "Upgrade")
                .header("Upgrade", "websocket")
                .header("Sec-WebSocket-Version", "13")
                .header("Sec-WebSocket-Key", "dGhlIHNhbXBsZSBub25jZQ==")
                .get("/queries/none")
                .then()
                .statusCode(404)
                .contentType(PROBLEM)
                .body("detail", equalTo("pipeline not found"));
    }

    @Test
    void answersFailuresOfResourcesWithProblems() {
        given().get("/sample/conflict")
                .then()
                .statusCode(409)
                .contentType(PROBLEM)
                .body("type", equalTo("urn:problem:conflict"))
                .body("detail", equalTo("pipeline exists"))
                .body("instance", equalTo("/sample/conflict"));
        given().get("/sample/later")
                .then()
                .statusCode(503)
                .header("Retry-After", "1")
                .contentType(PROBLEM);
        given().get("/sample/bug")
                .then()
                .statusCode(500)
                .contentType(PROBLEM)
                .body(not(containsString("secret")))
                .body("type", equalTo("urn:problem:internal"));
    }

    @Test
    void answersWhatTheFrameworkRefusesWithProblems() {
        given().get("/no/such/path")
                .then()
                .statusCode(404)
                .contentType(PROBLEM)
                .body("instance", equalTo("/no/such/path"));
        given().delete("/sample/conflict").then().statusCode(405).contentType(PROBLEM);
        given().contentType(ContentType.TEXT)
                .body("x")
                .post("/sample")
                .then()
                .statusCode(415)
                .contentType(PROBLEM);
        given().contentType(ContentType.JSON)
                .accept("image/png")
                .body("{}")
                .post("/sample")
                .then()
                .statusCode(406)
                .contentType(PROBLEM);
    }

    @Test
    void saysWhereABodyIsWrong() {
        given().contentType(ContentType.JSON)
                .body("{\"name\": \"a\",\n \"size\": }")
                .post("/sample")
                .then()
                .statusCode(400)
                .contentType(PROBLEM)
                .body("line", equalTo(2))
                .body("detail", containsString("no valid JSON"));
        given().contentType(ContentType.JSON)
                .body("{\"name\": \"a\", \"size\": \"many\"}")
                .post("/sample")
                .then()
                .statusCode(422)
                .contentType(PROBLEM)
                .body("path", equalTo("size"));
    }

    @Test
    void hasTheCommonAddresses() {
        for (String path : new String[] {
            "/q/health",
            "/q/health/live",
            "/q/health/ready",
            "/q/health/started",
            "/q/openapi",
            "/q/swagger-ui/",
            "/millrace/page.css",
            "/millrace/page.js"
        }) {
            given().get(path).then().statusCode(200);
        }
        given().get("/q/metrics").then().statusCode(200).body(containsString("stream_readers"));
    }
}
