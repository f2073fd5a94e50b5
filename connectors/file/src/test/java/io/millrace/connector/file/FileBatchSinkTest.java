package io.millrace.connector.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.core.BatchId;
import io.millrace.core.Record;
import io.millrace.core.failure.FatalException;
import io.millrace.core.failure.TransientException;
import io.millrace.core.json.JsonRow;
import io.millrace.core.testkit.Eventually;
import io.millrace.core.testkit.IdempotentSinkContract;
import io.millrace.core.testkit.ManualTicker;
import io.millrace.core.testkit.SinkContract;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.stream.LongStream;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

final class FileBatchSinkTest implements SinkContract<JsonRow>, IdempotentSinkContract<JsonRow> {

    @TempDir
    private Path folder;

    private final ManualTicker ticker = new ManualTicker();

    private Path path() {
        return folder.resolve("trades.jsonl");
    }

    private Path state() {
        return folder.resolve("trades.jsonl.state");
    }

    @Override
    public List<JsonRow> samples() {
        return LongStream.range(0, 5).mapToObj(FileBatchSinkTest::row).toList();
    }

    @Override
    public FileBatchSink sink() {
        return sink(FileBatchSinkSettings.of(path()));
    }

    private FileBatchSink sink(FileBatchSinkSettings settings) {
        return new FileBatchSink(settings, ticker);
    }

    private FileBatchSink rotating(long bytes, @Nullable Duration age, boolean compress) {
        return sink(new FileBatchSinkSettings(path(), bytes, age, compress));
    }

    @Override
    public List<JsonRow> stored() throws IOException {
        return Files.exists(path())
                ? Files.readAllLines(path()).stream().map(JsonRow::read).toList()
                : List.of();
    }

    @Override
    public @Nullable JsonRow poison() {
        return null;
    }

    @Override
    public boolean idempotent() {
        return false;
    }

    private static JsonRow row(long number) {
        return JsonRow.read("{\"n\":" + number + ", \"text\":\"ÄÖ\\n\"}");
    }

    private static void write(FileBatchSink sink, long first, long last) {
        sink.write(new BatchId("stream", first, last), batch(first, last));
    }

    private static List<Record<JsonRow>> batch(long first, long last) {
        return LongStream.rangeClosed(first, last)
                .mapToObj(number -> Record.of(row(number), Instant.EPOCH))
                .toList();
    }

    private static List<Long> numbers(String lines) {
        return lines.lines().map(line -> (Long) JsonRow.read(line).field("n")).toList();
    }

    private List<Long> numbers() throws IOException {
        return numbers(Files.readString(path()));
    }

    private static String unzipped(Path file) throws IOException {
        try (InputStream in = new GZIPInputStream(Files.newInputStream(file))) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    @Test
    void writesAgainWhatACrashLeftUnremembered() throws IOException {
        byte[] before;
        try (FileBatchSink sink = sink()) {
            sink.open();
            write(sink, 0, 1);
            before = Files.readAllBytes(state());
            write(sink, 2, 4);
        }
        // the data of the second batch is there, what remembers it is not
        Files.write(state(), before);
        try (FileBatchSink sink = sink()) {
            sink.open();
            assertThat(numbers()).containsExactly(0L, 1L);
            write(sink, 0, 1);
            write(sink, 2, 4);
        }
        assertThat(numbers()).containsExactly(0L, 1L, 2L, 3L, 4L);
    }

    @Test
    void writesAgainWhatWasRememberedBeforeItWasOnTheDisk() throws IOException {
        byte[] remembered;
        byte[] written;
        try (FileBatchSink sink = sink()) {
            sink.open();
            write(sink, 0, 1);
            write(sink, 2, 4);
            remembered = Files.readAllBytes(state());
            written = Files.readAllBytes(path());
        }
        int firstBatch = 2 * (row(0).size() + 1);
        for (int onDisk = firstBatch; onDisk < written.length; onDisk += 7) {
            for (boolean zeros : new boolean[] {false, true}) {
                byte[] torn = Arrays.copyOf(Arrays.copyOf(written, onDisk), zeros ? written.length : onDisk);
                Files.write(state(), remembered);
                Files.write(path(), torn);
                for (int again = 0; again < 2; again++) {
                    try (FileBatchSink sink = sink()) {
                        sink.open();
                        assertThat(numbers()).containsExactly(0L, 1L);
                    }
                }
                try (FileBatchSink sink = sink()) {
                    sink.open();
                    write(sink, 0, 1);
                    write(sink, 2, 4);
                }
                assertThat(numbers()).containsExactly(0L, 1L, 2L, 3L, 4L);
            }
        }
    }

    @Test
    void takesTheOlderSlotWhenTheNewerIsTorn() throws IOException {
        for (int at : new int[] {0, 9, 20, 60}) {
            Files.deleteIfExists(path());
            Files.deleteIfExists(state());
            byte[] torn;
            try (FileBatchSink sink = sink()) {
                sink.open();
                write(sink, 0, 0);
                byte[] before = Files.readAllBytes(state());
                write(sink, 1, 1);
                torn = Files.readAllBytes(state());
                int slot = 0;
                while (torn[slot] == before[slot]) {
                    slot++;
                }
                slot = slot / PositionFile.SLOT * PositionFile.SLOT;
                torn[slot + at] ^= 1;
            }
            Files.write(state(), torn);
            try (FileBatchSink sink = sink()) {
                sink.open();
                assertThat(numbers()).as("torn at %d", at).containsExactly(0L);
                write(sink, 1, 1);
                write(sink, 2, 2);
            }
            assertThat(numbers()).containsExactly(0L, 1L, 2L);
        }
    }

    @Test
    void refusesAStateOfWhichNothingIsWhole() throws IOException {
        try (FileBatchSink sink = sink()) {
            sink.open();
            write(sink, 0, 0);
        }
        byte[] damaged = Files.readAllBytes(state());
        damaged[0] ^= 1;
        damaged[PositionFile.SLOT] ^= 1;
        Files.write(state(), damaged);
        try (FileBatchSink sink = sink()) {
            assertThatThrownBy(sink::open)
                    .isInstanceOf(FatalException.class)
                    .hasMessageStartingWith(state() + " is damaged");
        }
        Files.writeString(state(), "something else");
        try (FileBatchSink sink = sink()) {
            assertThatThrownBy(sink::open)
                    .isInstanceOf(FatalException.class)
                    .hasMessageStartingWith(state() + " was not written by a file sink");
        }
        assertThat(state()).hasContent("something else");
    }

    @Test
    void writesTheRestOfABatchOfWhichAHalfIsThere() throws IOException {
        try (FileBatchSink sink = sink()) {
            sink.open();
            write(sink, 0, 2);
            write(sink, 0, 4);
        }
        assertThat(numbers()).containsExactly(0L, 1L, 2L, 3L, 4L);
    }

    @Test
    void beginsAFileAnewThatWasTakenAwayOrEmptied() throws IOException {
        try (FileBatchSink sink = sink()) {
            sink.open();
            write(sink, 0, 1);
            Files.move(path(), folder.resolve("taken"));
            write(sink, 2, 2);
            assertThat(numbers()).containsExactly(2L);
            Files.writeString(path(), "");
            write(sink, 3, 3);
            assertThat(numbers()).containsExactly(3L);
        }
        Files.delete(path());
        try (FileBatchSink sink = sink()) {
            sink.open();
            write(sink, 3, 3);
            write(sink, 4, 4);
        }
        assertThat(numbers()).containsExactly(4L);
        assertThat(numbers(Files.readString(folder.resolve("taken")))).containsExactly(0L, 1L);
    }

    @Test
    void keepsLinesThatWereAddedWhileItWasClosed() throws IOException {
        Files.writeString(path(), "{\"n\":-1}\n{\"n\":");
        try (FileBatchSink sink = sink()) {
            sink.open();
            write(sink, 0, 0);
        }
        Files.writeString(path(), "{\"n\":100}", StandardOpenOption.APPEND);
        try (FileBatchSink sink = sink()) {
            sink.open();
            write(sink, 0, 0);
            write(sink, 1, 1);
        }
        assertThat(numbers()).containsExactly(-1L, 0L, 100L, 1L);
    }

    @Test
    void refusesAFileThatSomebodyElseWrites() throws IOException {
        try (FileBatchSink sink = sink()) {
            sink.open();
            write(sink, 0, 0);
            Files.writeString(path(), "{\"n\":100}\n", StandardOpenOption.APPEND);
            assertThatThrownBy(() -> write(sink, 1, 1))
                    .isInstanceOf(FatalException.class)
                    .hasMessageStartingWith(path() + " is being changed by somebody else");
        }
        try (FileBatchSink sink = sink()) {
            sink.open();
            write(sink, 1, 1);
        }
        assertThat(numbers()).containsExactly(0L, 100L, 1L);
        Files.writeString(path(), "{\"n\":0}\n".repeat(100));
        try (FileBatchSink sink = sink()) {
            assertThatThrownBy(sink::open)
                    .isInstanceOf(FatalException.class)
                    .hasMessageStartingWith(path() + " is not the file that was written");
        }
        assertThat(numbers()).hasSize(100);
    }

    @Test
    void leavesAFileToTheSinkThatWritesIt() {
        try (FileBatchSink second = sink();
                FileSink other = new FileSink(FileSinkSettings.of(path()))) {
            try (FileBatchSink first = sink()) {
                first.open();
                assertThatThrownBy(second::open)
                        .isInstanceOf(FatalException.class)
                        .hasMessage(path() + " is being written by another sink");
                assertThatThrownBy(other::open).isInstanceOf(FatalException.class);
            }
            second.open();
        }
    }

    @Test
    void putsFullAndOldFilesAside() throws IOException {
        Files.writeString(folder.resolve("trades-000007.jsonl"), "");
        try (FileBatchSink sink = rotating(70, Duration.ofHours(1), false)) {
            sink.open();
            write(sink, 0, 1);
            write(sink, 2, 2);
            ticker.advance(Duration.ofMinutes(59));
            write(sink, 3, 3);
            ticker.advance(Duration.ofMinutes(1));
        }
        try (FileBatchSink sink = rotating(70, Duration.ofHours(1), false)) {
            sink.open();
            write(sink, 3, 3);
            assertThat(numbers()).containsExactly(2L, 3L);
            write(sink, 4, 4);
        }
        assertThat(numbers(Files.readString(folder.resolve("trades-000008.jsonl"))))
                .containsExactly(0L, 1L);
        assertThat(numbers(Files.readString(folder.resolve("trades-000009.jsonl"))))
                .containsExactly(2L, 3L);
        assertThat(numbers()).containsExactly(4L);
    }

    @Test
    void goesOnAfterACrashBetweenTwoFiles() throws IOException {
        byte[] before;
        try (FileBatchSink sink = rotating(50, null, false)) {
            sink.open();
            write(sink, 0, 1);
            before = Files.readAllBytes(state());
            Path aside = folder.resolve("trades-000001.jsonl");
            Files.move(path(), aside);
        }
        for (boolean newFileMade : new boolean[] {false, true}) {
            Files.write(state(), before);
            Files.deleteIfExists(path());
            if (newFileMade) {
                Files.createFile(path());
            }
            try (FileBatchSink sink = rotating(50, null, false)) {
                sink.open();
                write(sink, 0, 1);
                write(sink, 2, 2);
            }
            assertThat(numbers()).containsExactly(2L);
        }
    }

    @Test
    void compressesFilesThatWerePutAside() throws IOException {
        Path plain = folder.resolve("trades-000001.jsonl");
        Path compressed = folder.resolve("trades-000001.jsonl.gz");
        try (FileBatchSink sink = rotating(1, null, true)) {
            sink.open();
            write(sink, 0, 0);
            write(sink, 1, 1);
            Eventually.until("the file is compressed", () -> !Files.exists(plain));
            write(sink, 2, 2);
            Eventually.until("so is the next", () -> !Files.exists(folder.resolve("trades-000002.jsonl")));
        }
        assertThat(numbers(unzipped(compressed))).containsExactly(0L);
        assertThat(numbers(unzipped(folder.resolve("trades-000002.jsonl.gz")))).containsExactly(1L);
    }

    @Test
    void finishesACompressionThatWasInterrupted() throws IOException {
        Path torn = folder.resolve("trades-000001.jsonl");
        Files.writeString(torn, row(1) + "\n");
        Files.writeString(folder.resolve("trades-000001.jsonl.gz.part"), "half of it");
        Path done = folder.resolve("trades-000002.jsonl");
        Files.writeString(done, row(2) + "\n");
        zip(folder.resolve("trades-000002.jsonl.gz"), row(2) + "\n");
        Path other = folder.resolve("trades-000003.jsonl");
        Files.writeString(other, row(3) + "\n");
        zip(folder.resolve("trades-000003.jsonl.gz"), row(4) + "\n");
        try (FileBatchSink sink = rotating(1, null, true)) {
            sink.open();
            Eventually.until("both are compressed", () -> !Files.exists(torn) && !Files.exists(done));
        }
        assertThat(numbers(unzipped(folder.resolve("trades-000001.jsonl.gz")))).containsExactly(1L);
        assertThat(folder.resolve("trades-000001.jsonl.gz.part")).doesNotExist();
        assertThat(numbers(unzipped(folder.resolve("trades-000002.jsonl.gz")))).containsExactly(2L);
        assertThat(numbers(Files.readString(other))).containsExactly(3L);
        assertThat(numbers(unzipped(folder.resolve("trades-000003.jsonl.gz")))).containsExactly(4L);
    }

    private static void zip(Path file, String text) throws IOException {
        try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(file))) {
            out.write(text.getBytes(StandardCharsets.UTF_8));
        }
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void waitsForSpaceOnAFullDisk() throws IOException {
        Files.createSymbolicLink(path(), Path.of("/dev/full"));
        try (FileBatchSink sink = sink()) {
            sink.open();
            assertThatThrownBy(() -> write(sink, 0, 1))
                    .isInstanceOf(TransientException.class)
                    .hasMessage("cannot write to " + path())
                    .hasRootCauseMessage("No space left on device");
            assertThatThrownBy(() -> write(sink, 0, 1)).hasMessageEndingWith("is not open");
            Files.delete(path());
            sink.open();
            write(sink, 0, 1);
        }
        assertThat(numbers()).containsExactly(0L, 1L);
    }

    @Test
    void writesRowsOfAnySizeInPieces() throws IOException {
        JsonRow large = JsonRow.read("{\"n\":1,\"x\":\"" + "x".repeat(3 << 20) + "\"}");
        JsonRow middle = JsonRow.read("{\"n\":2,\"x\":\"" + "x".repeat(700_000) + "\"}");
        List<JsonRow> rows = List.of(row(0), large, row(0), middle, middle, middle, row(0));
        try (FileBatchSink sink = sink()) {
            sink.open();
            for (int i = 0; i < 2; i++) {
                sink.write(rows.stream()
                        .map(value -> Record.of(value, Instant.EPOCH))
                        .toList());
                sink.open();
            }
        }
        assertThat(stored().subList(0, 7)).isEqualTo(rows);
        assertThat(stored().subList(7, 14)).isEqualTo(rows);
    }

    @Test
    void writesEvenWhenItsThreadWasInterrupted() throws IOException {
        try (FileBatchSink sink = rotating(1, null, true)) {
            Thread.currentThread().interrupt();
            sink.open();
            write(sink, 0, 0);
            write(sink, 1, 1);
        }
        assertThat(Thread.interrupted()).isTrue();
        assertThat(numbers()).containsExactly(1L);
    }

    @Test
    void saysThatAFolderIsMissing() {
        try (FileBatchSink sink = sink(FileBatchSinkSettings.of(folder.resolve("missing/trades.jsonl")))) {
            assertThatThrownBy(sink::open).isInstanceOf(TransientException.class);
            assertThatThrownBy(() -> write(sink, 0, 0))
                    .isInstanceOf(TransientException.class)
                    .hasMessageEndingWith("is not open");
        }
    }

    @Test
    void refusesMoreStreamsThanItCanRemember() throws IOException {
        String name = "s".repeat(190);
        try (FileBatchSink sink = sink()) {
            sink.open();
            assertThatThrownBy(() -> {
                        for (int i = 0; i < 1_000; i++) {
                            sink.write(new BatchId(name + i, 0, 0), batch(i, i));
                        }
                    })
                    .isInstanceOf(FatalException.class)
                    .hasMessageContaining("streams");
        }
        int stored = numbers().size();
        try (FileBatchSink sink = sink()) {
            sink.open();
            assertThat(numbers()).hasSize(stored - 1); // the one that could not be remembered was not confirmed
            sink.write(new BatchId(name + 0, 0, 0), batch(0, 0));
        }
        assertThat(numbers()).hasSize(stored - 1);
    }

    @Test
    void namesTheFieldAndTheValueThatIsWrong() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new FileBatchSinkSettings(path(), 0, null, false))
                .withMessage("rotateBytes must be at least 1, was 0");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new FileBatchSinkSettings(path(), 1, Duration.ZERO, false))
                .withMessage("rotateAfter must be positive, was PT0S");
    }
}
