package io.millrace.gateway.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.millrace.core.testkit.Eventually;
import io.millrace.core.time.Ticker;
import io.millrace.sql.exec.EmbeddedEngine;
import io.millrace.sql.wire.NativeListener;
import io.millrace.sql.wire.NativeServer;
import io.millrace.sql.wire.NativeSettings;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Pipelines on Proton's protocol, end to end: the gateway, the Proton engine, the native endpoint. */
@QuarkusTest
@QuarkusTestResource(value = ProtonFile.class, restrictToAnnotatedClass = true)
@Timeout(120)
class ProtonIT {

    @TestHTTPResource("/")
    URI base = URI.create("http://unset");

    private GatewayClient client = new GatewayClient(base);
    private int port;

    @BeforeEach
    void connect() throws Exception {
        client = new GatewayClient(base);
        port = GatewayClient.json(client.get("/config")).get("port").asInt();
    }

    @AfterEach
    void disconnect() {
        client.close();
    }

    /** The endpoint at the address that the file names. */
    private final class Endpoint implements AutoCloseable {
        private final EmbeddedEngine engine = new EmbeddedEngine();
        private final NativeServer server = NativeServer.start(settings(), engine, NativeListener.NONE, Ticker.SYSTEM);

        private NativeSettings settings() {
            NativeSettings defaults = NativeSettings.defaults();
            return new NativeSettings(
                    defaults.host(),
                    port,
                    defaults.user(),
                    "open-sesame",
                    defaults.maxConnections(),
                    defaults.helloTime(),
                    defaults.packetTime(),
                    defaults.idleTime(),
                    defaults.stallTime(),
                    defaults.heartbeat(),
                    defaults.drainTime(),
                    defaults.overflow(),
                    defaults.waitingBatches(),
                    defaults.limits());
        }

        @Override
        public void close() {
            server.close();
            engine.close();
        }
    }

    private String proton() throws Exception {
        return GatewayClient.json(client.get("/q/health/ready"))
                .findValue("proton")
                .asText();
    }

    private String state(String pipeline) throws Exception {
        JsonNode found = GatewayClient.json(client.get("/pipelines/" + pipeline + "?status=true"));
        return found.findPath("state").asText();
    }

    private void awaitState(String pipeline, String state) {
        Eventually.until(pipeline + " is " + state, () -> {
            try {
                return state(pipeline).equals(state);
            } catch (Exception e) {
                throw new AssertionError(e);
            }
        });
    }

    @Test
    void pipelinesOnAServerThatComesLaterGiveTheSameBytesAndOutliveIt() throws Exception {
        assertThat(proton()).startsWith("DOWN: ").contains("Proton at 127.0.0.1:" + port);
        assertThat(client.get("/queries/one").statusCode()).isEqualTo(503);
        assertThat(client.get("/queries/one-embedded").body()).isEqualTo("{\"1\": 1}\n");

        try (Endpoint _ = new Endpoint()) {
            awaitState("devices", "ready");
            awaitState("rows", "ready");
            assertThat(proton()).isEqualTo("UP");
            sameBytes("one");
            sameBytes("rows");
            JsonNode problem = GatewayClient.json(client.get("/queries/wrong"));
            assertThat(problem.get("status").asInt()).isEqualTo(422);
            assertThat(problem.get("code").asInt()).isEqualTo(60);
            assertThat(problem.get("statement").asInt()).isEqualTo(1);
        }
    }

    private void sameBytes(String pipeline) throws Exception {
        String own = "/queries/" + pipeline;
        String embedded = own + "-embedded";
        assertThat(client.get(own).body())
                .isNotEmpty()
                .isEqualTo(client.get(embedded).body());
        assertThat(client.get(own, "Accept", "text/event-stream").body())
                .contains("event: end")
                .isEqualTo(client.get(embedded, "Accept", "text/event-stream").body());
        int frames = (int) client.get(own).body().lines().count() + 1;
        assertThat(client.connect(own).take(frames))
                .endsWith("close 1000")
                .isEqualTo(client.connect(embedded).take(frames));
    }

    @Test
    void readersOfAStreamAreToldAGapWhenTheServerWasAway() throws Exception {
        BufferedReader lines;
        try (Endpoint _ = new Endpoint()) {
            awaitState("devices", "ready");
            lines = new BufferedReader(new InputStreamReader(
                    client.open("/queries/devices?events=true").body(), StandardCharsets.UTF_8));
            assertThat(lines.readLine()).contains("\"event\":\"schema\"").contains("\"device\"");
            assertThat(lines.readLine()).matches("\\{\"event\":\"row\",\"data\":\\{\"device\": \"device[0-3]\".*");
        }
        try (Endpoint _ = new Endpoint();
                BufferedReader reader = lines) {
            String line = reader.readLine();
            while (line != null && line.contains("\"event\":\"row\"")) {
                line = reader.readLine();
            }
            assertThat(line)
                    .contains("\"event\":\"gap\"", "\"rows\":null", "\"reason\":\"connection to Proton at 127.0.0.1:");
            assertThat(reader.readLine()).contains("\"event\":\"row\"");
        }
        assertThat(client.get("/q/metrics").body()).contains("sql_interruptions_total{pipeline=\"devices\"}");
        assertThat(List.of(client.get("/config").body())).noneMatch(body -> body.contains("open-sesame"));
    }
}
