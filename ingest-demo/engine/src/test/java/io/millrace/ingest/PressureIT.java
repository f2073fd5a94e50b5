package io.millrace.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.connector.clickhouse.testkit.ClickHouseServer;
import io.millrace.core.testkit.Eventually;
import io.millrace.core.time.Ticker;
import io.millrace.ingest.builtin.ClickHouseSinkType;
import io.millrace.ingest.builtin.Column;
import io.millrace.ingest.status.SinkStatus;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A table whose parts are not merged: batches get wider and seldom before ClickHouse refuses any. */
@Timeout(180)
final class PressureIT {

    private static final int ROWS = 10;

    @TempDir
    private Path folder = Path.of("");

    private static SinkStatus sink(Ingest ingest) {
        return ingest.pipelines().getFirst().status().sinks().getFirst();
    }

    @Test
    void widensBatchesBeforeClickHouseRefusesThem() throws Exception {
        AtomicLong limit = new AtomicLong(20 * ROWS);
        try (ClickHouseServer server = ClickHouseServer.start(Files.createDirectory(folder.resolve("server")));
                Ingest ingest = Ingest.open(IngestSettings.of(folder.resolve("state")), Ticker.SYSTEM)) {
            String database = server.newDatabase();
            server.query("CREATE TABLE " + database + ".numbers (n UInt64) ENGINE = MergeTree ORDER BY n"
                    + " SETTINGS parts_to_delay_insert = 10, max_delay_to_insert = 1");
            server.query("SYSTEM STOP MERGES " + database + ".numbers");
            var keys = new ClickHouseSinkType.Keys(
                    server.host(),
                    server.port(),
                    database,
                    "numbers",
                    server.user(),
                    server.password(),
                    null,
                    null,
                    null,
                    null,
                    false,
                    null,
                    List.of(new Column("n", "UInt64")),
                    null);
            ingest.apply(Pipelines.document(
                    folder,
                    Pipelines.counting(limit::get, ROWS),
                    Pipelines.sink("clickhouse", new ClickHouseSinkType(), keys, ROWS, null)));
            Eventually.until("a batch is stored", () -> sink(ingest).batches() > 0);
            assertThat(sink(ingest).pressurePercent()).isLessThan(50);
            Eventually.until("the pressure is felt", Duration.ofSeconds(60), () -> {
                limit.addAndGet(ROWS); // it is looked at behind a batch
                return sink(ingest).pressurePercent() >= 75;
            });
            assertThat(sink(ingest).overloaded()).isTrue();
            assertThat(sink(ingest).pause()).isPositive();
            limit.addAndGet(50 * ROWS);
            Eventually.until("batches are wider", () -> sink(ingest).lastBatchRows() == 4 * ROWS);
            assertThat(sink(ingest).retries()).isZero();
        }
    }
}
