package io.millrace.service.stream;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.core.failure.FatalException;
import io.millrace.core.failure.TransientException;
import io.millrace.core.flow.Broadcast;
import io.millrace.core.flow.EndReason;
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
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Timeout(15)
class StreamRoutesTest {

    private StreamServer server;
    private HttpClient client;

    @BeforeEach
    void start() throws InterruptedException {
        server = new StreamServer();
        client = HttpClient.newHttpClient();
    }

    @AfterEach
    void stop() {
        client.shutdownNow();
        server.close();
    }

    private HttpResponse<InputStream> get(String path, String... headers) throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(server.uri(path));
        if (headers.length > 0) {
            request.headers(headers);
        }
        return client.send(request.build(), BodyHandlers.ofInputStream());
    }

    private static BufferedReader lines(InputStream body) {
        return new BufferedReader(new InputStreamReader(body, StandardCharsets.UTF_8));
    }

    private static String text(HttpResponse<InputStream> response) throws IOException {
        return new String(response.body().readAllBytes(), StandardCharsets.UTF_8);
    }

    @Test
    void givesBareRowsOfABoundedStreamAndEndsTheBody() throws Exception {
        Broadcast stream = server.stream("s");
        var response = get("/queries/s");
        stream.publish(StreamServer.chunk(0, 3));
        stream.end(new EndReason.Completed());

        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.headers().firstValue("content-type")).hasValue("application/x-ndjson");
        assertThat(text(response)).isEqualTo("{\"n\":0}\n{\"n\":1}\n{\"n\":2}\n");
        StreamServer.await("feed closed", () -> server.feeds() == 0);
    }

    @Test
    void answersWithTheContentTypeOfTheReferenceWhenAskedForJson() throws Exception {
        server.stream("s");
        assertThat(get("/queries/s", "Accept", "application/json").headers().firstValue("content-type"))
                .hasValue("application/json");
    }

    @Test
    void givesEveryEventOnALineOfItsOwn() throws Exception {
        Broadcast stream = server.stream("s");
        BufferedReader lines = lines(get("/queries/s?events=true").body());
        assertThat(lines.readLine()).isEqualTo("{\"event\":\"schema\",\"data\":" + StreamServer.SCHEMA + "}");
        stream.publish(StreamServer.chunk(7, 9));
        assertThat(lines.readLine()).isEqualTo("{\"event\":\"row\",\"data\":{\"n\":7}}");
        assertThat(lines.readLine()).isEqualTo("{\"event\":\"row\",\"data\":{\"n\":8}}");
        stream.end(new EndReason.Completed());
        assertThat(lines.readLine()).isEqualTo("{\"event\":\"end\",\"data\":{\"reason\":\"completed\",\"rows\":2}}");
        assertThat(lines.readLine()).isNull();
    }

    @Test
    void givesServerSentEventsWhoseRowsAreMessages() throws Exception {
        Broadcast stream = server.stream("s");
        var response = get("/queries/s", "Accept", "text/event-stream");
        assertThat(response.headers().firstValue("content-type")).hasValue("text/event-stream");
        stream.publish(StreamServer.chunk(1, 3));
        stream.end(new EndReason.Stopped("pipeline changed"));
        assertThat(text(response)).isEqualTo("""
                event: schema
                data: %s

                data: {"n":1}

                data: {"n":2}

                event: end
                data: {"reason":"stopped","message":"pipeline changed","rows":2}

                """.formatted(StreamServer.SCHEMA));
    }

    @Test
    void formatOverridesTheAcceptHeader() throws Exception {
        server.stream("s");
        assertThat(get("/queries/s?format=sse").headers().firstValue("content-type"))
                .hasValue("text/event-stream");
        assertThat(get("/queries/s?format=ndjson", "Accept", "text/event-stream")
                        .headers()
                        .firstValue("content-type"))
                .hasValue("application/x-ndjson");
    }

    @Test
    void endsAfterTheLimit() throws Exception {
        Broadcast stream = server.stream("s");
        var response = get("/queries/s?limit=4&events=true");
        stream.publish(StreamServer.chunk(0, 3));
        stream.publish(StreamServer.chunk(3, 10));
        assertThat(text(response))
                .contains("{\"n\":3}")
                .doesNotContain("{\"n\":4}")
                .endsWith("{\"event\":\"end\",\"data\":{\"reason\":\"limit\",\"rows\":4}}\n");
        StreamServer.await("feed closed", () -> server.feeds() == 0 && stream.subscribers() == 0);
    }

    @Test
    void givesSignsOfLifeOnAQuietStream() throws Exception {
        server.stream("s");
        BufferedReader lines =
                lines(get("/queries/s?events=true&heartbeat=100ms").body());
        assertThat(lines.readLine()).contains("\"schema\"");
        assertThat(lines.readLine()).startsWith("{\"event\":\"heartbeat\",\"data\":{\"time\":\"");
        assertThat(lines(get("/queries/s?heartbeat=100ms").body()).readLine()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            overflow=drop     | overflow  | drop | block, drop-oldest, drop-newest, latest-by-key, disconnect
            limit=0           | limit     | 0    | at least 1
            limit=many        | limit     | many | at least 1
            heartbeat=5       | heartbeat | 5    | such as 5s
            heartbeat=1ms     | heartbeat | 1ms  | from 100ms to 1h
            events=yes        | events    | yes  | true or false
            format=xml        | format    | xml  | ndjson or sse
            after=12          | after     | 12   | can not be resumed
            """)
    void refusesABadParameterByName(String query, String name, String value, String right) throws Exception {
        server.stream("s");
        var response = get("/queries/s?" + query);
        assertThat(response.statusCode()).isEqualTo(400);
        assertThat(response.headers().firstValue("content-type")).hasValue("application/problem+json");
        assertThat(text(response))
                .contains("\"type\":\"urn:problem:malformed-request\"", right)
                .contains("\"parameter\":\"" + name + "\"", "\"value\":\"" + value + "\"")
                .contains("\"instance\":\"/queries/s\"");
        assertThat(server.routes.readers()).isZero();
    }

    @Test
    void answersAnUnknownStreamWith404() throws Exception {
        var response = get("/queries/none");
        assertThat(response.statusCode()).isEqualTo(404);
        assertThat(text(response))
                .isEqualTo("{\"type\":\"urn:problem:not-found\",\"title\":\"Not found\",\"status\":404,"
                        + "\"detail\":\"pipeline not found\",\"instance\":\"/queries/none\"}");
    }

    @Test
    void refusesAMediaTypeThatItDoesNotHave() throws Exception {
        server.stream("s");
        assertThat(get("/queries/s", "Accept", "image/png").statusCode()).isEqualTo(406);
    }

    @Test
    void answersABugWithoutDetail() throws Exception {
        server.special("bug", (_, _) -> {
            throw new IllegalStateException("secret");
        });
        var response = get("/queries/bug");
        assertThat(response.statusCode()).isEqualTo(500);
        assertThat(text(response)).doesNotContain("secret").contains("urn:problem:internal");
    }

    @Test
    void givesAProperStatusWhenTheStreamFailsBeforeItsFirstRow() throws Exception {
        server.stream("s").end(new EndReason.Failed(new TransientException("engine restarts")));
        var response = get("/queries/s?events=true");
        assertThat(response.statusCode()).isEqualTo(503);
        assertThat(response.headers().firstValue("retry-after")).hasValue("1");
    }

    @Test
    void tellsAFailureAfterTheFirstRowInTheStream() throws Exception {
        Broadcast stream = server.stream("s");
        var bare = get("/queries/s");
        var events = get("/queries/s", "Accept", "text/event-stream");
        stream.publish(StreamServer.chunk(0, 1));
        stream.end(new EndReason.Failed(new FatalException("disk full")));
        assertThat(text(bare)).isEqualTo("""
                {"n":0}
                {"event":"error","data":{"type":"urn:problem:internal","title":"Internal failure","status":500,"detail":"disk full"}}
                """);
        assertThat(text(events)).contains("event: error\ndata: {\"type\":\"urn:problem:internal\"");
    }

    @Test
    void compressesAndYetGivesEachRowAtOnce() throws Exception {
        Broadcast stream = server.stream("s");
        var response = get("/queries/s", "Accept-Encoding", "gzip");
        assertThat(response.headers().firstValue("content-encoding")).hasValue("gzip");
        InputStream body = new GZIPInputStream(response.body(), 64);
        for (int n = 0; n < 20; n++) {
            stream.publish(StreamServer.chunk(n, n + 1));
            assertThat(new String(body.readNBytes(("{\"n\":" + n + "}\n").length()), StandardCharsets.UTF_8))
                    .isEqualTo("{\"n\":" + n + "}\n");
        }
        stream.publish(StreamServer.chunk(20, 5000));
        stream.end(new EndReason.Completed());
        assertThat(lines(body).lines()).hasSize(4980).last().isEqualTo("{\"n\":4999}");
    }

    @Test
    void freesEverythingWithinASecondWhenTheReaderLeaves() throws Exception {
        Broadcast stream = server.stream("s");
        for (String accept : List.of("*/*", "text/event-stream")) {
            var response = get("/queries/s", "Accept", accept);
            StreamServer.await("subscribed", () -> stream.subscribers() == 1);
            response.body().close();
            long left = System.nanoTime();
            StreamServer.await(
                    "freed", () -> server.feeds() == 0 && stream.subscribers() == 0 && server.routes.readers() == 0);
            assertThat(System.nanoTime() - left).isLessThan(TimeUnit.SECONDS.toNanos(1));
        }
    }

    @Test
    void interruptsTheProviderWhenTheReaderLeavesBeforeTheFeedIsOpen() throws Exception {
        CountDownLatch opening = new CountDownLatch(1);
        AtomicBoolean interrupted = new AtomicBoolean();
        server.special("slow", (_, _) -> {
            opening.countDown();
            try {
                new CountDownLatch(1).await();
                throw new IllegalStateException("never");
            } catch (InterruptedException e) {
                interrupted.set(true);
                throw e;
            }
        });
        try (var socket = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
            socket.getOutputStream()
                    .write("GET /queries/slow HTTP/1.1\r\nHost: x\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            assertThat(opening.await(5, TimeUnit.SECONDS)).isTrue();
            assertThat(server.routes.readers()).isEqualTo(1);
        }
        StreamServer.await("interrupted", () -> interrupted.get() && server.routes.readers() == 0);
    }

    @Test
    void countsRowsAndBytes() throws Exception {
        Broadcast stream = server.stream("s");
        var response = get("/queries/s?limit=3");
        stream.publish(StreamServer.chunk(0, 3));
        response.body().readAllBytes();
        assertThat(server.meters
                        .get("stream.rows")
                        .tags("stream", "s", "format", "ndjson")
                        .counter()
                        .count())
                .isEqualTo(3);
        assertThat(server.meters.get("stream.bytes").counter().count()).isEqualTo(24);
        assertThat(server.meters.get("stream.readers").gauge().value()).isZero();
    }
}
