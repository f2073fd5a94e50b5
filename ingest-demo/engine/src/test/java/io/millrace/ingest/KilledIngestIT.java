package io.millrace.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.core.json.JsonRow;
import java.io.BufferedReader;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;
import org.junit.jupiter.api.io.TempDir;

/**
 * A pipeline is killed again and again, while sinks fail, rows are bad and letters are replayed. Then every row is in
 * every sink once, or a letter. More often with {@code -Dkills=100}.
 */
@Timeout(value = 900, threadMode = ThreadMode.SEPARATE_THREAD)
final class KilledIngestIT {

    private static final int KILLS = Integer.getInteger("kills", 12);
    private static final long SEED = Long.getLong("seed", 20261122);

    @TempDir
    private Path folder;

    @Test
    void storesEveryRowOnce() throws Exception {
        System.out.println("seed " + SEED);
        Random random = new Random(SEED);
        for (int kill = 0; kill < KILLS; kill++) {
            killAfter(start(kill, "run"), 1 + random.nextInt(10), random.nextInt(3_000));
        }
        List<Long> letters = finish(start(KILLS, "finish"));

        List<Long> healing = LedgerSink.numbers(folder.resolve("healing.ledger"));
        long count = healing.stream().mapToLong(Long::longValue).max().orElse(-1) + 1;
        System.out.println("rows " + count + " letters " + letters.size());
        assertThat(count).isGreaterThan(100);
        assertThat(healing).as("each row once, bad ones by replay").containsExactlyInAnyOrderElementsOf(rows(count));
        List<Long> strict = new ArrayList<>(LedgerSink.numbers(folder.resolve("strict.ledger")));
        assertThat(strict).isSorted();
        assertThat(letters)
                .as("letters of the strict sink")
                .containsExactlyInAnyOrderElementsOf(rows(count).stream()
                        .filter(row -> row % CountingSource.BAD == 5)
                        .toList());
        strict.addAll(letters);
        assertThat(strict).containsExactlyInAnyOrderElementsOf(rows(count));
        assertThat(Files.readAllLines(folder.resolve("file.ndjson")).stream()
                        .map(line -> CountingSource.number(JsonRow.read(line)))
                        .toList())
                .as("the file sink")
                .isEqualTo(rows(count));
        assertThat(LedgerSink.numbers(folder.resolve("even.ledger")))
                .containsExactlyElementsOf(
                        rows(count).stream().filter(row -> row % 2 == 0).toList());
    }

    private static List<Long> rows(long count) {
        return LongStream.range(0, count).boxed().toList();
    }

    private Process start(int run, String what) throws IOException {
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx128m",
                        "-XX:+UseSerialGC",
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        CrashProgram.class.getName(),
                        folder.toString(),
                        String.valueOf(SEED + 10L * run),
                        what)
                .redirectError(Redirect.appendTo(folder.resolve("errors").toFile()))
                .start();
    }

    private void killAfter(Process process, int lines, int spins) throws Exception {
        try (BufferedReader reader = process.inputReader()) {
            for (int i = 0; i < lines; i++) {
                String line = reader.readLine();
                assertThat(line).as(errors()).startsWith("done");
            }
            for (int i = 0; i < spins; i++) {
                Thread.onSpinWait();
            }
            process.destroyForcibly();
            assertThat(process.waitFor()).isEqualTo(128 + 9);
        } finally {
            process.destroyForcibly();
        }
    }

    private List<Long> finish(Process process) throws Exception {
        List<Long> letters = new ArrayList<>();
        try (BufferedReader reader = process.inputReader()) {
            for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                if (line.startsWith("letter ")) {
                    letters.add(CountingSource.number(JsonRow.read(line.substring(7))));
                }
            }
            assertThat(process.waitFor()).as(errors()).isZero();
            return letters;
        } finally {
            process.destroyForcibly();
        }
    }

    private String errors() throws IOException {
        String text = Files.readString(folder.resolve("errors"));
        return text.substring(Math.max(0, text.length() - 4_000));
    }
}
