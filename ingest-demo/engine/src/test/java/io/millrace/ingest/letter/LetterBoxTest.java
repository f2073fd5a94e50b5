package io.millrace.ingest.letter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.millrace.core.Record;
import io.millrace.core.json.JsonRow;
import io.millrace.core.testkit.ManualTicker;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class LetterBoxTest {

    @TempDir
    private Path folder;

    private LetterBox open() {
        return open(100);
    }

    private LetterBox open(int max) {
        LetterBox letters = LetterBox.open("p", folder.resolve("letters"), max, new ManualTicker());
        letters.sinks(Set.of("a", "b"));
        return letters;
    }

    private static Record<JsonRow> row(long number) {
        return new Record<>(
                "k", JsonRow.read("{\"n\": " + number + "}"), Instant.ofEpochSecond(number), Map.of("h", "v"));
    }

    private static void add(LetterBox letters, String sink, long... numbers) {
        for (long number : numbers) {
            letters.poisoned(sink, "p/" + sink + "/1", number, row(number), "bad " + number);
        }
    }

    private static List<Long> ids(Letters letters) {
        return letters.list(LetterQuery.newest(1_000)).stream().map(Letter::id).toList();
    }

    @Test
    void keepsLettersOverARestart() {
        try (LetterBox letters = open()) {
            add(letters, "a", 7);
            letters.refused("not json".getBytes(StandardCharsets.UTF_8), "no object");
            letters.sync();
        }
        try (LetterBox letters = open()) {
            assertThat(letters.list(LetterQuery.newest(10)))
                    .extracting(Letter::id, Letter::sink, Letter::reason, Letter::text)
                    .containsExactly(tuple(2L, null, "no object", "not json"), tuple(1L, "a", "bad 7", "{\"n\": 7}"));
            assertThat(letters.counts()).isEqualTo(Map.of("a", 1L, "source", 1L));
            assertThat(letters.list(new LetterQuery("a", Long.MAX_VALUE, 10))).hasSize(1);
            assertThat(letters.list(new LetterQuery(null, 2, 10))).hasSize(1);
        }
    }

    @Test
    void keepsARowOnceAndKnowsItWhenItIsGone() {
        try (LetterBox letters = open()) {
            add(letters, "a", 7, 7);
            assertThat(letters.count()).isEqualTo(1);
            assertThat(letters.discard(ids(letters))).isEqualTo(1);
        }
        try (LetterBox letters = open()) {
            add(letters, "a", 7);
            assertThat(letters.count()).isZero();
            assertThat(letters.knows("p/a/1", 7)).isTrue();
            assertThat(letters.knows("p/a/1", 8)).isFalse();
        }
    }

    @Test
    void givesAReplayTheSameNameUntilItIsOver() {
        Replay first;
        try (LetterBox letters = open()) {
            add(letters, "a", 1, 2, 3);
            assertThat(letters.next("a", 10)).isEmpty();
            assertThat(letters.replayAll("a")).isEqualTo(3);
            assertThat(letters.replayAll("a")).isZero();
            first = letters.next("a", 2).orElseThrow();
            assertThat(first.rows()).containsExactly(row(1), row(2));
            assertThat(letters.discardAll(null))
                    .as("those that are not under way")
                    .isEqualTo(1);
            add(letters, "a", 4);
            letters.replayAll(null);
        }
        try (LetterBox letters = open()) {
            assertThat(letters.next("a", 10)).contains(first);
            letters.stored(first);
            Replay next = letters.next("a", 10).orElseThrow();
            assertThat(next.id().stream()).isEqualTo(first.id().stream());
            assertThat(next.id().first()).isEqualTo(first.id().last() + 1);
            assertThat(next.rows()).containsExactly(row(4));
            letters.refused(next, "still bad");
            assertThat(letters.next("a", 10)).isEmpty();
            assertThat(letters.list(LetterQuery.newest(10))).singleElement().satisfies(letter -> {
                assertThat(letter.reason()).isEqualTo("still bad");
                assertThat(letter.attempts()).isEqualTo(1);
                assertThat(letter.replaying()).isFalse();
            });
        }
    }

    @Test
    void findsTheRefusedOnesByHalves() {
        try (LetterBox letters = open()) {
            add(letters, "a", 1, 2, 3, 4, 5, 6, 7);
            letters.replayAll("a");
            long numbers = -1;
            for (var next = letters.next("a", 10); next.isPresent(); next = letters.next("a", 10)) {
                Replay replay = next.get();
                assertThat(replay.id().first()).isGreaterThan(numbers);
                numbers = replay.id().last();
                if (replay.rows().contains(row(5))) {
                    letters.refused(replay, "five");
                } else {
                    letters.stored(replay);
                }
            }
            assertThat(letters.list(LetterQuery.newest(10)))
                    .singleElement()
                    .satisfies(letter -> assertThat(letter.text()).contains("5"));
        }
    }

    @Test
    void replaysOnlyForSinksThatAreThere() {
        try (LetterBox letters = open()) {
            add(letters, "gone", 1);
            letters.refused(new byte[] {'x'}, "no object");
            assertThat(letters.replayAll(null)).isZero();
            assertThat(letters.replay(ids(letters))).isZero();
        }
    }

    @Test
    void dropsTheOldestWhenThereAreTooMany() {
        try (LetterBox letters = open(3)) {
            add(letters, "a", 1, 2, 3, 4, 5);
            assertThat(ids(letters)).containsExactly(5L, 4L, 3L);
            assertThat(letters.dropped()).isEqualTo(2);
        }
        try (LetterBox letters = open(3)) {
            assertThat(ids(letters)).containsExactly(5L, 4L, 3L);
        }
    }

    @Test
    void leavesOutWhatIsGoneWithoutForgettingNames() throws IOException {
        String name;
        try (LetterBox letters = open(10)) {
            add(letters, "b", 1);
            letters.replayAll("b");
            Replay replay = letters.next("b", 1).orElseThrow();
            letters.stored(replay);
            name = replay.id().stream();
            byte[] large = new byte[100_000];
            for (int i = 0; i < 100; i++) {
                letters.refused(large, "large");
            }
            letters.sync();
        }
        assertThat(Files.size(folder.resolve("letters"))).isLessThan(5_000_000);
        try (LetterBox letters = open(10)) {
            assertThat(letters.count()).isEqualTo(10);
            assertThat(letters.knows("p/b/1", 1)).isTrue();
            add(letters, "b", 2);
            letters.replayAll("b");
            Replay replay = letters.next("b", 1).orElseThrow();
            assertThat(replay.id().stream()).isEqualTo(name);
            assertThat(replay.id().first()).isEqualTo(1);
        }
    }

    @Test
    void cutsOffWhatAKillLeftUnfinished() throws IOException {
        try (LetterBox letters = open()) {
            add(letters, "a", 1, 2);
        }
        Path file = folder.resolve("letters");
        try (RandomAccessFile out = new RandomAccessFile(file.toFile(), "rw")) {
            out.setLength(out.length() - 3);
        }
        try (LetterBox letters = open()) {
            assertThat(ids(letters)).containsExactly(1L);
            add(letters, "a", 2);
            assertThat(ids(letters)).containsExactly(2L, 1L);
        }
    }
}
