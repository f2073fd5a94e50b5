package io.millrace.ksql.rest;

import static io.millrace.ksql.rest.TestServer.await;
import static io.millrace.ksql.rest.TestServer.json;
import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.core.flow.Overflow;
import io.millrace.core.flow.QueueSettings;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.Socket;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Push queries and their readers: quick, slow, gone and silent ones. */
@Timeout(120)
final class PushQueryIT {

    private static final Duration HEARTBEAT = Duration.ofMillis(300);
    private static final Duration STALL = Duration.ofSeconds(2);
    private static final Duration SOON = Duration.ofSeconds(1);

    @TempDir
    private static Path folder;

    private static TestServer server;

    @BeforeAll
    static void start() throws InterruptedException {
        KsqlApiSettings settings = KsqlApiSettings.LOOPBACK
                .with(new KsqlApiSettings.Push(HEARTBEAT, STALL, new QueueSettings(Overflow.BLOCK, 100, 50)))
                .with(new KsqlApiSettings.Limits(1 << 20, 100, 3, 64 << 10));
        server = new TestServer(TestServer.application(), folder, settings, 0);
        server.ksql("CREATE STREAM ticks (id INT KEY, text STRING)"
                + " WITH (kafka_topic='rest_ticks', partitions=1, value_format='json');");
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    private static void tick(int id, String text) {
        server.engine.insert("TICKS", Map.of("ID", id, "TEXT", text)).join();
    }

    private static HttpResponse<InputStream> open(HttpClient client, String path, String body) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(server.at(path))
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build();
        return client.send(request, BodyHandlers.ofInputStream());
    }

    private static BufferedReader lines(HttpResponse<InputStream> answer) {
        return new BufferedReader(new InputStreamReader(answer.body(), StandardCharsets.UTF_8));
    }

    private static void awaitNobody() throws InterruptedException {
        await("no push query", SOON, () -> server.gauge(KsqlApiMeter.PUSH_QUERIES) == 0);
    }

    @Test
    void rowsComeOverBothVersionsOfHttpAndLimitEndsThem() throws Exception {
        for (HttpClient.Version version : HttpClient.Version.values()) {
            if (version != HttpClient.Version.HTTP_1_1 && version != HttpClient.Version.HTTP_2) {
                continue;
            }
            try (HttpClient client = HttpClient.newBuilder().version(version).build()) {
                HttpResponse<InputStream> answer =
                        open(client, "/query-stream", "{\"sql\":\"SELECT id, text FROM ticks EMIT CHANGES LIMIT 2;\"}");
                assertThat(answer.version()).isEqualTo(version);
                BufferedReader lines = lines(answer);
                assertThat(json(lines.readLine()).path("columnNames")).isEqualTo(json("[\"ID\",\"TEXT\"]"));
                tick(1, "one");
                tick(2, "two");
                assertThat(json(lines.readLine())).isEqualTo(json("[1,\"one\"]"));
                assertThat(json(lines.readLine())).isEqualTo(json("[2,\"two\"]"));
                assertThat(lines.readLine()).isNull();
            }
            awaitNobody();
        }
    }

    @Test
    void olderPathEndsWithAMessageAndReadsTheWrongNameOfProperties() throws Exception {
        tick(3, "before");
        try (HttpClient client = HttpClient.newHttpClient()) {
            HttpResponse<InputStream> older = open(client, "/query", """
                    {"ksql":"SELECT id FROM ticks EMIT CHANGES LIMIT 1;",
                     "streamsProperties":{"auto.offset.reset":"earliest"}}""");
            assertThat(json(new String(older.body().readAllBytes(), StandardCharsets.UTF_8))
                            .at("/2/finalMessage")
                            .asText())
                    .isEqualTo("Limit Reached");
            HttpResponse<InputStream> newer = open(client, "/query-stream", """
                    {"sql":"SELECT id FROM ticks EMIT CHANGES LIMIT 1;",
                     "streamsProperties":{"auto.offset.reset":"earliest"}}""");
            assertThat(newer.body().readAllBytes()).asString().contains("]\n");
        }
        awaitNobody();
    }

    @Test
    void quietStreamGivesSignsOfLifeThatAreNoRows() throws Exception {
        try (HttpClient client = HttpClient.newHttpClient()) {
            InputStream in = open(client, "/query-stream", "{\"sql\":\"SELECT id FROM ticks EMIT CHANGES LIMIT 1;\"}")
                    .body();
            while (in.read() != '\n') {
                // the header
            }
            assertThat(in.read()).isEqualTo(' ');
            assertThat(in.read()).isEqualTo(' ');
            tick(4, "now");
            assertThat(json(new String(in.readAllBytes(), StandardCharsets.UTF_8)))
                    .isEqualTo(json("[4]"));
            InputStream older = open(client, "/query", "{\"ksql\":\"SELECT id FROM ticks EMIT CHANGES LIMIT 1;\"}")
                    .body();
            while (older.read() != '\n') {
                // the header
            }
            assertThat(older.read()).isEqualTo('\n');
            tick(5, "now");
            assertThat(new String(older.readAllBytes(), StandardCharsets.UTF_8)).contains("[5]");
        }
        awaitNobody();
    }

    @Test
    void readerThatLeavesFreesItsQueryWithinASecond() throws Exception {
        try (Socket socket = ask("SELECT id FROM ticks EMIT CHANGES;")) {
            await("the header", SOON.multipliedBy(20), () -> server.gauge(KsqlApiMeter.PUSH_QUERIES) == 1);
            assertThat(socket.getInputStream().read()).isPositive();
        }
        awaitNobody();
    }

    @Test
    void closeQueryEndsTheAnswerAndUnknownOnesAreTold() throws Exception {
        try (HttpClient client = HttpClient.newHttpClient()) {
            BufferedReader lines =
                    lines(open(client, "/query-stream", "{\"sql\":\"SELECT id FROM ticks EMIT CHANGES;\"}"));
            String id = json(lines.readLine()).path("queryId").asText();
            String body = "{\"queryId\":\"" + id + "\"}";
            assertThat(server.post("/close-query", body).status()).isEqualTo(200);
            assertThat(lines.lines().filter(line -> !line.isBlank())).isEmpty();
            assertThat(server.post("/close-query", body).status()).isEqualTo(400);
        }
        awaitNobody();
    }

    @Test
    void readerThatTakesNothingIsCutOffAndHoldsLittleMeanwhile() throws Exception {
        double cut = server.counter(KsqlApiMeter.STALLED);
        String text = "x".repeat(100_000);
        try (Socket _ = ask("SELECT text FROM ticks EMIT CHANGES;")) {
            await("the query", SOON.multipliedBy(20), () -> server.gauge(KsqlApiMeter.PUSH_QUERIES) == 1);
            for (int i = 0; i < 400; i++) {
                tick(i, text);
            }
            await("the cut", STALL.multipliedBy(10), () -> server.counter(KsqlApiMeter.STALLED) == cut + 1);
        }
        awaitNobody();
        double rows = server.meters
                .get(KsqlApiMeter.ROWS.meter())
                .tag("kind", "push")
                .counter()
                .count();
        // what the kernel's buffers took, not what was written
        assertThat(rows).isLessThan(350);
    }

    @Test
    void oneQueryTooManyIsRefusedAndTheOthersStay() throws Exception {
        try (HttpClient client = HttpClient.newHttpClient()) {
            String body = "{\"sql\":\"SELECT id FROM ticks EMIT CHANGES;\"}";
            for (int i = 0; i < 3; i++) {
                assertThat(open(client, "/query-stream", body).statusCode()).isEqualTo(200);
            }
            HttpResponse<InputStream> refused = open(client, "/query-stream", body);
            assertThat(refused.statusCode()).isEqualTo(429);
            assertThat(refused.body().readAllBytes()).asString().contains("40003");
            assertThat(server.gauge(KsqlApiMeter.PUSH_QUERIES)).isEqualTo(3);
            client.shutdownNow();
        }
        awaitNobody();
    }

    /** A connection whose answer is read by hand, or not at all. */
    private static Socket ask(String statement) throws IOException {
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.api.port());
        String body = "{\"sql\":\"" + statement + "\"}";
        String request = "POST /query-stream HTTP/1.1\r\nHost: localhost\r\nContent-Length: " + body.length()
                + "\r\n\r\n" + body;
        socket.getOutputStream().write(request.getBytes(StandardCharsets.UTF_8));
        return socket;
    }
}
