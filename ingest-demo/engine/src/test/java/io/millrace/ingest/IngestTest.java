package io.millrace.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.core.failure.FatalException;
import io.millrace.core.flow.Overflow;
import io.millrace.core.testkit.Eventually;
import io.millrace.core.time.Ticker;
import io.millrace.ingest.config.BufferSettings;
import io.millrace.ingest.config.IngestDocument;
import io.millrace.ingest.config.PipelineSpec;
import io.millrace.ingest.config.SinkSpec;
import io.millrace.ingest.letter.Letter;
import io.millrace.ingest.letter.LetterQuery;
import io.millrace.ingest.status.PartState;
import io.millrace.ingest.status.SinkStatus;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
final class IngestTest {

    private static final LedgerSink.Faults REFUSING = new LedgerSink.Faults(true, true, 0, 0);

    @TempDir
    private Path folder;

    private Ingest open() {
        return open(RowTap.NONE);
    }

    private Ingest open(RowTap tap) {
        return Ingest.open(
                new IngestSettings(folder.resolve("state"), Duration.ofSeconds(20), Duration.ofMillis(50)),
                IngestListener.NONE,
                tap,
                Ticker.SYSTEM);
    }

    private List<Long> stored(String sink) {
        return LedgerSink.numbers(folder.resolve(sink + ".ledger"));
    }

    private static List<Long> rows(long from, long to) {
        return LongStream.range(from, to).boxed().toList();
    }

    private static IngestPipeline only(Ingest ingest) {
        return ingest.pipelines().getFirst();
    }

    private static SinkStatus sink(Ingest ingest, int index) {
        return only(ingest).status().sinks().get(index);
    }

    @Test
    void bringsRowsIntoEverySink() {
        List<Long> seen = Collections.synchronizedList(new ArrayList<>());
        try (Ingest ingest = open((_, rows) -> rows.forEach(row -> seen.add(CountingSource.number(row.value()))))) {
            ingest.apply(Pipelines.document(
                    folder,
                    Pipelines.counting(() -> 1_000),
                    Pipelines.ledger("all", LedgerSink.Faults.NONE),
                    Pipelines.ledger("even", LedgerSink.Faults.NONE, 50, Set.of("even"))));
            Eventually.until(
                    "all is stored",
                    () -> only(ingest).status().source().rowsLogged() == 1_000
                            && only(ingest).status().sinks().stream()
                                    .allMatch(sink -> sink.rows() >= 500 && sink.lagRows() == 0));
            Eventually.until("the tap saw it", () -> seen.size() == 1_000);
            assertThat(sink(ingest, 1).leftOut()).isEqualTo(500);
            assertThat(sink(ingest, 0).lag()).isZero();
            assertThat(only(ingest).status().buffer().rows()).isZero();
        }
        assertThat(stored("all")).isEqualTo(rows(0, 1_000));
        assertThat(stored("even")).hasSize(500).isSorted();
        assertThat(seen).isEqualTo(rows(0, 1_000));
    }

    @Test
    void passesRowsThatAreNotForASinkWhileTheyKeepComing() {
        BufferSettings large = new BufferSettings(Overflow.BLOCK, 1 << 28, 64 << 10, Duration.ofMillis(1));
        long began = Ticker.SYSTEM.nanos();
        try (Ingest ingest = open()) {
            ingest.apply(Pipelines.document(
                    folder,
                    large,
                    Pipelines.counting(() -> (Ticker.SYSTEM.nanos() - began) / 1_000_000, 1),
                    Pipelines.ledger("rare", LedgerSink.Faults.NONE, 50, Set.of("rare"))));
            Eventually.until(
                    "most is passed",
                    () -> sink(ingest, 0).leftOut() > 1_000
                            && sink(ingest, 0).lagRows() < sink(ingest, 0).leftOut() / 2);
        }
    }

    @Test
    void storesWhatIsLeftBeforeItCloses() {
        AtomicLong limit = new AtomicLong(Long.MAX_VALUE);
        Ingest ingest = open();
        ingest.apply(Pipelines.document(
                folder, Pipelines.counting(limit::get), Pipelines.ledger("a", LedgerSink.Faults.NONE, 7, null)));
        Eventually.until("rows come", () -> only(ingest).status().source().rowsLogged() > 500);
        ingest.close();
        long logged = only(ingest).status().source().rowsLogged();
        assertThat(stored("a")).isEqualTo(rows(0, logged));
    }

    @Test
    void pausesAndResumes() {
        AtomicLong limit = new AtomicLong(100);
        try (Ingest ingest = open()) {
            ingest.apply(Pipelines.document(
                    folder, Pipelines.counting(limit::get), Pipelines.ledger("a", LedgerSink.Faults.NONE)));
            Eventually.until("rows are stored", () -> stored("a").size() == 100);
            only(ingest).pause();
            limit.set(200);
            assertThat(only(ingest).status().state()).isInstanceOf(PartState.Paused.class);
            assertThat(only(ingest).status().source().rowsLogged()).isEqualTo(100);
            only(ingest).resume();
            Eventually.until("more rows are stored", () -> stored("a").size() == 200);
            only(ingest).stop();
            assertThat(sink(ingest, 0).state()).isInstanceOf(PartState.Stopped.class);
            limit.set(300);
            only(ingest).start();
            Eventually.until("again more rows are stored", () -> stored("a").size() == 300);
        }
        assertThat(stored("a")).isEqualTo(rows(0, 300));
    }

    @Test
    void keepsASlowSinksRowsOverARestart() {
        // the first sink has stored everything when the second one, which has stored nothing, comes back
        try (Ingest ingest = open()) {
            ingest.apply(Pipelines.document(
                    folder,
                    Pipelines.counting(() -> 2_000, 500),
                    Pipelines.ledger("quick", LedgerSink.Faults.NONE),
                    Pipelines.ledger("missing/slow", LedgerSink.Faults.NONE)));
            Eventually.until("one is done", () -> sink(ingest, 0).rows() == 2_000);
            assertThat(sink(ingest, 1).state()).isInstanceOf(PartState.Failed.class);
            assertThat(sink(ingest, 1).lagRows()).isEqualTo(2_000);
        }
        assertThat(folder.resolve("missing").toFile().mkdir()).isTrue();
        try (Ingest ingest = open()) {
            ingest.apply(Pipelines.document(
                    folder,
                    Pipelines.counting(() -> 2_000, 500),
                    Pipelines.ledger("quick", LedgerSink.Faults.NONE),
                    Pipelines.ledger("missing/slow", LedgerSink.Faults.NONE)));
            Eventually.until("the other is done", () -> sink(ingest, 1).rows() == 2_000);
        }
        assertThat(stored("quick")).isEqualTo(rows(0, 2_000));
        assertThat(stored("missing/slow")).isEqualTo(rows(0, 2_000));
    }

    @Test
    void appliesTheDifferenceOnly() {
        SinkSpec<?> sink = Pipelines.ledger("a", LedgerSink.Faults.NONE);
        IngestDocument first = Pipelines.document(folder, Pipelines.counting(() -> 100), sink);
        try (Ingest ingest = open()) {
            assertThat(ingest.apply(first)).containsExactly(new PipelineChange.Started("numbers"));
            IngestPipeline before = only(ingest);
            Eventually.until("rows are stored", () -> stored("a").size() == 100);
            assertThat(ingest.apply(first)).containsExactly(new PipelineChange.Unchanged("numbers"));
            assertThat(only(ingest)).isSameAs(before);

            IngestDocument more = Pipelines.document(
                    folder, Pipelines.counting(() -> 200), sink, Pipelines.ledger("b", LedgerSink.Faults.NONE));
            assertThat(ingest.apply(more)).containsExactly(new PipelineChange.Restarted("numbers"));
            Eventually.until(
                    "more rows are stored",
                    () -> stored("a").size() == 200 && stored("b").size() == 100);
            assertThat(stored("b")).as("rows since it is there").isEqualTo(rows(100, 200));

            PipelineSpec spec = first.pipelines().getFirst();
            IngestDocument other = new IngestDocument(
                    List.of(new PipelineSpec(
                            "others",
                            spec.source(),
                            List.of(Pipelines.ledger("c", LedgerSink.Faults.NONE)),
                            spec.buffer())),
                    folder);
            assertThat(ingest.apply(other))
                    .containsExactly(new PipelineChange.Started("others"), new PipelineChange.Removed("numbers", true));
            Eventually.until("the other runs", () -> stored("c").size() == 100);

            assertThat(ingest.apply(more)).contains(new PipelineChange.Started("numbers"));
            Eventually.until("it is where it was", () -> sink(ingest, 0).state() instanceof PartState.Running);
        }
        assertThat(stored("a")).isEqualTo(rows(0, 200));
    }

    @Test
    void makesBadRowsLettersAndWritesThemAgain() {
        try (Ingest ingest = open()) {
            ingest.apply(Pipelines.document(
                    folder, Pipelines.counting(() -> 1_000), Pipelines.ledger("a", REFUSING, 200, null)));
            Eventually.until(
                    "all is stored",
                    () -> sink(ingest, 0).lagRows() == 0 && sink(ingest, 0).rows() > 0);
            List<Letter> letters = only(ingest).letters().list(LetterQuery.newest(100));
            assertThat(letters).hasSize(5).allSatisfy(letter -> {
                assertThat(letter.sink()).isEqualTo("a");
                assertThat(letter.reason()).isEqualTo("a bad row");
                assertThat(letter.text()).contains("\"bad\":true");
            });
            assertThat(only(ingest).letters().discard(List.of(letters.getFirst().id())))
                    .isEqualTo(1);
            assertThat(only(ingest).letters().replayAll("a")).isEqualTo(4);
            Eventually.until(
                    "they are refused again",
                    () -> only(ingest).letters().list(LetterQuery.newest(100)).stream()
                            .allMatch(letter -> letter.attempts() == 1 && !letter.replaying()));
        }
        try (Ingest ingest = open()) {
            ingest.apply(Pipelines.document(
                    folder, Pipelines.counting(() -> 1_000), Pipelines.ledger("a", LedgerSink.Faults.NONE)));
            assertThat(only(ingest).letters().counts()).containsEntry("a", 4L);
            only(ingest).letters().replayAll(null);
            Eventually.until("they are stored", () -> only(ingest).letters().count() == 0);
        }
        assertThat(stored("a")).doesNotHaveDuplicates().hasSize(999);
    }

    @Test
    void goesOnWhereOneSinkFailed() {
        AtomicBoolean more = new AtomicBoolean(true);
        try (Ingest ingest = open()) {
            ingest.apply(Pipelines.document(
                    folder,
                    Pipelines.counting(() -> more.get() ? 500 : -1),
                    Pipelines.ledger("no/folder", LedgerSink.Faults.NONE),
                    Pipelines.ledger("a", LedgerSink.Faults.NONE)));
            Eventually.until("the other stored all", () -> sink(ingest, 1).rows() == 500);
            assertThat(only(ingest).status().state()).isInstanceOf(PartState.Failed.class);
            assertThat(sink(ingest, 0).lastError()).contains("no/folder");
            more.set(false);
            Eventually.until(
                    "the source ends", () -> only(ingest).status().source().state() instanceof PartState.Ended);
        }
    }

    @Test
    void blocksDropsOrMakesRoomWhenTheLogIsFull() {
        for (Overflow overflow : List.of(Overflow.BLOCK, Overflow.DROP_OLDEST, Overflow.DROP_NEWEST)) {
            Path state = folder.resolve(overflow.text());
            BufferSettings buffer = new BufferSettings(overflow, 1 << 20, 64 << 10, Duration.ZERO);
            AtomicLong limit = new AtomicLong(Long.MAX_VALUE);
            try (Ingest ingest = Ingest.open(IngestSettings.of(state), Ticker.SYSTEM)) {
                ingest.apply(Pipelines.document(
                        state,
                        buffer,
                        Pipelines.counting(limit::get, 500),
                        Pipelines.ledger("no/a", LedgerSink.Faults.NONE, 2_000, null)));
                Eventually.until(
                        overflow + " acts",
                        () -> overflow == Overflow.BLOCK
                                ? only(ingest).status().buffer().full()
                                : only(ingest).status().buffer().dropped() > 100);
                assertThat(only(ingest).status().buffer().diskBytes()).isLessThanOrEqualTo(1 << 20);
                only(ingest).pause();
                assertThat(state.resolve("no").toFile().mkdir()).isTrue();
                only(ingest).start();
                limit.set(0);
                Eventually.until("the rest is stored", () -> sink(ingest, 0).lagRows() == 0);
                long dropped = only(ingest).status().buffer().dropped();
                List<Long> stored = LedgerSink.numbers(state.resolve("no/a.ledger"));
                assertThat(stored).as(overflow.text()).doesNotHaveDuplicates().isSorted();
                switch (overflow) {
                    case BLOCK -> assertThat(dropped).isZero();
                    case DROP_OLDEST -> {
                        assertThat(sink(ingest, 0).missed()).isEqualTo(dropped);
                        assertThat(stored.getFirst()).isEqualTo(dropped);
                    }
                    default -> assertThat(stored.getFirst()).isZero();
                }
            }
        }
    }

    @Test
    void refusesAFolderThatIsTaken() {
        try (Ingest _ = open()) {
            assertThatThrownBy(this::open).isInstanceOf(FatalException.class).hasMessageContaining("in use");
        }
        open().close();
    }
}
