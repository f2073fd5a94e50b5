package io.millrace.benchmark;

import com.clickhouse.client.api.Client;
import com.clickhouse.client.api.insert.InsertResponse;
import com.clickhouse.client.api.insert.InsertSettings;
import com.clickhouse.client.api.query.QueryResponse;
import com.clickhouse.client.api.query.QuerySettings;
import com.clickhouse.data.ClickHouseFormat;
import io.millrace.connector.clickhouse.ClickHouseSink;
import io.millrace.connector.clickhouse.ClickHouseSinkSettings;
import io.millrace.connector.clickhouse.testkit.ClickHouseServer;
import io.millrace.core.BatchId;
import io.millrace.core.Record;
import io.millrace.core.json.JsonRow;
import java.io.ByteArrayInputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * Ticker messages into ClickHouse: our sink, which encodes rows and has a token per batch, beside the bare client that
 * sends bytes which were prepared before, with the same tokens. Both in turn, into tables of the same kind. Needs
 * {@code MILLRACE_CLICKHOUSE}, a {@code clickhouse} program or {@code MILLRACE_CHDB}. The argument is the seconds per
 * cell.
 */
final class IngestClickHouseBenchmark {

    private static final int[] SIZES = {1_000, 10_000, 100_000};
    private static final int ROUNDS = 3;

    private final ClickHouseServer server;
    private final long nanos;
    private long offset;

    private IngestClickHouseBenchmark(ClickHouseServer server, long nanos) {
        this.server = server;
        this.nanos = nanos;
    }

    /** Writes one batch. */
    @FunctionalInterface
    private interface Writer {

        void write(BatchId id) throws Exception;
    }

    public static void main(String[] args) throws Exception {
        long seconds = args.length > 0 ? Long.parseLong(args[0]) : 9;
        Path folder = Files.createTempDirectory("ingest-clickhouse");
        try (ClickHouseServer server = ClickHouseServer.start(folder)) {
            server.query("CREATE DATABASE IF NOT EXISTS benchmark");
            IngestClickHouseBenchmark benchmark =
                    new IngestClickHouseBenchmark(server, seconds * 1_000_000_000L / ROUNDS);
            benchmark.cell(1_000, false);
            for (int size : SIZES) {
                benchmark.cell(size, true);
            }
            server.query("DROP DATABASE benchmark");
        }
        System.exit(0);
    }

    private void cell(int size, boolean print) throws Exception {
        List<Record<JsonRow>> batch = batch(size);
        server.query("DROP TABLE IF EXISTS benchmark.ours SYNC");
        server.query("DROP TABLE IF EXISTS benchmark.bare SYNC");
        try (ClickHouseSink sink = new ClickHouseSink(ClickHouseSinkSettings.of(
                        server.host(), server.port(), "benchmark", "ours", server.user(), server.password()));
                Client client = new Client.Builder()
                        .addEndpoint("http://" + server.host() + ":" + server.port())
                        .setUsername(server.user())
                        .setPassword(server.password())
                        .compressServerResponse(false)
                        .compressClientRequest(false)
                        .build()) {
            sink.open();
            sink.write(batch);
            server.query("CREATE TABLE benchmark.bare AS benchmark.ours");
            byte[] prepared = prepared(client);
            server.query("TRUNCATE TABLE benchmark.ours");
            // the first batch of a stream asks twice more
            sink.write(next(size), batch);
            double ours = 0;
            double bare = 0;
            for (int round = 0; round < ROUNDS; round++) {
                bare += rate(size, id -> bare(client, prepared, id));
                ours += rate(size, id -> sink.write(id, batch));
            }
            if (print) {
                System.out.printf(
                        "%,8d rows a batch   ours %,10.0f rows/s   bare client %,10.0f rows/s   of bare %.2f%n",
                        size, ours / ROUNDS, bare / ROUNDS, ours / bare);
            }
        }
    }

    @SuppressWarnings("try") // a response may be interrupted while it is closed
    private static byte[] prepared(Client client) throws Exception {
        try (QueryResponse response = client.query(
                        "SELECT * FROM benchmark.ours", new QuerySettings().setFormat(ClickHouseFormat.RowBinary))
                .get()) {
            return response.getInputStream().readAllBytes();
        }
    }

    private static void bare(Client client, byte[] prepared, BatchId id) throws Exception {
        InsertSettings how = new InsertSettings()
                .serverSetting("insert_deduplicate", "1")
                .serverSetting("async_insert", "0")
                .setDeduplicationToken(id.token());
        try (InsertResponse _ = client.insert(
                        "benchmark.bare", new ByteArrayInputStream(prepared), ClickHouseFormat.RowBinary, how)
                .get()) {
            return;
        }
    }

    private double rate(int size, Writer writer) throws Exception {
        long start = System.nanoTime();
        long rows = 0;
        while (System.nanoTime() - start < nanos) {
            writer.write(next(size));
            rows += size;
        }
        return rows * 1e9 / (System.nanoTime() - start);
    }

    private BatchId next(int size) {
        long first = offset;
        offset += size;
        return new BatchId("benchmark", first, first + size - 1);
    }

    private static List<Record<JsonRow>> batch(int size) {
        List<Record<JsonRow>> batch = new ArrayList<>(size);
        Instant time = Instant.parse("2025-02-04T02:00:06.419368Z");
        for (int i = 0; i < size; i++) {
            batch.add(Record.of(
                    JsonRow.read("""
                    {"type":"ticker","sequence":%d,"product_id":"BTC-USD","price":"101%d.91","open_24h":"93394.63",\
                    "volume_24h":"27200.49989262","low_24h":"91178.01","high_24h":"102599.85",\
                    "volume_30d":"390095.33178020","best_bid":"101496.91","best_bid_size":"0.00011127",\
                    "best_ask":"101496.92","best_ask_size":"0.01060955","side":"sell","time":"%s",\
                    "trade_id":%d,"last_size":"0.0000%d"}""".formatted(
                                    98_545_870_695L + i * 3L,
                                    i % 1_000,
                                    time.plusNanos(i * 1_234_000L),
                                    774_546_408 + i,
                                    1 + i % 9_999)),
                    time));
        }
        return batch;
    }
}
