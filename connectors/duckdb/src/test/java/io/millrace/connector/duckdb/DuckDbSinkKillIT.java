package io.millrace.connector.duckdb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.core.BatchId;
import io.millrace.core.Record;
import io.millrace.core.failure.TransientException;
import io.millrace.core.json.JsonRow;
import io.millrace.core.time.Ticker;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Kills a process that writes, again and again, at any point. */
@Timeout(120)
final class DuckDbSinkKillIT {

    private static final int BATCH = 3_000; // more than the appender holds
    private static final int KILLS = 3;

    @TempDir
    private Path folder;

    @Test
    void neitherLosesNorDoublesARow() throws Exception {
        long seed = 114;
        System.out.println("seed " + seed);
        Random random = new Random(seed);
        long written = 0;
        for (int kill = 0; kill < KILLS; kill++) {
            Process process = new ProcessBuilder(
                            Path.of(System.getProperty("java.home"), "bin", "java")
                                    .toString(),
                            "-XX:TieredStopAtLevel=1",
                            "-cp",
                            System.getProperty("java.class.path", ""),
                            Writer.class.getName(),
                            folder.toString(),
                            Long.toString(written))
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            try (BufferedReader out =
                    new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
                long enough = written + BATCH * random.nextLong(5, 40);
                while (written < enough) {
                    written = Long.parseLong(out.readLine());
                }
                try (DuckDbSink second = Writer.sink(folder)) {
                    assertThatThrownBy(second::open)
                            .isInstanceOf(TransientException.class)
                            .hasMessageEndingWith("another process has the database open, and DuckDB allows one;"
                                    + " close it there");
                }
            } finally {
                process.destroyForcibly().waitFor();
            }
        }
        // the process may have written more than it could tell
        long last = written + 100 * BATCH;
        try (DuckDbSink sink = Writer.sink(folder)) {
            sink.open();
            for (long first = Math.max(0, written - 20 * BATCH); first < last; first += BATCH) {
                Writer.write(sink, first);
            }
        }
        assertThat(new DuckDbReader(Writer.database(folder), 1, Duration.ofMinutes(1), Ticker.SYSTEM)
                        .query("SELECT count(*), count(DISTINCT n), min(n), max(n) FROM t")
                        .rows())
                .containsExactly(List.of(last, last, 0L, last - 1));
    }

    /** Writes batches from some batches before the one given on, and prints the next offset after each. */
    static final class Writer {

        private Writer() {}

        public static void main(String[] args) {
            try (DuckDbSink sink = sink(Path.of(args[0]))) {
                sink.open();
                for (long first = Math.max(0, Long.parseLong(args[1]) - 10 * BATCH); ; first += BATCH) {
                    write(sink, first);
                    System.out.println(first + BATCH);
                }
            }
        }

        static DuckDbDatabase database(Path folder) {
            return DuckDbDatabase.file(folder.resolve("kill.duckdb"));
        }

        static DuckDbSink sink(Path folder) {
            return new DuckDbSink(
                    new DuckDbSinkSettings(database(folder), "t", List.of(new DuckDbColumn("n", "BIGINT"))));
        }

        static void write(DuckDbSink sink, long first) {
            sink.write(
                    new BatchId("stream", first, first + BATCH - 1),
                    LongStream.range(first, first + BATCH)
                            .mapToObj(number -> Record.of(JsonRow.read("{\"n\":" + number + "}"), Instant.EPOCH))
                            .toList());
        }
    }
}
