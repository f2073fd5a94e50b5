package io.millrace.connector.file;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.core.BatchId;
import io.millrace.core.Record;
import io.millrace.core.json.JsonRow;
import io.millrace.core.testkit.Eventually;
import io.millrace.core.time.Ticker;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Kills a process that writes, again and again, at any point: rows, rotation and compression. */
@Timeout(120)
final class FileBatchSinkKillIT {

    private static final int BATCH = 50;
    private static final int KILLS = 5;

    @TempDir
    private Path folder;

    @Test
    void neitherLosesNorDoublesARow() throws Exception {
        long seed = 113;
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
                long enough = written + BATCH * random.nextLong(20, 120);
                while (written < enough) {
                    written = Long.parseLong(out.readLine());
                }
                process.destroyForcibly().waitFor();
            }
        }
        long last = Writer.write(folder, Math.max(0, written - 20 * BATCH), written + 20 * BATCH);
        assertThat(numbers()).isEqualTo(LongStream.range(0, last).boxed().toList());
    }

    /** All rows in the order of their files. */
    private List<Long> numbers() throws IOException {
        List<Path> files;
        try (Stream<Path> all = Files.list(folder)) {
            files = new ArrayList<>(
                    all.filter(file -> file.getFileName().toString().startsWith("trades-"))
                            .sorted()
                            .toList());
        }
        files.add(folder.resolve("trades.jsonl"));
        List<Long> numbers = new ArrayList<>();
        for (Path file : files) {
            try (InputStream in = Files.newInputStream(file);
                    InputStream plain = file.toString().endsWith(".gz") ? new GZIPInputStream(in) : in) {
                new String(plain.readAllBytes(), StandardCharsets.UTF_8)
                        .lines()
                        .map(line -> (Long) JsonRow.read(line).field("n"))
                        .forEach(numbers::add);
            }
        }
        return numbers;
    }

    /** Writes batches from some batches before the one given on, and prints the next offset after each. */
    static final class Writer {

        private Writer() {}

        public static void main(String[] args) {
            write(Path.of(args[0]), Math.max(0, Long.parseLong(args[1]) - 10 * BATCH), Long.MAX_VALUE);
        }

        static long write(Path folder, long from, long to) {
            FileBatchSinkSettings settings =
                    new FileBatchSinkSettings(folder.resolve("trades.jsonl"), 20_000, null, true);
            long first = from;
            try (FileBatchSink sink = new FileBatchSink(settings, Ticker.SYSTEM)) {
                sink.open();
                for (; first < to; first += BATCH) {
                    List<Record<JsonRow>> batch = LongStream.range(first, first + BATCH)
                            .mapToObj(number -> Record.of(JsonRow.read("{\"n\":" + number + "}"), Instant.EPOCH))
                            .toList();
                    sink.write(new BatchId("stream", first, first + BATCH - 1), batch);
                    if (to == Long.MAX_VALUE) {
                        System.out.println(first + BATCH);
                    }
                }
                if (to < Long.MAX_VALUE) {
                    Eventually.until("all is compressed", () -> uncompressed(folder) == 0);
                }
            }
            return first;
        }

        private static int uncompressed(Path folder) {
            try {
                return new RotatedFiles(folder.resolve("trades.jsonl"))
                        .uncompressed()
                        .size();
            } catch (IOException e) {
                throw new AssertionError(e);
            }
        }
    }
}
