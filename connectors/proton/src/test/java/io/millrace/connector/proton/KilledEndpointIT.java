package io.millrace.connector.proton;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.core.Poll;
import io.millrace.core.Source;
import io.millrace.core.failure.FatalException;
import io.millrace.core.failure.TransientException;
import io.millrace.core.testkit.Eventually;
import io.millrace.core.time.Ticker;
import io.millrace.sql.EnginePipeline;
import io.millrace.sql.batch.RowBatch;
import io.millrace.sql.exec.EmbeddedEngine;
import io.millrace.sql.testkit.Queries;
import io.millrace.sql.wire.NativeListener;
import io.millrace.sql.wire.NativeServer;
import io.millrace.sql.wire.NativeSettings;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** An endpoint in a process of its own is killed under a running query. */
@Timeout(120)
final class KilledEndpointIT {

    private static final List<String> DEVICES = List.of(
            "CREATE RANDOM STREAM devices(device string default 'device'||to_string(rand()%4)) SETTINGS eps=1000",
            "SELECT device FROM devices");

    private static void rowsUntil(Source<RowBatch> source, Runnable onRows, java.util.function.BooleanSupplier enough)
            throws InterruptedException {
        while (!enough.getAsBoolean()) {
            switch (source.poll(Duration.ofSeconds(1))) {
                case Poll.Batch<RowBatch> _ -> onRows.run();
                case Poll.Idle<RowBatch> _ -> {}
                case Poll.End<RowBatch> _ -> throw new AssertionError("the query has ended");
            }
        }
    }

    @Test
    void readersGetAGapAndThenRowsAgain() throws Exception {
        List<String> told = new ArrayList<>();
        try (EndpointProcess first = new EndpointProcess(0, "");
                ProtonEngine engine = new ProtonEngine(first.settings(OnLost.RECONNECT, ""), Ticker.SYSTEM);
                EnginePipeline pipeline = engine.start("devices", DEVICES);
                Source<RowBatch> source = pipeline.query((from, to, reason) -> {
                    assertThat(from).isBefore(to);
                    told.add("gap: " + reason);
                })) {
            source.open();
            rowsUntil(source, () -> told.add("rows"), () -> told.contains("rows"));
            first.kill();
            Eventually.until("the loss is noticed", () -> engine.problem() != null);
            try (EndpointProcess _ = new EndpointProcess(first.port, "")) {
                rowsUntil(
                        source,
                        () -> told.add("rows again"),
                        () -> told.getLast().equals("rows again")
                                && told.stream().anyMatch(line -> line.startsWith("gap")));
                assertThat(told)
                        .filteredOn(line -> line.startsWith("gap"))
                        .singleElement()
                        .asString()
                        .startsWith("gap: connection to Proton at 127.0.0.1:" + first.port + " lost: ");
                assertThat(engine.problem()).as("well again").isNull();
            }
        }
    }

    @Test
    void orAnErrorBySetting() throws Exception {
        try (EndpointProcess endpoint = new EndpointProcess(0, "");
                ProtonEngine engine = new ProtonEngine(endpoint.settings(OnLost.FAIL, ""), Ticker.SYSTEM);
                EnginePipeline pipeline = engine.start("devices", DEVICES);
                Source<RowBatch> source = pipeline.query()) {
            source.open();
            assertThat(source.poll(Duration.ofSeconds(30))).isInstanceOf(Poll.Batch.class);
            endpoint.kill();
            assertThatThrownBy(() -> rowsUntil(source, () -> {}, () -> false))
                    .isInstanceOf(TransientException.class)
                    .hasMessageContaining(" lost: ");
        }
    }

    @Test
    void anEndpointThatIsStoppedInOrderIsFoundAgainToo() throws Exception {
        List<String> told = new ArrayList<>();
        EmbeddedEngine embedded = new EmbeddedEngine();
        NativeServer server =
                NativeServer.start(NativeSettings.defaults(), embedded, NativeListener.NONE, Ticker.SYSTEM);
        ProtonSettings settings = ProtonSettings.of("127.0.0.1", server.port(), "default", "default", "");
        try (ProtonEngine engine = new ProtonEngine(settings, Ticker.SYSTEM);
                EnginePipeline pipeline = engine.start("devices", DEVICES);
                Source<RowBatch> source = pipeline.query((_, _, _) -> told.add("gap"))) {
            source.open();
            rowsUntil(source, () -> told.add("rows"), () -> told.contains("rows"));
            server.close();
            try (EndpointProcess _ = new EndpointProcess(server.port(), "")) {
                rowsUntil(
                        source,
                        () -> told.add("rows"),
                        () -> told.contains("gap") && told.getLast().equals("rows"));
            }
        } finally {
            server.close();
            embedded.close();
        }
    }

    @Test
    void aWrongPasswordIsRefusedAndTheRightOneWorks() throws Exception {
        try (EndpointProcess endpoint = new EndpointProcess(0, "open-sesame")) {
            try (ProtonEngine wrong = new ProtonEngine(endpoint.settings(OnLost.RECONNECT, "guess"), Ticker.SYSTEM)) {
                assertThatThrownBy(() -> wrong.start("one", List.of("SELECT 1")))
                        .isInstanceOf(FatalException.class)
                        .hasMessageContaining("refuses (code 516)")
                        .hasMessageNotContaining("guess");
            }
            try (ProtonEngine right =
                    new ProtonEngine(endpoint.settings(OnLost.RECONNECT, "open-sesame"), Ticker.SYSTEM)) {
                assertThat(Queries.rows(right, "SELECT 1")).containsExactly("{\"1\": 1}");
            }
        }
    }
}
