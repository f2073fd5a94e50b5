package io.millrace.ingest.feed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import io.millrace.core.Record;
import io.millrace.core.json.JsonRow;
import io.millrace.ingest.ledger.Search;
import io.millrace.ingest.ledger.TradeLedger;
import io.millrace.ingest.type.Gap;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What becomes of gaps, told by rows, over restarts; the log is a list. */
final class LedgersTest {

    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

    private boolean gapRows = true;
    private int maxGaps = 50;
    private Ledgers ledgers = ledgers(true);
    private long nanos;
    /** Rows that are on the disk. */
    private final List<Record<JsonRow>> log = new ArrayList<>();
    /** Batches that were given and not acknowledged. */
    private final List<List<Record<JsonRow>>> uncommitted = new ArrayList<>();

    private Yield yield = new Yield();
    private byte[] state = new byte[0];
    private int offset;

    private FeedSettings settings() {
        return FeedSettings.of(new CoinbaseSettings(
                "ws://feed.example",
                new Subscription(List.of("BTC-USD"), List.of("ticker")),
                null,
                null,
                null,
                2,
                null,
                null,
                null,
                Duration.ofSeconds(1),
                gapRows,
                1_000,
                maxGaps,
                null,
                null,
                null));
    }

    private Ledgers ledgers(boolean telling) {
        gapRows = telling;
        return new Ledgers(settings(), new Random(1));
    }

    private Instant now() {
        return START.plusNanos(nanos);
    }

    private TradeLedger tickers() {
        return Objects.requireNonNull(ledgers.of("ticker"));
    }

    private void row(long id) {
        JsonRow row = JsonRow.of(Map.of("type", "ticker", "product_id", "BTC-USD", "trade_id", id));
        yield.rows().add(new Record<>("BTC-USD", row, now(), Map.of()));
    }

    private void arrives(long id) {
        switch (tickers().arrived("BTC-USD", id, nanos, now())) {
            case NEW -> row(id);
            case KNOWN, TOO_OLD, TOO_FAR -> {}
        }
        ledgers.tell(yield);
    }

    private void heartbeat(long id) {
        ledgers.heartbeat("BTC-USD", id, nanos, now());
        ledgers.tell(yield);
    }

    private void pass(long millis) {
        nanos += millis * 1_000_000;
        ledgers.tick(nanos, now());
        ledgers.tell(yield);
    }

    /** One search, which finds what is in the set. */
    private void search(Set<Long> there) {
        Ledgers.Wanted wanted = ledgers.wanted(nanos);
        if (wanted == null) {
            return;
        }
        Search search = wanted.search();
        for (long id = search.first(); id <= search.last(); id++) {
            if (there.contains(id) && tickers().fetched("BTC-USD", id, now())) {
                row(id);
                ledgers.tell(yield);
            }
        }
        tickers().searched(search, nanos, now());
        ledgers.tell(yield);
    }

    /** Ends the batch. */
    private void give() {
        if (!yield.rows().isEmpty()) {
            uncommitted.add(yield.rows());
            yield = new Yield();
        }
    }

    private void commit() {
        give();
        while (!uncommitted.isEmpty()) {
            log.addAll(uncommitted.removeFirst());
        }
    }

    private void checkpoint() {
        give();
        state = ledgers.write(uncommitted.stream().flatMap(List::stream).toList(), nanos);
        offset = log.size();
    }

    /** Of what was not acknowledged so many rows are on the disk nevertheless. */
    private void killed(int logged, boolean telling) {
        give();
        log.addAll(uncommitted.stream().flatMap(List::stream).limit(logged).toList());
        uncommitted.clear();
        ledgers = ledgers(telling);
        if (state.length > 0) {
            ledgers.read(state, nanos, () -> new TradeLedger(settings().ledger(), new Random(1)));
        }
        log.subList(offset, log.size()).forEach(row -> ledgers.kept(row, nanos, now()));
        ledgers.tell(yield);
    }

    private List<GapRow> told() {
        return log.stream()
                .map(row -> GapRow.read(row.value()))
                .filter(Objects::nonNull)
                .toList();
    }

    private List<String> states() {
        return told().stream()
                .map(row -> row.gap().first() + "-" + row.gap().last() + " "
                        + row.gap().state())
                .toList();
    }

    @Test
    void tellsWhatBecomesOfAGap() {
        arrives(1);
        arrives(5);
        pass(1_500);
        search(Set.of(2L));
        pass(2_000);
        search(Set.of());
        arrives(7);
        pass(1_000);
        arrives(6);
        commit();
        assertThat(told().stream().map(row -> row.toRecord().value().toString()))
                .containsExactly(
                        "{\"type\":\"gap\",\"product_id\":\"BTC-USD\",\"row_type\":\"ticker\",\"first_trade_id\":2,"
                                + "\"last_trade_id\":4,\"state\":\"open\",\"missing\":3,\"refilled\":0,\"reason\":null,"
                                + "\"opened\":\"2026-01-01T00:00:01.500Z\",\"time\":\"2026-01-01T00:00:01.500Z\"}",
                        "{\"type\":\"gap\",\"product_id\":\"BTC-USD\",\"row_type\":\"ticker\",\"first_trade_id\":2,"
                                + "\"last_trade_id\":4,\"state\":\"lost\",\"missing\":2,\"refilled\":1,"
                                + "\"reason\":\"not found in 2 searches\","
                                + "\"opened\":\"2026-01-01T00:00:01.500Z\",\"time\":\"2026-01-01T00:00:03.500Z\"}",
                        "{\"type\":\"gap\",\"product_id\":\"BTC-USD\",\"row_type\":\"ticker\",\"first_trade_id\":6,"
                                + "\"last_trade_id\":6,\"state\":\"open\",\"missing\":1,\"refilled\":0,\"reason\":null,"
                                + "\"opened\":\"2026-01-01T00:00:04.500Z\",\"time\":\"2026-01-01T00:00:04.500Z\"}",
                        "{\"type\":\"gap\",\"product_id\":\"BTC-USD\",\"row_type\":\"ticker\",\"first_trade_id\":6,"
                                + "\"last_trade_id\":6,\"state\":\"refilled\",\"missing\":0,\"refilled\":1,\"reason\":null,"
                                + "\"opened\":\"2026-01-01T00:00:04.500Z\",\"time\":\"2026-01-01T00:00:04.500Z\"}");
        assertThat(log.getLast().key()).isEqualTo("BTC-USD");
        assertThat(log.getLast().timestamp()).isEqualTo(START.plusMillis(4_500));
        // the row that closed it comes first
        assertThat(log.get(log.size() - 2).value().field("trade_id")).isEqualTo(6L);
    }

    @Test
    void aGapThatIsLostAtOnceIsToldOnce() {
        arrives(1);
        arrives(2_000);
        commit();
        assertThat(states()).containsExactly("2-1999 LOST");
    }

    /** Opened in one batch, refilled in the next; the checkpoint and the kill come wherever they can. */
    @ParameterizedTest
    @CsvSource({"0, 0", "0, 1", "0, 2", "0, 3", "0, 9", "1, 0", "1, 1", "1, 2", "1, 3", "2, 0", "2, 1", "2, 2"})
    void isToldAgainUnlessItWasKept(int committed, int logged) {
        arrives(1);
        arrives(4);
        commit();
        pass(1_000);
        give();
        search(Set.of(2L, 3L));
        give();
        for (int i = 0; i < committed; i++) {
            log.addAll(uncommitted.removeFirst());
        }
        checkpoint();
        killed(logged, true);
        pass(1_000);
        search(Set.of(2L, 3L));
        commit();
        assertThat(states()).containsExactly("2-3 OPEN", "2-3 REFILLED");
        assertThat(told().getLast().gap().refilled()).isEqualTo(2);
        assertThat(tickers().accounts().getFirst().missing()).isZero();
    }

    @Test
    void aLossIsToldAgainAndNotUndone() {
        arrives(1);
        arrives(3);
        commit();
        pass(1_000);
        search(Set.of());
        pass(2_000);
        search(Set.of());
        checkpoint();
        killed(0, true);
        assertThat(ledgers.gaps()).extracting(Gap::state).containsExactly(Gap.State.LOST);
        commit();
        assertThat(states()).containsExactly("2-2 OPEN", "2-2 LOST");
        killed(0, true);
        commit();
        assertThat(states()).hasSize(2);
    }

    /** Without a checkpoint the rows are all that is known: heartbeats, ticks and searches left none of their own. */
    @Test
    void rowsAloneTellOfGapsThatHeartbeatsShowed() {
        heartbeat(10);
        heartbeat(15);
        pass(1_000);
        arrives(20);
        pass(1_000);
        search(Set.of(11L, 12L));
        pass(5_000);
        search(Set.of(11L, 12L));
        commit();
        List<Gap> before = ledgers.gaps();
        killed(0, true);
        assertThat(ledgers.gaps())
                .extracting(Gap::first, Gap::last, Gap::state, Gap::missing, Gap::refilled)
                .containsExactlyElementsOf(before.stream()
                        .map(gap -> tuple(gap.first(), gap.last(), gap.state(), gap.missing(), gap.refilled()))
                        .toList());
        commit();
        assertThat(states()).containsExactly("11-15 OPEN", "16-19 OPEN", "11-15 LOST", "16-19 LOST");
    }

    @Test
    void whoAsksLaterIsToldWhatIsKnown() {
        ledgers = ledgers(false);
        arrives(1);
        arrives(3);
        pass(1_000);
        arrives(2_000);
        commit();
        assertThat(states()).isEmpty();
        checkpoint();
        assertThat(state[0]).as("readable by the versions before").isEqualTo((byte) 1);
        killed(0, true);
        commit();
        assertThat(states()).containsExactlyInAnyOrder("2-2 OPEN", "4-1999 LOST");
        checkpoint();
        killed(0, false);
        search(Set.of(2L));
        commit();
        assertThat(states()).hasSize(2);
        state[0] = 3;
        assertThatThrownBy(() -> killed(0, true))
                .hasMessage("the memory of trades is of version 3, this program reads version 2");
    }

    @Test
    void leavesRowsOfAnotherSourceAlone() {
        for (String row : List.of(
                "{\"type\":\"gap\"}",
                "{\"type\":\"gap\",\"state\":\"wide\"}",
                "{\"type\":\"gap\",\"state\":\"open\",\"row_type\":\"ticker\",\"product_id\":\"BTC-USD\","
                        + "\"first_trade_id\":1,\"last_trade_id\":2,\"opened\":\"yesterday\"}")) {
            ledgers.kept(new Record<>("BTC-USD", JsonRow.read(row), START, Map.of()), nanos, now());
        }
        assertThat(ledgers.gaps()).isEmpty();
        assertThat(ledgers.series()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12})
    void neverForgetsOrDoublesOneOverAnyNumberOfKills(long seed) {
        Random random = new Random(seed);
        Set<Long> there = new HashSet<>();
        maxGaps = 10_000;
        ledgers = ledgers(true);
        arrives(1_000);
        commit();
        long made = 1_001;
        for (int round = 0; round < 400; round++) {
            switch (random.nextInt(10)) {
                case 0, 1, 2 -> {
                    for (int i = random.nextInt(8); i >= 0; i--, made++) {
                        if (random.nextInt(20) > 0) {
                            there.add(made);
                        }
                        if (random.nextInt(4) > 0) {
                            there.add(made);
                            arrives(made);
                        }
                    }
                }
                case 3 -> heartbeat(made - 1);
                case 4 -> pass(random.nextInt(1_500));
                case 5 -> search(random.nextInt(3) == 0 ? Set.of() : there);
                case 6 -> give();
                case 7 -> commit();
                case 8 -> checkpoint();
                default -> killed(random.nextInt(12), true);
            }
        }
        heartbeat(made - 1);
        for (int i = 0; i < 200; i++) {
            pass(1_000);
            search(there);
        }
        commit();
        assertComplete(made);
    }

    private void assertComplete(long made) {
        Set<Long> ids = new HashSet<>();
        Map<GapRow.Key, Gap> rows = new HashMap<>();
        Set<String> open = new HashSet<>();
        for (Record<JsonRow> row : log) {
            GapRow told = GapRow.read(row.value());
            if (told == null) {
                assertThat(ids.add((Long) Objects.requireNonNull(row.value().field("trade_id"))))
                        .as("%s comes once", row)
                        .isTrue();
                continue;
            }
            Gap gap = told.gap();
            assertThat(rows.put(told.key(), gap)).as("%s comes once", told).isNull();
            String name = gap.first() + "-" + gap.last();
            switch (gap.state()) {
                case OPEN -> open.add(name);
                case REFILLED -> {
                    assertThat(open.remove(name)).as("%s was open", told).isTrue();
                    for (long id = gap.first(); id <= gap.last(); id++) {
                        assertThat(ids).as("%s", told).contains(id);
                    }
                }
                case LOST ->
                    assertThat(open.remove(name)).as("%s was open", told).isTrue();
            }
        }
        assertThat(open).as("open at the end").isEmpty();
        Set<Long> lost = new HashSet<>();
        ledgers.gaps().forEach(gap -> {
            Gap told = rows.get(new GapRow("ticker", gap).key());
            assertThat(told).as("%s", gap).isNotNull();
            assertThat(told.missing()).isEqualTo(gap.missing());
        });
        rows.forEach((key, gap) -> {
            for (long id = gap.first(); id <= gap.last() && key.state() == Gap.State.LOST; id++) {
                lost.add(id);
            }
        });
        for (long id = 1_000; id < made; id++) {
            assertThat(ids.contains(id) || lost.contains(id)).as("%d", id).isTrue();
        }
    }
}
