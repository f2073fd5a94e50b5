package io.millrace.connect;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.millrace.connect.config.References;
import io.millrace.connect.plugin.CommonSettings;
import io.millrace.connector.kafka.KafkaConnection;
import io.millrace.core.pipeline.Backoff;
import io.millrace.core.pipeline.PipelineListener;
import io.millrace.core.testkit.Eventually;
import io.millrace.core.time.Ticker;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** A runtime over some Kafka, and a client of its REST API. */
final class Bench implements AutoCloseable {

    static final JsonMapper JSON = new JsonMapper();
    static final Backoff QUICK = new Backoff(Duration.ofMillis(50), Duration.ofMillis(500), 0.2);

    private final Vertx vertx = Vertx.vertx();
    private final HttpClient client = HttpClient.newHttpClient();
    private final ConnectRuntime runtime;

    private Bench(ConnectSettings settings) {
        try {
            runtime = ConnectRuntime.start(settings, vertx, Ticker.SYSTEM, PipelineListener.NONE, _ -> {});
        } catch (RuntimeException e) {
            vertx.close();
            throw e;
        }
    }

    /** Without files, with a topic for what comes by request. */
    static Bench start(String kafka) {
        return new Bench(settings(kafka, null, List.of(), null));
    }

    static Bench start(ConnectSettings settings) {
        return new Bench(settings);
    }

    static ConnectSettings settings(String kafka, @Nullable String token, List<Path> files, @Nullable Path folder) {
        return new ConnectSettings(
                new KafkaConnection(kafka, Duration.ofSeconds(3), Map.of()),
                "127.0.0.1",
                0,
                token,
                files,
                "connect-configs",
                new CommonSettings("StringConverter", "AvroConverter"),
                null,
                new References(_ -> null, Pattern.compile("MILLRACE_.*")),
                folder,
                QUICK);
    }

    ConnectRuntime runtime() {
        return runtime;
    }

    String url(String path) {
        return "http://127.0.0.1:" + runtime.port() + path;
    }

    /** An answer: its status, and its body as JSON, null when there is none. */
    record Reply(int status, JsonNode body, HttpResponse<String> response) {}

    Reply get(String path) {
        return send(request(path).GET());
    }

    Reply delete(String path) {
        return send(request(path).DELETE());
    }

    Reply post(String path, String body) {
        return send(request(path).header("Content-Type", "application/json").POST(BodyPublishers.ofString(body)));
    }

    Reply put(String path, String body) {
        return send(request(path).header("Content-Type", "application/json").PUT(BodyPublishers.ofString(body)));
    }

    HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create(url(path))).timeout(Duration.ofSeconds(30));
    }

    Reply send(HttpRequest.Builder request) {
        try {
            HttpResponse<String> response = client.send(request.build(), HttpResponse.BodyHandlers.ofString());
            String text = response.body();
            return new Reply(
                    response.statusCode(), text.isEmpty() ? JSON.missingNode() : JSON.readTree(text), response);
        } catch (JsonProcessingException e) {
            throw new AssertionError("no JSON", e);
        } catch (IOException e) {
            throw new AssertionError("no answer", e);
        } catch (InterruptedException e) {
            throw new AssertionError("interrupted", e);
        }
    }

    /** A body for {@code POST /connectors}. */
    static String connector(String name, Map<String, String> settings) {
        return JSON.createObjectNode()
                .put("name", name)
                .set("config", JSON.valueToTree(settings))
                .toString();
    }

    /** Waits until the first task of a connector is so, and gives its status. */
    JsonNode task(String connector, String what, Predicate<JsonNode> is) {
        AtomicReference<JsonNode> found = new AtomicReference<>(JSON.missingNode());
        Eventually.until(connector + " " + what, Duration.ofSeconds(30), () -> {
            found.set(get("/connectors/" + connector + "/status")
                    .body()
                    .path("tasks")
                    .path(0));
            return is.test(found.get());
        });
        return found.get();
    }

    JsonNode running(String connector) {
        return task(connector, "runs", task -> task.path("state").asText().equals("RUNNING"));
    }

    void ready() {
        Eventually.until(
                "worker ready", Duration.ofSeconds(30), () -> get("/connectors").status() == 200);
    }

    @Override
    public void close() {
        runtime.close();
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }
}
