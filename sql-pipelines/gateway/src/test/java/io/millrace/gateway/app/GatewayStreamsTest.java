package io.millrace.gateway.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.millrace.gateway.query.Pipelines;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Rows from the embedded engine over the wire, as NDJSON, server-sent events and WebSocket. */
@QuarkusTest
@QuarkusTestResource(SampleFile.class)
@Timeout(60)
class GatewayStreamsTest {

    private static final String THREE = """
            {"name":"three","sqls":["CREATE STREAM s(i int, t string)",
            "INSERT INTO s(i, t) VALUES (1, 'a'), (2, 'é'), (3, 'c')","SELECT i, t FROM table(s)"]}""";

    @TestHTTPResource("/")
    URI base = URI.create("http://unset");

    private final Pipelines pipelines;
    private GatewayClient client = new GatewayClient(base);

    @Inject
    GatewayStreamsTest(Pipelines pipelines) {
        this.pipelines = pipelines;
    }

    @BeforeEach
    void connect() {
        client = new GatewayClient(base);
    }

    @AfterEach
    void disconnect() throws InterruptedException {
        client.close();
        GatewayClient.await(() -> pipelines.queries().isEmpty());
    }

    @Test
    void everyTransportGivesTheSameRows() throws Exception {
        client.send("POST", "/pipelines", THREE);
        List<String> rows =
                List.of("{\"i\": 1, \"t\": \"a\"}", "{\"i\": 2, \"t\": \"\\u00e9\"}", "{\"i\": 3, \"t\": \"c\"}");

        assertThat(client.get("/queries/three").body()).isEqualTo(String.join("\n", rows) + "\n");
        assertThat(client.get("/queries/three", "Accept", "text/event-stream")
                        .body()
                        .lines())
                .filteredOn(line -> line.startsWith("data: {\"i\""))
                .containsExactlyElementsOf(
                        rows.stream().map(row -> "data: " + row).toList());
        assertThat(client.connect("/queries/three").take(4))
                .containsExactly(rows.get(0), rows.get(1), rows.get(2), "close 1000");
        client.send("DELETE", "/pipelines/three", null);
    }

    @Test
    void theSecondSampleCountsAThousandEachSecond() throws Exception {
        try (BufferedReader lines = lines("/queries/pipeline2")) {
            lines.readLine();
            JsonNode row = GatewayClient.json(lines.readLine());
            assertThat(row.get("count").asLong()).isEqualTo(1000);
            assertThat(row.get("window_start").asText()).matches("\\d{4}-\\d\\d-\\d\\d \\d\\d:\\d\\d:\\d\\d\\+00:00");
        }
    }

    @Test
    void readersShareAQueryThatStopsWhenTheLastHasGone() throws Exception {
        try (BufferedReader one = lines("/queries/pipeline1");
                BufferedReader two = lines("/queries/pipeline1")) {
            assertThat(GatewayClient.json(one.readLine()).fieldNames())
                    .toIterable()
                    .containsExactly("device", "temperature", "_tp_time");
            two.readLine();

            JsonNode queries = GatewayClient.json(client.get("/queries"));
            assertThat(queries).hasSize(1);
            assertThat(queries.at("/0/pipeline").asText()).isEqualTo("pipeline1");
            assertThat(queries.at("/0/readers").asInt()).isEqualTo(2);
            assertThat(queries.at("/0/shared").asBoolean()).isTrue();
        }
        GatewayClient.await(() -> pipelines.queries().isEmpty());
    }

    @Test
    void aQueryThatIsStoppedEndsItsReadersWithTheReason() throws Exception {
        try (BufferedReader lines = lines("/queries/pipeline1?events=true")) {
            assertThat(lines.readLine()).startsWith("{\"event\":\"schema\"");
            String id = GatewayClient.json(client.get("/queries")).at("/0/id").asText();
            assertThat(client.send("DELETE", "/queries/" + id, null).statusCode())
                    .isEqualTo(204);

            assertThat(lines.lines().reduce("", (_, last) -> last)).contains("\"event\":\"end\"", "stopped by request");
        }
        assertThat(client.send("DELETE", "/queries/q0", null).statusCode()).isEqualTo(404);
    }

    @Test
    void twoPipelinesMayCreateTheSameStream() throws Exception {
        try (BufferedReader one = lines("/queries/pipeline1?limit=5");
                BufferedReader two = lines("/queries/tiny?limit=5")) {
            assertThat(one.lines()).hasSize(5).allMatch(line -> line.contains("temperature"));
            assertThat(two.lines()).hasSize(5).noneMatch(line -> line.contains("temperature"));
        }
    }

    @Test
    void anEditOfTheFileEndsOnlyReadersOfWhatChanged() throws Exception {
        try (BufferedReader changed = lines("/queries/tiny?events=true&limit=100000000");
                BufferedReader kept = lines("/queries/pipeline1")) {
            changed.readLine();
            kept.readLine();
            String before = Files.readString(SampleFile.PATH);
            Files.writeString(SampleFile.PATH, before.replace("string default 'd'", "string default 'e'"));
            try {
                assertThat(changed.lines().reduce("", (_, last) -> last)).contains("pipeline changed");
                assertThat(kept.readLine()).contains("temperature");
                assertThat(client.get("/queries/tiny?limit=1").body()).contains("\"e\"");

                Files.writeString(SampleFile.PATH, before + "  - broken\n");
                // not the first problem that is seen: a file that is being written is empty for a moment
                GatewayClient.await(() -> file("state").equals("broken")
                        && file("problems/0/message").contains("expected a pipeline"));
                assertThat(kept.readLine()).contains("temperature");
            } finally {
                Files.writeString(SampleFile.PATH, before);
                GatewayClient.await(() -> file("state").equals("ok"));
            }
        }
    }

    private String file(String what) {
        try {
            return GatewayClient.json(client.get("/config")).at("/file/" + what).asText();
        } catch (IOException e) {
            throw new AssertionError(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    @Test
    void aReaderThatStallsHurtsNobodyAndIsToldWhatItMissed() throws Exception {
        try (Socket stalled = new Socket(base.getHost(), base.getPort())) {
            stalled.getOutputStream()
                    .write("GET /queries/tiny HTTP/1.1\r\nHost: localhost\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            GatewayClient.await(() -> !pipelines.queries().isEmpty());
            GatewayClient.await(() -> pipelines.queries().getFirst().dropped() > 0);

            try (BufferedReader quick = lines("/queries/pipeline1")) {
                assertThat(quick.readLine()).contains("temperature");
            }
            assertThat(client.get("/q/metrics").body())
                    .contains("sql_rows_dropped_rows_total{overflow=\"drop-oldest\",pipeline=\"tiny\"}")
                    .contains("sql_query_first_row_seconds_count{pipeline=\"tiny\"}");
        }
    }

    @Test
    void anUnknownNameIsRefusedBeforeTheUpgrade() throws Exception {
        GatewayClient.Frames frames = client.connect("/queries/nope");

        assertThat(frames.socket())
                .failsWithin(Duration.ofSeconds(10))
                .withThrowableThat()
                .havingRootCause()
                .withMessageContaining("404");
    }

    private BufferedReader lines(String path) throws IOException, InterruptedException {
        InputStream body = client.open(path).body();
        return new BufferedReader(new InputStreamReader(body, StandardCharsets.UTF_8));
    }
}
