package io.millrace.ingest.feed;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.core.Record;
import io.millrace.core.json.JsonRow;
import io.millrace.core.time.Ticker;
import io.millrace.exchange.Exchange;
import io.millrace.exchange.ExchangeAccount;
import io.millrace.exchange.ExchangeLimits;
import io.millrace.exchange.ExchangeSettings;
import io.millrace.exchange.Fault;
import io.millrace.exchange.PlaySettings;
import io.millrace.exchange.ProductAccount;
import io.millrace.exchange.play.Capture;
import io.millrace.ingest.type.FeedAccount;
import io.millrace.ingest.type.Gap;
import io.millrace.ingest.type.SeriesAccount;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** With the simulated exchange and all that goes wrong there: what was made is what is kept, exactly. */
@Timeout(120)
final class CoinbaseSimulatorIT {

    private static final Map<Fault, Double> FAULTS = Map.of(
            Fault.GAP, 0.02,
            Fault.DUPLICATE, 0.05,
            Fault.DISORDER, 0.05,
            Fault.MALFORMED, 0.01,
            Fault.STALL, 0.1,
            Fault.DISCONNECT, 0.3,
            Fault.CLOSE, 0.2,
            Fault.SLOW_CONSUMER, 0.1,
            Fault.EARLY_DATA, 0.5);

    private static final ExchangeSettings EXCHANGE = ExchangeSettings.DEFAULT
            .withPort(0)
            .withProducts("BTC-USD", "1INCH-USD", "ETH-USD")
            .withRate(2_000)
            .withFirstTradeId(1_000)
            .withStall(Duration.ofSeconds(2))
            .withLimits(ExchangeLimits.NONE);

    private static CoinbaseSettings settings(Exchange exchange, int connections, String... channels) {
        return settings(exchange, connections, 5, channels);
    }

    private static CoinbaseSettings settings(Exchange exchange, int connections, int attempts, String... channels) {
        return new CoinbaseSettings(
                exchange.feed(),
                new Subscription(List.of("BTC-USD", "1INCH-USD", "ETH-USD"), List.of(channels)),
                connections,
                exchange.rest(),
                true,
                attempts,
                100,
                true,
                Duration.ofMillis(800),
                Duration.ofMillis(100),
                null,
                null,
                null,
                null,
                null,
                null);
    }

    /** The trades of one type of rows, by product; fails when there is one twice. */
    private static Map<String, NavigableSet<Long>> trades(List<Record<JsonRow>> rows, String type) {
        Map<String, NavigableSet<Long>> trades = new TreeMap<>();
        for (Record<JsonRow> row : rows) {
            if (type.equals(row.value().string("type")) && row.value().field("trade_id") instanceof Long id) {
                assertThat(trades.computeIfAbsent(String.valueOf(row.key()), _ -> new TreeSet<>())
                                .add(id))
                        .as("%s %s comes once", row.key(), id)
                        .isTrue();
            }
        }
        return trades;
    }

    /** Reads until every trade that was made until now is here. */
    private static void untilComplete(Reading reading, Exchange exchange, String... types) throws InterruptedException {
        Map<String, Long> made = new HashMap<>();
        for (ProductAccount product : exchange.account().products()) {
            made.put(product.product(), product.last());
        }
        reading.until("all of " + made, () -> {
            List<SeriesAccount> series = reading.source.series();
            return series.size() == types.length * made.size()
                    && series.stream().allMatch(one -> one.last() >= made.getOrDefault(product(one), Long.MAX_VALUE))
                    && reading.source.gaps().stream().noneMatch(gap -> gap.state() == Gap.State.OPEN)
                    && series.stream().allMatch(one -> one.missing() == 0);
        });
    }

    /** With two ledgers the series is called {@code BTC-USD match}. */
    private static String product(SeriesAccount series) {
        int end = series.series().indexOf(' ');
        return end < 0 ? series.series() : series.series().substring(0, end);
    }

    private static void assertComplete(Map<String, NavigableSet<Long>> trades, Exchange exchange) {
        assertThat(trades).hasSize(3);
        trades.forEach((product, ids) -> {
            assertThat(ids).as(product).hasSize((int) (ids.last() - ids.first() + 1));
            assertThat(ids.last()).isLessThanOrEqualTo(exchange.account(product).last());
        });
    }

    @ParameterizedTest
    @CsvSource({"1, 1", "2, 2"})
    void keepsEachTradeOnceWhateverGoesWrong(int connections, long seed) throws InterruptedException {
        try (Exchange exchange = Exchange.start(EXCHANGE.withSeed(seed), Ticker.SYSTEM);
                Reading reading = Reading.of(settings(exchange, connections, "ticker", "matches"))) {
            exchange.faults(FAULTS);
            reading.until(
                    "faults",
                    () -> reading.account().rows() > 10_000 && reading.account().connects() >= 3);
            Map<Fault, Long> struck = exchange.account().faults();
            assertThat(struck.get(Fault.GAP)).isPositive();
            assertThat(struck.get(Fault.DUPLICATE)).isPositive();
            assertThat(struck.get(Fault.DISORDER)).isPositive();
            assertThat(struck.get(Fault.MALFORMED)).isPositive();
            exchange.faults(none());
            untilComplete(reading, exchange, "ticker", "match");
            assertComplete(trades(reading.rows, "ticker"), exchange);
            assertThat(reading.source.series()).allMatch(series -> series.lost() == 0);
            FeedAccount account = reading.account();
            assertThat(account.fetched()).isPositive();
            assertThat(account.refused()).isPositive().isEqualTo(reading.refused.size());
            assertThat(account.rows() + account.fetched()).isEqualTo(reading.rows.size());
        }
    }

    private static Map<Fault, Double> none() {
        Map<Fault, Double> none = new HashMap<>();
        FAULTS.keySet().forEach(fault -> none.put(fault, 0.0));
        return none;
    }

    @Test
    void tellsExactlyWhatNobodyHas() throws InterruptedException {
        try (Exchange exchange = Exchange.start(EXCHANGE.withRate(300).withSeed(3), Ticker.SYSTEM);
                Reading reading = Reading.of(settings(exchange, 1, 2, "ticker"))) {
            reading.until("begun", () -> reading.source.series().size() == 3);
            exchange.next(Fault.LOST, 3);
            reading.until(
                    "lost",
                    () -> Objects.equals(exchange.account().faults().get(Fault.LOST), 3L)
                            && reading.source.series().stream()
                                            .mapToLong(SeriesAccount::lost)
                                            .sum()
                                    == 3);
            assertThat(reading.source.gaps())
                    .filteredOn(gap -> gap.state() == Gap.State.LOST)
                    .allMatch(gap -> "not found in 2 searches".equals(gap.reason()))
                    .extracting(Gap::missing)
                    .satisfies(missing ->
                            assertThat(missing.stream().mapToLong(n -> n).sum()).isEqualTo(3));
            exchange.account()
                    .products()
                    .forEach(product ->
                            assertThat(lost(reading, product.product())).isEqualTo(product.lost()));
        }
    }

    private static long lost(Reading reading, String product) {
        return reading.source.series().stream()
                .filter(series -> series.series().equals(product))
                .mapToLong(SeriesAccount::lost)
                .sum();
    }

    @Test
    void keepsEachTradeOnceOverKillsAtAnyMoment() throws InterruptedException {
        Random random = new Random(7);
        List<Record<JsonRow>> log = new ArrayList<>();
        try (Exchange exchange = Exchange.start(EXCHANGE.withSeed(7), Ticker.SYSTEM)) {
            exchange.faults(FAULTS);
            byte[] state = null;
            int checkpoint = 0;
            for (int life = 0; life < 5; life++) {
                List<Record<JsonRow>> since = List.copyOf(log.subList(checkpoint, log.size()));
                try (Reading reading = Reading.of(
                        Reading.withGapRows(settings(exchange, 1, "ticker")),
                        Ticker.SYSTEM,
                        life == 0 ? null : state,
                        since)) {
                    int until = 500 + random.nextInt(1_500);
                    reading.until("rows", () -> reading.rows.size() >= until / 2);
                    state = reading.source.state();
                    checkpoint = log.size() + reading.rows.size();
                    reading.until("rows", () -> reading.rows.size() >= until);
                    // what was given last was neither kept nor confirmed when the kill came
                    reading.until("more", () -> reading.giveUnconfirmed());
                    log.addAll(reading.rows);
                }
            }
            exchange.faults(none());
            List<Record<JsonRow>> since = List.copyOf(log.subList(checkpoint, log.size()));
            try (Reading reading =
                    Reading.of(Reading.withGapRows(settings(exchange, 1, "ticker")), Ticker.SYSTEM, state, since)) {
                untilComplete(reading, exchange, "ticker");
                log.addAll(reading.rows);
                assertTold(log, reading.source.gaps());
            }
            assertComplete(trades(log, "ticker"), exchange);
        }
    }

    /** Each gap was opened once and closed once, and what was fetched lies within one. */
    private static void assertTold(List<Record<JsonRow>> log, List<Gap> known) {
        Map<String, List<Gap>> changes = new TreeMap<>();
        List<Gap> refilled = new ArrayList<>();
        for (Record<JsonRow> row : log) {
            GapRow told = GapRow.read(row.value());
            if (told != null) {
                Gap gap = told.gap();
                changes.computeIfAbsent(gap.series() + " " + gap.first() + "-" + gap.last(), _ -> new ArrayList<>())
                        .add(gap);
                if (gap.state() == Gap.State.REFILLED) {
                    refilled.add(gap);
                }
            }
        }
        assertThat(changes).isNotEmpty();
        changes.forEach((name, states) ->
                assertThat(states).as(name).extracting(Gap::state).containsExactly(Gap.State.OPEN, Gap.State.REFILLED));
        assertThat(known)
                .allSatisfy(
                        gap -> assertThat(changes).containsKey(gap.series() + " " + gap.first() + "-" + gap.last()));
        assertThat(log)
                .filteredOn(row -> Boolean.TRUE.equals(row.value().field("refilled")))
                .isNotEmpty()
                .allMatch(row -> row.value().field("trade_id") instanceof Long id
                        && refilled.stream()
                                .anyMatch(gap ->
                                        gap.series().equals(row.key()) && gap.first() <= id && id <= gap.last()));
    }

    @Test
    void accountsForEveryFrameOfARealCapture() throws Exception {
        Path file = capture();
        Set<String> products = new HashSet<>(Capture.products(file));
        try (Exchange exchange = Exchange.start(
                ExchangeSettings.DEFAULT.withPort(0).withPlay(PlaySettings.of(file, 0)), Ticker.SYSTEM)) {
            CoinbaseSettings all = settings(exchange, 1, "ticker", "matches", "level2");
            CoinbaseSettings settings = new CoinbaseSettings(
                    all.wssUrl(),
                    new Subscription(List.copyOf(products), List.of("ticker", "matches", "level2")),
                    1,
                    null,
                    null,
                    null,
                    null,
                    null,
                    null,
                    null,
                    null,
                    null,
                    null,
                    null,
                    null,
                    null);
            try (Reading reading = Reading.of(settings)) {
                reading.until("the end", () -> {
                    ExchangeAccount account = exchange.account();
                    return account.playOver()
                            && reading.account().messages()
                                    >= account.frames().values().stream()
                                            .mapToLong(n -> n)
                                            .sum();
                });
                Map<String, Long> played = exchange.account().played();
                Map<String, Long> kept = new TreeMap<>();
                reading.rows.forEach(
                        row -> kept.merge(String.valueOf(row.value().string("type")), 1L, Long::sum));
                FeedAccount account = reading.account();
                System.out.println("played " + played + ", kept " + kept + ", " + account);
                assertThat(account.refused()).isZero();
                assertThat(account.ignored()).isEmpty();
                assertThat(kept.get("l2update")).isEqualTo(played.get("l2update"));
                assertThat(reading.rows).hasSize((int) account.rows());
                assertThat(account.rows() + account.duplicates())
                        .isGreaterThanOrEqualTo(
                                played.values().stream().mapToLong(n -> n).sum());
                assertThat(reading.source.series()).allMatch(series -> series.missing() == 0);
            }
        }
    }

    /** A captured feed beside the repository; the test is skipped where it is not. */
    private static Path capture() {
        Path root = Path.of("").toAbsolutePath();
        while (root.getParent() != null && !Files.exists(root.resolve("mvnw"))) {
            root = root.getParent();
        }
        Path file = root.resolveSibling("shared").resolve("data/coinbase/cryptofeed_COINBASE.ws.28.0");
        Assumptions.assumeTrue(Files.isRegularFile(file), "no captured feed at " + file);
        return file;
    }
}
