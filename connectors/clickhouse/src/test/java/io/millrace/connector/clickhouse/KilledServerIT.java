package io.millrace.connector.clickhouse;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.connector.clickhouse.testkit.ClickHouseServer;
import io.millrace.core.BatchId;
import io.millrace.core.Record;
import io.millrace.core.failure.TransientException;
import io.millrace.core.json.JsonRow;
import io.millrace.core.testkit.Eventually;
import io.millrace.core.time.Ticker;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The engine is killed at any moment of an insert; every row is there once, in the table and in what it feeds. */
final class KilledServerIT {

    private static final int KILLS = Integer.getInteger("millrace.kills", 5);
    private static final int ROWS = 500;
    private static final long SEED = 99_489_630;

    private final Random random = new Random(SEED);

    @Test
    @Timeout(600)
    void storesEachBatchOnce(@TempDir Path folder) throws Exception {
        try (ClickHouseServer server = ClickHouseServer.startOurs(folder);
                ClickHouseSink sink = sink(server)) {
            sink.open();
            server.query("CREATE TABLE demo.sums (half UInt64, total UInt64) ENGINE = SummingMergeTree ORDER BY half"
                    + " SETTINGS non_replicated_deduplication_window = 10000");
            server.query("CREATE MATERIALIZED VIEW demo.sums_mv TO demo.sums AS"
                    + " SELECT intDiv(n, 250) AS half, count() AS total FROM demo.t GROUP BY half");
            long batches = 0;
            for (int kill = 0; kill < KILLS; kill++) {
                AtomicBoolean killed = new AtomicBoolean();
                Thread killer = killer(server, killed);
                while (!killed.get()) {
                    batches += write(server, sink, batches, killed) ? 1 : 0;
                }
                killer.join();
                server.startAgain();
                sink.open();
                // the one under way, and one that was confirmed
                sink.write(id(batches), batch(batches));
                sink.write(id(batches), batch(batches));
                batches++;
            }
            long rows = batches * ROWS;
            assertThat(server.query("SELECT count(), uniqExact(n), max(n) FROM demo.t"))
                    .as("seed %d, %d batches, %d kills", SEED, batches, KILLS)
                    .isEqualTo(rows + "\t" + rows + "\t" + (rows - 1) + "\n");
            // the view's table may lack what the sink cannot see, but has nothing twice
            assertThat(Long.parseLong(
                            server.query("SELECT sum(total) FROM demo.sums").strip()))
                    .isBetween(rows - (long) KILLS * ROWS, rows);
        }
    }

    private Thread killer(ClickHouseServer server, AtomicBoolean killed) {
        Duration after = Duration.ofNanos(20_000_000L + random.nextInt(150_000_000));
        return Thread.ofVirtual().start(() -> {
            try {
                Ticker.SYSTEM.sleep(after);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            server.kill();
            killed.set(true);
        });
    }

    /** Whether it is known to be stored. */
    private static boolean write(ClickHouseServer server, ClickHouseSink sink, long batch, AtomicBoolean killed)
            throws InterruptedException {
        try {
            sink.write(id(batch), batch(batch));
            return true;
        } catch (TransientException e) {
            // nobody but the killer makes it fail
            assertThat(server.ours()).isTrue();
            Eventually.until("the server is gone", killed::get);
            return false;
        }
    }

    private static ClickHouseSink sink(ClickHouseServer server) {
        return new ClickHouseSink(
                ClickHouseSinkSettings.of(server.host(), server.port(), "demo", "t", server.user(), server.password())
                        .with(true, Table.PAIRS));
    }

    private static BatchId id(long batch) {
        return new BatchId("stream", batch * ROWS, batch * ROWS + ROWS - 1);
    }

    private static List<Record<JsonRow>> batch(long batch) {
        return LongStream.range(batch * ROWS, batch * ROWS + ROWS)
                .mapToObj(n -> Record.of(JsonRow.of(Map.of("n", n, "text", "row " + n)), Instant.EPOCH))
                .toList();
    }
}
