package io.millrace.ksql.rest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.millrace.core.failure.FatalException;
import io.millrace.core.time.Ticker;
import io.vertx.core.Vertx;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Who is let in, before there is an engine. */
final class KsqlApiTest {

    private static final String PAGE = "https://example.org";

    private final Vertx vertx = Vertx.vertx();
    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    @AfterEach
    void stop() {
        http.shutdownNow();
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    private KsqlApi start(KsqlApiSettings settings) throws InterruptedException {
        return KsqlApi.start(vertx, settings, null, new SimpleMeterRegistry(), Ticker.SYSTEM);
    }

    private HttpResponse<String> send(KsqlApi api, String method, String path, String... headers) throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("http://" + api.address() + path))
                .method(method, method.equals("GET") ? BodyPublishers.noBody() : BodyPublishers.ofString("{}"));
        if (headers.length > 0) {
            request.headers(headers);
        }
        return http.send(request.build(), BodyHandlers.ofString());
    }

    @Test
    void withoutAnEngineItSaysToComeAgain() throws Exception {
        try (KsqlApi api = start(KsqlApiSettings.LOOPBACK)) {
            HttpResponse<String> answer = send(api, "POST", "/ksql");
            assertThat(answer.statusCode()).isEqualTo(503);
            assertThat(answer.body()).contains("50302");
            assertThat(answer.headers().firstValue("retry-after")).isPresent();
        }
    }

    @Test
    void unknownPathsAndMethodsAreTold() throws Exception {
        try (KsqlApi api = start(KsqlApiSettings.LOOPBACK)) {
            assertThat(send(api, "GET", "/nowhere").statusCode()).isEqualTo(404);
            assertThat(send(api, "GET", "/ksql").statusCode()).isEqualTo(405);
        }
    }

    @Test
    void tokenIsAskedForAsBearerOrAsBasicPassword() throws Exception {
        try (KsqlApi api = start(KsqlApiSettings.LOOPBACK.with("s3cret"))) {
            assertThat(send(api, "GET", "/info").statusCode()).isEqualTo(401);
            assertThat(send(api, "GET", "/info", "Authorization", "Bearer wrong")
                            .statusCode())
                    .isEqualTo(401);
            String basic = Base64.getEncoder().encodeToString("any:s3cret".getBytes(StandardCharsets.UTF_8));
            for (String right : List.of("Bearer s3cret", "Basic " + basic)) {
                assertThat(send(api, "GET", "/info", "Authorization", right).statusCode())
                        .as(right)
                        .isEqualTo(503);
            }
            assertThat(send(api, "GET", "/healthcheck").statusCode()).isEqualTo(503);
        }
    }

    @Test
    void pagesFromElsewhereAreRefusedUnlessTheyAreNamed() throws Exception {
        try (KsqlApi api = start(KsqlApiSettings.LOOPBACK)) {
            HttpResponse<String> refused = send(api, "POST", "/ksql", "Origin", PAGE);
            assertThat(refused.statusCode()).isEqualTo(403);
            assertThat(refused.body()).contains(PAGE);
            assertThat(send(api, "POST", "/ksql", "Origin", "http://" + api.address())
                            .statusCode())
                    .isEqualTo(503);
        }
        try (KsqlApi api = start(KsqlApiSettings.LOOPBACK.with(List.of(PAGE)))) {
            HttpResponse<String> asked = send(api, "OPTIONS", "/ksql", "Origin", PAGE);
            assertThat(asked.statusCode()).isEqualTo(204);
            assertThat(asked.headers().firstValue("access-control-allow-origin"))
                    .hasValue(PAGE);
        }
    }

    @Test
    void takenPortIsToldAndFreePortsAreShared() throws Exception {
        try (KsqlApi api = start(KsqlApiSettings.LOOPBACK);
                KsqlApi other = start(KsqlApiSettings.LOOPBACK)) {
            assertThat(other.port()).isNotEqualTo(api.port());
            Vertx elsewhere = Vertx.vertx();
            try {
                assertThatThrownBy(() -> KsqlApi.start(
                                elsewhere,
                                KsqlApiSettings.LOOPBACK.at("127.0.0.1", api.port()),
                                null,
                                new SimpleMeterRegistry(),
                                Ticker.SYSTEM))
                        .isInstanceOf(FatalException.class)
                        .hasMessageContaining(Integer.toString(api.port()));
            } finally {
                elsewhere.close().toCompletionStage().toCompletableFuture().join();
            }
        }
    }
}
