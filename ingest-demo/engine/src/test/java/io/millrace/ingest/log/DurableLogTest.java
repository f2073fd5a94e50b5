package io.millrace.ingest.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.core.Record;
import io.millrace.core.failure.FatalException;
import io.millrace.core.flow.Overflow;
import io.millrace.core.json.JsonRow;
import io.millrace.core.testkit.ManualTicker;
import io.millrace.ingest.config.BufferSettings;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class DurableLogTest {

    private static final int LARGE = 50_000;

    @TempDir
    private Path folder;

    private DurableLog open(Overflow overflow) {
        return DurableLog.open(
                folder, new BufferSettings(overflow, 1 << 20, 64 << 10, Duration.ZERO), new ManualTicker());
    }

    private static Record<JsonRow> row(int number, int size) {
        JsonRow value = JsonRow.of(Map.of("n", number, "fill", "x".repeat(size)));
        return new Record<>("key" + number, value, Instant.ofEpochSecond(number, 789), Map.of("a", "b", "c", "\u00e4"));
    }

    private static List<Record<JsonRow>> rows(int from, int to, int size) {
        return IntStream.range(from, to).mapToObj(number -> row(number, size)).toList();
    }

    private static List<LogEntry> readAll(LogReader reader) {
        List<LogEntry> all = new ArrayList<>();
        while (reader.isBehind()) {
            all.addAll(reader.read(7, 1 << 20));
        }
        return all;
    }

    private static List<Long> numbers(List<LogEntry> entries) {
        return entries.stream()
                .map(entry -> (Long) Objects.requireNonNull(entry.row().value().field("n")))
                .toList();
    }

    private static List<Long> range(long from, long to) {
        return LongStream.range(from, to).boxed().toList();
    }

    private List<Path> files() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.sorted().toList();
        }
    }

    @Test
    void givesEveryRowAsItWasAlsoAfterARestart() {
        List<Record<JsonRow>> rows = rows(0, 100, 10);
        try (DurableLog log = open(Overflow.BLOCK)) {
            LogReader reader = log.register(0, 0);
            log.ready();
            assertThat(log.append(rows.subList(0, 60))).isEqualTo(new Appended.Stored(0));
            assertThat(log.append(rows.subList(60, 100))).isEqualTo(new Appended.Stored(60));
            assertThat(readAll(reader).stream().map(LogEntry::row)).isEqualTo(rows);
            assertThat(reader.lag()).isEqualTo(100);
        }
        try (DurableLog log = open(Overflow.BLOCK)) {
            LogReader reader = log.register(40, 40);
            log.ready();
            assertThat(log.end()).isEqualTo(100);
            List<LogEntry> read = readAll(reader);
            assertThat(read.stream().map(LogEntry::row)).isEqualTo(rows.subList(40, 100));
            assertThat(read.getFirst().offset()).isEqualTo(40);
            assertThat(log.append(rows(100, 101, 1))).isEqualTo(new Appended.Stored(100));
            assertThat(numbers(readAll(reader))).containsExactly(100L);
        }
    }

    @Test
    void deletesFilesOnlyWhenAllReadersHavePassedThem() throws IOException {
        try (DurableLog log = open(Overflow.BLOCK)) {
            LogReader quick = log.register(0, 0);
            for (int i = 0; i < 10; i++) {
                log.append(rows(i, i + 1, LARGE));
            }
            int all = files().size();
            assertThat(all).isGreaterThan(3);
            quick.commit(10);
            assertThat(files()).as("before every reader is there").hasSize(all);
            LogReader slow = log.register(2, 2);
            log.ready();
            assertThat(numbers(readAll(slow))).isEqualTo(range(2, 10));
            assertThat(log.size().rows()).isEqualTo(8);
            slow.commit(10);
            assertThat(files()).hasSize(1);
            assertThat(log.size().rows()).isZero();
            assertThat(log.size().memoryRows()).isZero();
        }
    }

    @Test
    void keepsForItsReadersWhatTheyHaveNotPassedWhenItCloses() {
        try (DurableLog log = open(Overflow.BLOCK)) {
            LogReader quick = log.register(0, 0);
            LogReader slow = log.register(0, 0);
            log.ready();
            for (int i = 0; i < 10; i++) {
                log.append(rows(i, i + 1, LARGE));
            }
            quick.commit(10);
            slow.close();
            quick.close();
        }
        try (DurableLog log = open(Overflow.BLOCK)) {
            assertThat(numbers(readAll(log.register(0, 0)))).isEqualTo(range(0, 10));
        }
    }

    @Test
    void cutsOffWhatAKillLeftUnfinished() throws IOException {
        try (DurableLog log = open(Overflow.BLOCK)) {
            log.append(rows(0, 10, 10));
        }
        Path file = files().getFirst();
        long whole = Files.size(file);
        for (int cut = 1; cut < 60; cut += 7) {
            try (RandomAccessFile out = new RandomAccessFile(file.toFile(), "rw")) {
                out.setLength(whole - cut);
            }
            try (DurableLog log = open(Overflow.BLOCK)) {
                assertThat(log.end()).isEqualTo(9);
                assertThat(numbers(readAll(log.register(0, 0)))).isEqualTo(range(0, 9));
                log.append(rows(9, 10, 10));
                assertThat(numbers(readAll(log.register(0, 0)))).isEqualTo(range(0, 10));
            }
            assertThat(Files.size(file)).isEqualTo(whole);
        }
    }

    @Test
    void leavesOutAndTellsWhatIsDamagedInTheMiddle() throws IOException {
        try (DurableLog log = open(Overflow.BLOCK)) {
            log.append(rows(0, 10, 100));
        }
        Path file = files().getFirst();
        try (RandomAccessFile out = new RandomAccessFile(file.toFile(), "rw")) {
            out.seek(Files.size(file) / 2);
            out.write(out.read() ^ 0xff);
        }
        try (DurableLog log = open(Overflow.BLOCK)) {
            LogReader reader = log.register(0, 0);
            log.ready();
            List<Long> left = numbers(readAll(reader));
            assertThat(left).hasSize(9).isSorted().startsWith(0L).endsWith(9L);
            assertThat(reader.missed()).isEqualTo(1);
            assertThat(log.size().damaged()).isEqualTo(1);
        }
    }

    @Test
    void goesOnBehindItsReadersWhenItsFilesAreGone() throws IOException {
        try (DurableLog log = open(Overflow.BLOCK)) {
            LogReader reader = log.register(500, 520);
            log.ready();
            assertThat(log.append(rows(0, 1, 1))).isEqualTo(new Appended.Stored(520));
            assertThat(numbers(readAll(reader))).containsExactly(0L);
        }
    }

    @Test
    void isFullAtItsBound() {
        try (DurableLog log = open(Overflow.BLOCK)) {
            LogReader reader = log.register(0, 0);
            log.ready();
            int next = 0;
            while (log.append(rows(next, next + 1, LARGE)) instanceof Appended.Stored) {
                next++;
            }
            assertThat(next).isBetween(18, 20);
            assertThat(log.size().full()).isTrue();
            assertThat(log.size().diskBytes()).isLessThanOrEqualTo(1 << 20);
            assertThat(numbers(readAll(reader))).isEqualTo(range(0, next));
            reader.commit(next);
            assertThat(log.append(rows(next, next + 1, LARGE))).isInstanceOf(Appended.Stored.class);
        }
    }

    @Test
    void takesWhatIsLargerThanItsBoundAlone() {
        try (DurableLog log = open(Overflow.BLOCK)) {
            LogReader reader = log.register(0, 0);
            log.ready();
            log.append(rows(0, 1, 10));
            assertThat(log.append(rows(1, 2, 2 << 20))).isInstanceOf(Appended.Full.class);
            reader.commit(1);
            assertThat(log.append(rows(1, 2, 2 << 20))).isInstanceOf(Appended.Stored.class);
            reader.seek(1);
            assertThat(numbers(readAll(reader))).containsExactly(1L);
        }
    }

    @Test
    void dropsTheOldestButNotWhatIsUnderWay() {
        try (DurableLog log = open(Overflow.DROP_OLDEST)) {
            LogReader reader = log.register(0, 0);
            log.ready();
            log.append(rows(0, 1, LARGE));
            List<LogEntry> first = reader.read(1, 1);
            assertThat(reader.pin(0, 1)).isTrue();
            for (int i = 1; i < 60; i++) {
                assertThat(log.append(rows(i, i + 1, LARGE))).isInstanceOf(Appended.Stored.class);
            }
            assertThat(log.size().dropped()).isPositive();
            reader.seek(0);
            List<Long> left = numbers(readAll(reader));
            assertThat(left).startsWith(numbers(first).getFirst()).endsWith(59L).isSorted();
            assertThat(left.size() + reader.missed()).isEqualTo(60);
            assertThat(log.size().dropped()).isEqualTo(reader.missed());
        }
    }

    @Test
    void tellsAReaderWhatWasDroppedBehindItsBack() {
        try (DurableLog log = open(Overflow.DROP_OLDEST)) {
            LogReader reader = log.register(0, 0);
            log.ready();
            log.append(rows(0, 2, LARGE));
            List<LogEntry> read = reader.read(2, Long.MAX_VALUE);
            for (int i = 2; i < 40; i++) {
                log.append(rows(i, i + 1, LARGE));
            }
            assertThat(reader.pin(0, 2)).isFalse();
            assertThat(reader.present(read)).isEmpty();
        }
    }

    @Test
    void saysWhichFolderItCannotUse() throws IOException {
        Files.writeString(folder.resolve("file"), "");
        BufferSettings settings = BufferSettings.DEFAULT;
        assertThatThrownBy(() -> DurableLog.open(folder.resolve("file"), settings, new ManualTicker()))
                .isInstanceOf(FatalException.class)
                .hasMessageContaining(folder.resolve("file").toString());
    }
}
