package io.millrace.benchmark;

import io.millrace.connector.duckdb.DuckDbColumn;
import io.millrace.connector.duckdb.DuckDbDatabase;
import io.millrace.connector.duckdb.DuckDbSink;
import io.millrace.connector.duckdb.DuckDbSinkSettings;
import io.millrace.connector.file.FileBatchSink;
import io.millrace.connector.file.FileBatchSinkSettings;
import io.millrace.core.BatchId;
import io.millrace.core.IdempotentSink;
import io.millrace.core.Record;
import io.millrace.core.json.JsonRow;
import io.millrace.core.time.Ticker;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * Rows of a ticker into sinks that store a batch once, each beside the least that stores the same rows: a bare
 * {@code FileChannel} with a force per batch, and a bare appender of DuckDB with values that were prepared before. The
 * arguments are the seconds per cell and the folder to work in, which decides about the disk.
 */
final class IngestSinksBenchmark {

    private static final int[] BATCHES = {1_000, 10_000, 100_000};
    private static final int ROUNDS = 3;

    private final Path folder;
    private final long nanos;

    private IngestSinksBenchmark(Path folder, long nanos) {
        this.folder = folder;
        this.nanos = nanos;
    }

    /** Something that stores the same rows again and again. */
    interface Cell extends AutoCloseable {

        /** Stores a batch, whose first row has this number. */
        void write(long first) throws Exception;

        @Override
        void close() throws IOException, SQLException;
    }

    /** Makes a cell that works in a folder of its own. */
    @FunctionalInterface
    interface Maker {

        Cell make(Path folder, List<Record<JsonRow>> rows) throws Exception;
    }

    /** What is compared: our sink, and the bare way. */
    private record Comparison(String name, Maker bare, Maker sink) {}

    private static final List<Comparison> COMPARISONS = List.of(
            new Comparison("file", IngestBareFile::new, (folder, rows) -> new Sinking(rows, file(folder))),
            new Comparison("duckdb", IngestBareAppender::new, (folder, rows) -> new Sinking(rows, duckDb(folder))));

    private static IdempotentSink<JsonRow> file(Path folder) {
        return new FileBatchSink(FileBatchSinkSettings.of(folder.resolve("ticker.jsonl")), Ticker.SYSTEM);
    }

    private static IdempotentSink<JsonRow> duckDb(Path folder) {
        return new DuckDbSink(new DuckDbSinkSettings(
                DuckDbDatabase.file(folder.resolve("ticker.duckdb")), "coinbase_ticker", DuckDbColumn.ticker()));
    }

    /** Our way. */
    private record Sinking(List<Record<JsonRow>> rows, IdempotentSink<JsonRow> sink) implements Cell {

        Sinking {
            sink.open();
        }

        @Override
        public void write(long first) throws InterruptedException {
            sink.write(new BatchId("benchmark", first, first + rows.size() - 1), rows);
        }

        @Override
        public void close() {
            sink.close();
        }
    }

    public static void main(String[] args) throws Exception {
        long seconds = args.length > 0 ? Long.parseLong(args[0]) : 3;
        Path parent = Path.of(args.length > 1 ? args[1] : System.getProperty("java.io.tmpdir"));
        Path folder = Files.createTempDirectory(parent, "ingest-sinks");
        try {
            new IngestSinksBenchmark(folder, seconds * 1_000_000_000L).run();
        } finally {
            delete(folder);
        }
    }

    private void run() throws Exception {
        System.out.printf("median of %d rounds, rows/s%n", ROUNDS);
        System.out.printf("%-8s %10s %12s %12s %6s%n", "sink", "batch", "bare", "ours", "ratio");
        for (Comparison comparison : COMPARISONS) {
            for (int batch : BATCHES) {
                List<Record<JsonRow>> rows = rows(batch);
                rate(comparison.bare(), rows); // warms up
                rate(comparison.sink(), rows);
                double[] bare = new double[ROUNDS];
                double[] ours = new double[ROUNDS];
                for (int round = 0; round < ROUNDS; round++) {
                    bare[round] = rate(comparison.bare(), rows);
                    ours[round] = rate(comparison.sink(), rows);
                }
                Arrays.sort(bare);
                Arrays.sort(ours);
                double one = bare[ROUNDS / 2];
                double other = ours[ROUNDS / 2];
                System.out.printf(
                        "%-8s %,10d %,12.0f %,12.0f %6.2f%n", comparison.name(), batch, one, other, other / one);
            }
        }
    }

    /** Rows a second, in a place of its own, which is gone afterwards. */
    private double rate(Maker maker, List<Record<JsonRow>> rows) throws Exception {
        Path place = Files.createTempDirectory(folder, "cell");
        try (Cell cell = maker.make(place, rows)) {
            long start = System.nanoTime();
            long count = 0;
            while (System.nanoTime() - start < nanos) {
                cell.write(count);
                count += rows.size();
            }
            return count * 1e9 / (System.nanoTime() - start);
        } finally {
            delete(place);
        }
    }

    private static List<Record<JsonRow>> rows(int count) {
        List<Record<JsonRow>> rows = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            rows.add(Record.of(
                    JsonRow.read("""
                            {"type":"ticker","sequence":%d,"product_id":"BTC-USD","price":"%d.91","open_24h":"93394.63",\
                            "volume_24h":"27200.49989262","low_24h":"91178.01","high_24h":"102599.85",\
                            "volume_30d":"390095.33178020","best_bid":"%d.91","best_bid_size":"0.00011127",\
                            "best_ask":"%d.92","best_ask_size":"0.01060955","side":"sell",\
                            "time":"2025-02-04T02:00:06.%06dZ","trade_id":%d,"last_size":"0.00001635"}""".formatted(
                                    98545870695L + i,
                                    100_000 + i % 1_000,
                                    100_000 + i % 1_000,
                                    100_000 + i % 1_000,
                                    i % 1_000_000,
                                    774546408L + i)),
                    Instant.EPOCH));
        }
        return rows;
    }

    private static void delete(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }
}
