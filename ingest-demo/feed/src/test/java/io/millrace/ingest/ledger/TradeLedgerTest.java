package io.millrace.ingest.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.core.pipeline.Backoff;
import io.millrace.ingest.type.Gap;
import io.millrace.ingest.type.SeriesAccount;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class TradeLedgerTest {

    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
    private static final long SECOND = 1_000_000_000L;

    private static final LedgerSettings SETTINGS = new LedgerSettings(
            Duration.ofSeconds(1),
            10_000,
            100,
            20_000,
            3,
            Duration.ofMinutes(1),
            new Backoff(Duration.ofSeconds(1), Duration.ofSeconds(4), 0));

    private static final LedgerSettings PATIENT = new LedgerSettings(
            Duration.ofSeconds(1), 100_000, 10_000, 100_000, 100, Duration.ofDays(1), SETTINGS.backoff());

    private TradeLedger ledger = new TradeLedger(SETTINGS, new Random(1));
    private long nanos;

    private Instant now() {
        return START.plusNanos(nanos);
    }

    private Arrival arrives(long id) {
        return ledger.arrived("BTC-USD", id, nanos, now());
    }

    private void pass(long seconds) {
        nanos += seconds * SECOND;
        ledger.tick(nanos, now());
    }

    private SeriesAccount account() {
        return ledger.accounts().getFirst();
    }

    @Test
    void takesEachTradeOnce() {
        for (long id = 100; id < 200; id++) {
            assertThat(arrives(id)).isEqualTo(Arrival.NEW);
        }
        assertThat(arrives(150)).isEqualTo(Arrival.KNOWN);
        assertThat(arrives(199)).isEqualTo(Arrival.KNOWN);
        assertThat(account()).isEqualTo(new SeriesAccount("BTC-USD", 100, 199, 100, 2, 0, 0, 0, 0));
        pass(10);
        assertThat(ledger.gaps()).isEmpty();
        assertThat(ledger.nextSearch(nanos)).isNull();
    }

    @Test
    void disorderWithinTheGraceIsNoGap() {
        for (long id : new long[] {10, 13, 12, 11, 9, 15, 14}) {
            assertThat(arrives(id)).isEqualTo(Arrival.NEW);
        }
        pass(5);
        assertThat(ledger.gaps()).isEmpty();
        assertThat(account()).isEqualTo(new SeriesAccount("BTC-USD", 9, 15, 7, 0, 0, 0, 0, 0));
    }

    @Test
    void refillsAGapThatTheGraceDidNotFill() {
        arrives(10);
        arrives(20);
        pass(0);
        assertThat(ledger.gaps()).isEmpty();
        pass(1);
        assertThat(ledger.gaps()).containsExactly(new Gap("BTC-USD", 11, 19, Gap.State.OPEN, now(), null, 9, 0, null));
        Search search = ledger.nextSearch(nanos);
        assertThat(search).isEqualTo(new Search("BTC-USD", 11, 20));
        for (long id = 11; id <= 20; id++) {
            assertThat(ledger.fetched("BTC-USD", id, now())).isEqualTo(id < 20);
        }
        ledger.searched(new Search("BTC-USD", 11, 20), nanos, now());
        assertThat(ledger.gaps())
                .containsExactly(new Gap("BTC-USD", 11, 19, Gap.State.REFILLED, now(), now(), 0, 9, null));
        assertThat(account()).isEqualTo(new SeriesAccount("BTC-USD", 10, 20, 11, 0, 9, 0, 0, 0));
        assertThat(arrives(15)).isEqualTo(Arrival.KNOWN);
        assertThat(ledger.nextSearch(nanos)).isNull();
    }

    @Test
    void givesUpWhatSeveralSearchesDidNotFindAndStillTakesItWhenItComes() {
        arrives(1);
        arrives(5);
        pass(1);
        int searches = 0;
        for (int second = 0; second < 20; second++) {
            Search search = ledger.nextSearch(nanos);
            if (search != null) {
                searches++;
                ledger.fetched("BTC-USD", 3, now());
                ledger.searched(search, nanos, now());
                assertThat(ledger.nextSearch(nanos)).isNull();
            }
            pass(1);
        }
        assertThat(searches).isEqualTo(3);
        Gap gap = ledger.gaps().getFirst();
        assertThat(gap.state()).isEqualTo(Gap.State.LOST);
        assertThat(gap.missing()).isEqualTo(2);
        assertThat(gap.refilled()).isEqualTo(1);
        assertThat(gap.reason()).isEqualTo("not found in 3 searches");
        assertThat(account()).isEqualTo(new SeriesAccount("BTC-USD", 1, 5, 3, 0, 1, 0, 2, 0));
        assertThat(arrives(4)).isEqualTo(Arrival.NEW);
        assertThat(arrives(4)).isEqualTo(Arrival.KNOWN);
        assertThat(account().lost()).isEqualTo(1);
    }

    @Test
    void searchesALongGapInWindowsAndNeighboursTogether() {
        arrives(1);
        arrives(2_500);
        arrives(2_502);
        pass(1);
        List<Search> searches = new ArrayList<>();
        for (Search search = ledger.nextSearch(nanos); search != null; search = ledger.nextSearch(nanos)) {
            searches.add(search);
            for (long id = search.first(); id <= search.last(); id++) {
                ledger.fetched("BTC-USD", id, now());
            }
            ledger.searched(search, nanos, now());
        }
        assertThat(searches)
                .containsExactly(
                        new Search("BTC-USD", 2, 1_001),
                        new Search("BTC-USD", 1_002, 2_001),
                        new Search("BTC-USD", 2_002, 2_502));
        assertThat(ledger.gaps()).extracting(Gap::state).containsExactly(Gap.State.REFILLED, Gap.State.REFILLED);
    }

    @Test
    void repeatsFailedSearchesUntilItsPatienceEnds() {
        arrives(1);
        arrives(3);
        pass(1);
        int searches = 0;
        while (!ledger.gaps().getFirst().state().equals(Gap.State.LOST)) {
            Search search = ledger.nextSearch(nanos);
            if (search != null) {
                searches++;
                ledger.failed(search, "HTTP status 500", nanos, now());
            }
            pass(1);
        }
        assertThat(searches).isBetween(15, 18);
        assertThat(ledger.gaps().getFirst().reason()).isEqualTo("HTTP status 500");
        assertThat(nanos).isBetween(60 * SECOND, 70 * SECOND);
    }

    @Test
    void aRefusalIsForGood() {
        arrives(1);
        arrives(3);
        pass(1);
        ledger.refused("BTC-USD", "unknown", now());
        assertThat(ledger.gaps()).extracting(Gap::reason).containsExactly("unknown");
        assertThat(ledger.nextSearch(nanos)).isNull();
    }

    @Test
    void aJumpThatIsTooLongIsLostAtOnceAndAnAbsurdOneIsRefused() {
        arrives(1);
        arrives(10_002);
        assertThat(ledger.gaps()).isEmpty();
        arrives(20_004);
        assertThat(ledger.gaps())
                .containsExactly(new Gap(
                        "BTC-USD",
                        10_003,
                        20_003,
                        Gap.State.LOST,
                        START,
                        START,
                        10_001,
                        0,
                        "more than max_gap, 10000 trades, at once"));
        assertThat(arrives(Long.MAX_VALUE - 1)).isEqualTo(Arrival.TOO_FAR);
        assertThat(arrives(20_005)).isEqualTo(Arrival.NEW);
        assertThat(arrives(15_000)).isEqualTo(Arrival.NEW);
    }

    @Test
    void boundsGapsAndMissingTrades() {
        for (long id = 1; id <= 301; id += 2) {
            arrives(id);
        }
        assertThat(account().missing()).isEqualTo(100);
        assertThat(account().lost()).isEqualTo(50);
        assertThat(ledger.gaps()).extracting(Gap::reason).containsOnly("more than max_gaps, 100");
        arrives(10_000);
        arrives(19_000);
        arrives(29_000);
        assertThat(account().missing()).isLessThanOrEqualTo(20_000);
        assertThat(account().seen() + account().missing() + account().lost()).isEqualTo(29_000);
    }

    @Test
    void heartbeatsTellOfTradesAtTheEnd() {
        ledger.heartbeat("BTC-USD", 20, nanos, now());
        assertThat(arrives(20)).isEqualTo(Arrival.NEW);
        assertThat(arrives(21)).isEqualTo(Arrival.NEW);
        ledger.heartbeat("BTC-USD", 23, nanos, now());
        assertThat(arrives(22)).isEqualTo(Arrival.NEW);
        assertThat(account()).isEqualTo(new SeriesAccount("BTC-USD", 20, 23, 3, 0, 0, 1, 0, 0));
        pass(1);
        assertThat(ledger.nextSearch(nanos)).isEqualTo(new Search("BTC-USD", 23, 23));
        ledger.heartbeat("BTC-USD", 5, nanos, now());
        assertThat(account().last()).isEqualTo(23);
    }

    @Test
    void whatIsFarBeforeTheFirstIsTooOld() {
        arrives(5_000);
        assertThat(arrives(3_999)).isEqualTo(Arrival.TOO_OLD);
        assertThat(arrives(4_000)).isEqualTo(Arrival.NEW);
        assertThat(account().missing()).isEqualTo(999);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void neverTakesATradeTwiceOrForgetsOneOverAnyNumberOfRestarts(long seed) throws IOException {
        ledger = new TradeLedger(PATIENT, new Random(1));
        Random random = new Random(seed);
        Set<Long> kept = new HashSet<>();
        long made = 1_000;
        for (int round = 0; round < 60; round++) {
            List<Long> stream = new ArrayList<>();
            long until = made + 1 + random.nextInt(300);
            for (; made < until; made++) {
                for (int copy = random.nextInt(10) == 0 ? 0 : 1 + random.nextInt(2); copy > 0; copy--) {
                    stream.add(made);
                }
            }
            disorder(stream, random);
            Set<Long> uncommitted = new HashSet<>();
            for (long id : stream) {
                if (arrives(id) == Arrival.NEW) {
                    assertThat(kept.contains(id)).isFalse();
                    assertThat(uncommitted.add(id)).isTrue();
                }
            }
            pass(random.nextInt(3));
            if (random.nextInt(3) == 0) {
                restart(uncommitted);
            } else {
                kept.addAll(uncommitted);
                if (random.nextBoolean()) {
                    restart(Set.of());
                }
            }
            search(made, kept, random);
        }
        ledger.heartbeat("BTC-USD", made - 1, nanos, now());
        for (int i = 0; i < 100; i++) {
            pass(5);
            search(made, kept, new Random(seed) {
                @Override
                public boolean nextBoolean() {
                    return true;
                }
            });
        }
        SeriesAccount end = account();
        assertThat(end.missing() + end.lost()).isZero();
        assertThat(kept).hasSize((int) (end.last() - end.first() + 1));
        assertThat(end.seen()).isEqualTo(kept.size());
    }

    private static void disorder(List<Long> stream, Random random) {
        for (int i = 0; i + 5 < stream.size(); i += 5) {
            if (random.nextInt(4) == 0) {
                Collections.shuffle(stream.subList(i, i + 5), random);
            }
        }
    }

    private void search(long made, Set<Long> kept, Random random) {
        for (Search search = ledger.nextSearch(nanos); search != null; search = ledger.nextSearch(nanos)) {
            if (!random.nextBoolean()) {
                ledger.failed(search, "no luck", nanos, now());
                continue;
            }
            for (long id = search.last(); id >= search.first() && id < made; id--) {
                if (ledger.fetched("BTC-USD", id, now())) {
                    assertThat(kept.add(id)).isTrue();
                }
            }
            ledger.searched(search, nanos, now());
        }
    }

    private void restart(Set<Long> without) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        ledger.write(
                new DataOutputStream(bytes),
                Map.of("BTC-USD", without.stream().mapToLong(id -> id).toArray()),
                Map.of(),
                nanos);
        ledger = new TradeLedger(PATIENT, new Random(1));
        ledger.read(new DataInputStream(new ByteArrayInputStream(bytes.toByteArray())), nanos);
        ledger.tick(nanos, now());
    }
}
