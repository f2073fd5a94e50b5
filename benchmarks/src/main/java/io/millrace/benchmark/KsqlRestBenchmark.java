package io.millrace.benchmark;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.millrace.connector.embedded.EmbeddedKafka;
import io.millrace.core.failure.TransientException;
import io.millrace.core.flow.Overflow;
import io.millrace.core.flow.QueueSettings;
import io.millrace.core.time.Ticker;
import io.millrace.ksql.engine.EngineSettings;
import io.millrace.ksql.engine.KsqlEngine;
import io.millrace.ksql.engine.SelectResult;
import io.millrace.ksql.engine.Session;
import io.millrace.ksql.plan.Analyzer;
import io.millrace.ksql.plan.Format;
import io.millrace.ksql.query.PullOptions;
import io.millrace.ksql.query.RemoteQueries;
import io.millrace.ksql.rest.KsqlApi;
import io.millrace.ksql.rest.KsqlApiSettings;
import io.millrace.ksql.run.RunSettings;
import io.vertx.core.AbstractVerticle;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * Pull queries by key over HTTP on the loopback, one request after another on each of several connections, beside a
 * bare Vert.x server that reads the same requests and answers the same bytes. Client and servers share this JVM. The
 * argument is the seconds per cell.
 */
final class KsqlRestBenchmark {

    private static final int KEYS = 2_000;
    private static final int CONNECTIONS = 64;
    private static final int ROUNDS = 3;
    private static final int WARM_UP_SECONDS = 3;
    private static final QueueSettings QUEUE = new QueueSettings(Overflow.BLOCK, 1_000, 200);

    private final long seconds;

    private KsqlRestBenchmark(long seconds) {
        this.seconds = seconds;
    }

    public static void main(String[] args) throws Exception {
        long seconds = args.length > 0 ? Long.parseLong(args[0]) : 5;
        Path folder = Files.createTempDirectory("ksql-rest");
        Vertx vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(2));
        try (EmbeddedKafka kafka = EmbeddedKafka.start(0, null, Map.of());
                KsqlApi api =
                        KsqlApi.start(vertx, KsqlApiSettings.LOOPBACK, null, new SimpleMeterRegistry(), Ticker.SYSTEM);
                KsqlEngine engine = engine(kafka, api, folder)) {
            fill(engine);
            api.serve(engine);
            new KsqlRestBenchmark(seconds).run(vertx, api.port(), engine);
        } finally {
            vertx.close().toCompletionStage().toCompletableFuture().get();
            delete(folder);
        }
    }

    private static KsqlEngine engine(EmbeddedKafka kafka, KsqlApi api, Path folder) throws InterruptedException {
        RunSettings run = new RunSettings(
                kafka.bootstrapServers(),
                EngineSettings.prefix("bench_"),
                api.address(),
                folder,
                1,
                0,
                false,
                0,
                Map.of());
        EngineSettings settings = new EngineSettings(
                "bench_",
                run,
                new Analyzer.Defaults(Format.Kind.KAFKA, Format.Kind.JSON),
                null,
                (short) 1,
                Duration.ofSeconds(60));
        return KsqlEngine.start(settings, RemoteQueries.NONE, Ticker.SYSTEM);
    }

    /** A table as that of the vehicles: a text key of two numbers, a text of place and time. */
    private static void fill(KsqlEngine engine) throws Exception {
        engine.execute("""
                CREATE STREAM moves (veh_id STRING KEY, loc STRING)
                  WITH (kafka_topic='bench_moves', partitions=4, value_format='json');
                CREATE TABLE bus_current WITH (kafka_topic='bench_current') AS
                  SELECT veh_id, LATEST_BY_OFFSET(loc) AS loc FROM moves GROUP BY veh_id;
                """, new Session(Map.of("auto.offset.reset", "earliest"), Map.of()));
        List<CompletableFuture<Void>> inserted = new ArrayList<>();
        for (int i = 0; i < KEYS; i++) {
            inserted.add(engine.insert("MOVES", Map.of("VEH_ID", key(i), "LOC", "60.278461|25.021287|1669603746")));
        }
        inserted.forEach(CompletableFuture::join);
        for (int rows = 0; rows < KEYS; rows = rows(engine)) {
            TimeUnit.MILLISECONDS.sleep(200);
        }
    }

    private static int rows(KsqlEngine engine) throws InterruptedException {
        int[] rows = {0};
        try {
            ((SelectResult.Pull) engine.select("SELECT * FROM bus_current;", new Session(), PullOptions.DEFAULT, QUEUE))
                    .run(_ -> ++rows[0] > 0);
        } catch (TransientException _) {
            return 0;
        }
        return rows[0];
    }

    private static String key(int number) {
        return "%04d/%05d".formatted(number % 30, number);
    }

    private void run(Vertx vertx, int port, KsqlEngine engine) throws Exception {
        inProcess(engine);
        List<Buffer> requests = new ArrayList<>();
        for (int i = 0; i < KEYS; i++) {
            String body = "{\"sql\":\"SELECT * FROM bus_current WHERE veh_id = '" + key(i) + "';\",\"properties\":{}}";
            requests.add(
                    Buffer.buffer("POST /query-stream HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json"
                            + "\r\nContent-Length: " + body.length() + "\r\n\r\n" + body));
        }
        Buffer answer = PullLoad.one(vertx, port, requests.getFirst());
        int bare = bare(vertx, answer);
        PullLoad.Result bestBare = PullLoad.Result.NONE;
        PullLoad.Result bestOurs = PullLoad.Result.NONE;
        for (int round = 0; round < ROUNDS; round++) {
            bestBare = bestBare.better(cell("bare Vert.x server", bare, requests));
            bestOurs = bestOurs.better(cell("pull by key", port, requests));
        }
        System.out.printf(
                "pull by key over HTTP: %,.0f/s, %.2f of the bare server, p99 %.2f ms against %.2f ms%n",
                bestOurs.rate(), bestOurs.rate() / bestBare.rate(), bestOurs.p99Millis(), bestBare.p99Millis());
    }

    private void inProcess(KsqlEngine engine) throws InterruptedException {
        Session session = new Session();
        long start = System.nanoTime();
        long count = 0;
        while (System.nanoTime() - start < TimeUnit.SECONDS.toNanos(seconds)) {
            String text = "SELECT * FROM bus_current WHERE veh_id = '" + key((int) (count % KEYS)) + "';";
            ((SelectResult.Pull) engine.select(text, session, PullOptions.DEFAULT, QUEUE)).run(_ -> true);
            count++;
        }
        System.out.printf(
                "in process, one thread     %,10.0f pull queries/s%n", count * 1e9 / (System.nanoTime() - start));
    }

    private PullLoad.Result cell(String name, int port, List<Buffer> requests) throws Exception {
        PullLoad.Result result = PullLoad.run(port, requests, CONNECTIONS, WARM_UP_SECONDS, seconds);
        System.out.printf(
                "%-26s %,10.0f requests/s  p50 %.2f ms  p99 %.2f ms%n",
                name, result.rate(), result.p50Millis(), result.p99Millis());
        return result;
    }

    /** Reads each request to its end and answers what ours answered once; as many event loops as ours. */
    private static int bare(Vertx vertx, Buffer answer) throws Exception {
        String whole = answer.toString();
        Buffer body = Buffer.buffer(whole.substring(whole.indexOf("\r\n\r\n") + 4));
        CompletableFuture<Integer> port = new CompletableFuture<>();
        vertx.deployVerticle(() -> new Bare(body, port), new DeploymentOptions().setInstances(2))
                .toCompletionStage()
                .toCompletableFuture()
                .get();
        return port.get();
    }

    private static final class Bare extends AbstractVerticle {

        private final Buffer body;
        private final CompletableFuture<Integer> port;

        Bare(Buffer body, CompletableFuture<Integer> port) {
            this.body = body;
            this.port = port;
        }

        @Override
        public void start(Promise<Void> started) {
            HttpServer server = vertx.createHttpServer()
                    .requestHandler(request -> request.body()
                            .onSuccess(_ -> request.response()
                                    .putHeader("content-type", "application/vnd.ksqlapi.delimited.v1")
                                    .end(body)));
            // a port of their own, far below those that KsqlApi takes for "any"
            var _ = server.listen(-1_000_000, "127.0.0.1")
                    .onSuccess(listening -> port.complete(listening.actualPort()))
                    .<Void>mapEmpty()
                    .onComplete(started);
        }
    }

    private static void delete(Path folder) throws Exception {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        }
    }
}
