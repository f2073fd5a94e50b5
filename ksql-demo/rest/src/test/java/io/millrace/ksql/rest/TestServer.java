package io.millrace.ksql.rest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.millrace.connector.embedded.EmbeddedKafka;
import io.millrace.core.time.Ticker;
import io.millrace.ksql.engine.EngineSettings;
import io.millrace.ksql.engine.KsqlEngine;
import io.millrace.ksql.plan.Analyzer;
import io.millrace.ksql.plan.Format;
import io.millrace.ksql.run.RunSettings;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;

/** A real server with a real engine over a real Kafka in this JVM; each test has an application of its own. */
final class TestServer implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(90);
    private static final AtomicInteger applications = new AtomicInteger();
    private static final ObjectMapper JSON = new ObjectMapper();

    final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    final Vertx vertx = Vertx.vertx();
    final KsqlApi api;
    final KsqlEngine engine;
    final HttpRemoteQueries remote;
    private final HttpClient http = HttpClient.newHttpClient();

    /** Started when the first test needs it. */
    private static final class Kafka {
        private static final EmbeddedKafka INSTANCE = start();

        private static EmbeddedKafka start() {
            EmbeddedKafka started = EmbeddedKafka.start();
            Runtime.getRuntime().addShutdownHook(new Thread(started::close, "stop-kafka"));
            return started;
        }
    }

    /** Of an application of its own, with the settings of the loopback. */
    TestServer(Path folder) throws InterruptedException {
        this(application(), folder, KsqlApiSettings.LOOPBACK, 0);
    }

    TestServer(String application, Path folder, KsqlApiSettings settings, int standbys) throws InterruptedException {
        api = KsqlApi.start(vertx, settings, null, meters, Ticker.SYSTEM);
        remote = new HttpRemoteQueries(settings.token(), Duration.ofSeconds(5), Ticker.SYSTEM);
        RunSettings run = new RunSettings(
                Kafka.INSTANCE.bootstrapServers(),
                EngineSettings.prefix(application),
                api.address(),
                folder,
                1,
                standbys,
                false,
                0,
                Map.of());
        engine = KsqlEngine.start(
                new EngineSettings(
                        application,
                        run,
                        new Analyzer.Defaults(Format.Kind.KAFKA, Format.Kind.JSON),
                        null,
                        (short) 1,
                        PATIENCE),
                remote,
                Ticker.SYSTEM);
        api.serve(engine);
    }

    /** A name that no other test has. */
    static String application() {
        return "rest" + applications.incrementAndGet() + "_";
    }

    URI at(String path) {
        return URI.create("http://" + api.address() + path);
    }

    /** An answer with its status. */
    record Told(int status, JsonNode body, HttpResponse<String> whole) {}

    Told post(String path, String body, String... headers) {
        HttpRequest.Builder request = HttpRequest.newBuilder(at(path)).POST(HttpRequest.BodyPublishers.ofString(body));
        return send(headers.length > 0 ? request.headers(headers) : request);
    }

    Told get(String path) {
        return send(HttpRequest.newBuilder(at(path)));
    }

    Told ksql(String statements) {
        return post("/ksql", JSON.createObjectNode().put("ksql", statements).toString());
    }

    /** The same from the first record on. */
    Told ksqlFromEarliest(String statements) {
        var body = JSON.createObjectNode().put("ksql", statements);
        body.putObject("streamsProperties").put("ksql.streams.auto.offset.reset", "earliest");
        return post("/ksql", body.toString());
    }

    /** The rows of a pull query over {@code /query}. */
    Told query(String statement) {
        return post("/query", JSON.createObjectNode().put("ksql", statement).toString());
    }

    private Told send(HttpRequest.Builder request) {
        try {
            HttpResponse<String> answer = http.send(request.timeout(PATIENCE).build(), BodyHandlers.ofString());
            return new Told(answer.statusCode(), parsed(answer.body()), answer);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private static JsonNode parsed(String body) {
        try {
            return JSON.readTree(body);
        } catch (IOException e) {
            return JSON.missingNode();
        }
    }

    static JsonNode json(String text) {
        try {
            return JSON.readTree(text);
        } catch (IOException e) {
            throw new IllegalArgumentException(text, e);
        }
    }

    /** Waits for at most 90 s. */
    static void await(String what, BooleanSupplier condition) throws InterruptedException {
        await(what, PATIENCE, condition);
    }

    static void await(String what, Duration patience, BooleanSupplier condition) throws InterruptedException {
        long end = Ticker.SYSTEM.nanos() + patience.toNanos();
        while (!condition.getAsBoolean()) {
            if (Ticker.SYSTEM.nanos() > end) {
                throw new AssertionError("waited in vain for: " + what);
            }
            Ticker.SYSTEM.sleep(Duration.ofMillis(20));
        }
    }

    double gauge(KsqlApiMeter meter) {
        return meters.get(meter.meter()).gauge().value();
    }

    double counter(KsqlApiMeter meter) {
        return meters.get(meter.meter()).counter().count();
    }

    @Override
    public void close() {
        api.close();
        engine.close();
        remote.close();
        http.shutdownNow();
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }
}
