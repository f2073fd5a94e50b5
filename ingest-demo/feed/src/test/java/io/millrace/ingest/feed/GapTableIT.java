package io.millrace.ingest.feed;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.connector.duckdb.DuckDbDatabase;
import io.millrace.connector.duckdb.DuckDbReader;
import io.millrace.core.testkit.Eventually;
import io.millrace.core.time.Ticker;
import io.millrace.exchange.Exchange;
import io.millrace.exchange.ExchangeLimits;
import io.millrace.exchange.ExchangeSettings;
import io.millrace.exchange.Fault;
import io.millrace.ingest.Ingest;
import io.millrace.ingest.IngestListener;
import io.millrace.ingest.IngestPipeline;
import io.millrace.ingest.IngestSettings;
import io.millrace.ingest.RowTap;
import io.millrace.ingest.config.IngestDocument;
import io.millrace.ingest.config.IngestDocuments;
import io.millrace.ingest.type.FeedAccount;
import io.millrace.ingest.type.Gap;
import io.millrace.ingest.type.SeriesAccount;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** From an exchange that leaves trades out, through the engine, into a table of gaps. */
@Timeout(120)
final class GapTableIT {

    private static final ExchangeSettings EXCHANGE = ExchangeSettings.DEFAULT
            .withPort(0)
            .withProducts("BTC-USD", "ETH-USD")
            .withRate(300)
            .withSeed(11)
            .withLimits(ExchangeLimits.NONE);

    @TempDir
    private Path folder;

    private static String document(Exchange exchange) {
        return """
                pipelines:
                  trades:
                    source:
                      type: coinbase
                      wss_url: %s
                      rest_url: %s
                      rest_rate: 100
                      refill_attempts: 2
                      gap_grace: 100ms
                      gap_rows: true
                      subscription: {product_ids: [BTC-USD, ETH-USD], channels: [ticker]}
                    sinks:
                      trades: {type: duckdb, path: market.duckdb, batch: {age: 50ms}}
                      everything: {type: file, file_path: all.ndjson, batch: {age: 50ms}}
                      gaps:
                        type: duckdb
                        path: market.duckdb
                        table: trade_gaps
                        types: [gap]
                        batch: {age: 50ms}
                        columns:
                          - {name: product_id, type: VARCHAR}
                          - {name: first_trade_id, type: UBIGINT}
                          - {name: last_trade_id, type: UBIGINT}
                          - {name: state, type: VARCHAR}
                          - {name: missing, type: UBIGINT}
                          - {name: refilled, type: UBIGINT}
                          - {name: reason, type: VARCHAR}
                          - {name: opened, type: TIMESTAMP}
                          - {name: time, type: TIMESTAMP}
                """.formatted(exchange.feed(), exchange.rest());
    }

    private Ingest open() {
        return Ingest.open(
                new IngestSettings(folder.resolve("state"), Duration.ofSeconds(20), Duration.ofMillis(300)),
                IngestListener.NONE,
                RowTap.NONE,
                Ticker.SYSTEM);
    }

    private List<List<@Nullable Object>> ask(String sql) {
        return new DuckDbReader(
                        DuckDbDatabase.file(folder.resolve("market.duckdb")),
                        100_000,
                        Duration.ofSeconds(20),
                        Ticker.SYSTEM)
                .query(sql)
                .rows();
    }

    private List<List<@Nullable Object>> closed() {
        return ask("""
                SELECT product_id, first_trade_id, last_trade_id, state, missing, refilled, reason,
                    epoch_ms(opened), epoch_ms(time)
                FROM trade_gaps
                WHERE state <> 'open'
                ORDER BY ALL
                """);
    }

    private static List<Object> row(Gap gap) {
        return List.of(
                gap.series(),
                gap.first(),
                gap.last(),
                gap.state().name().toLowerCase(Locale.ROOT),
                gap.missing(),
                gap.refilled(),
                String.valueOf(gap.reason()),
                gap.opened().truncatedTo(ChronoUnit.MILLIS).toEpochMilli(),
                Objects.requireNonNull(gap.closed())
                        .truncatedTo(ChronoUnit.MILLIS)
                        .toEpochMilli());
    }

    private static boolean complete(IngestPipeline pipeline, long lost) {
        List<SeriesAccount> series = pipeline.series();
        return series.size() == 2
                && series.stream().allMatch(one -> one.missing() == 0)
                && series.stream().mapToLong(SeriesAccount::lost).sum() == lost
                && pipeline.gaps().stream().noneMatch(gap -> gap.state() == Gap.State.OPEN);
    }

    private static long rows(IngestPipeline pipeline) {
        FeedAccount feed = pipeline.status().source().feed();
        return feed == null ? 0 : feed.rows();
    }

    /** A heartbeat may be ahead of the trade that it names when the source is closed. */
    private static boolean rests(IngestPipeline pipeline, long lost) {
        if (!complete(pipeline, lost)) {
            return false;
        }
        pipeline.pause();
        if (complete(pipeline, lost)) {
            return true;
        }
        pipeline.resume();
        return false;
    }

    /** Lets trades go missing, some for good, until all that can be had is there. */
    private static List<Gap> withFaults(Exchange exchange, Ingest ingest, IngestDocument document, int lost) {
        ingest.apply(document);
        IngestPipeline pipeline = ingest.pipelines().getFirst();
        // who subscribes is told the last trade, also when it was lost for all others
        Eventually.until("begun", () -> rows(pipeline) > 20);
        exchange.faults(Map.of(Fault.GAP, 0.05));
        exchange.next(Fault.LOST, 2);
        Eventually.until(
                "gaps",
                () -> pipeline.gaps().stream()
                                        .filter(gap -> gap.state() == Gap.State.REFILLED)
                                        .count()
                                > 10
                        && pipeline.series().stream()
                                        .mapToLong(SeriesAccount::lost)
                                        .sum()
                                == lost);
        exchange.faults(Map.of(Fault.GAP, 0.0));
        Eventually.until("complete and at rest", () -> rests(pipeline, lost));
        Eventually.until("stored", () -> pipeline.status().sinks().stream().allMatch(sink -> sink.lagRows() == 0));
        return pipeline.gaps();
    }

    @Test
    void agreesWithWhatTheSourceKnowsOverARestart() throws IOException {
        List<Gap> known;
        try (Exchange exchange = Exchange.start(EXCHANGE, Ticker.SYSTEM)) {
            IngestDocument document = IngestDocuments.read("test", document(exchange), folder, Map.of());
            try (Ingest ingest = open()) {
                known = withFaults(exchange, ingest, document, 2);
            }
            assertThat(closed().stream().map(GapTableIT::text))
                    .contains(known.stream().map(gap -> row(gap).toString()).toArray(String[]::new));
            try (Ingest ingest = open()) {
                List<Gap> later = withFaults(exchange, ingest, document, 4);
                assertThat(closed().stream().map(GapTableIT::text))
                        .contains(later.stream().map(gap -> row(gap).toString()).toArray(String[]::new));
            }
        }
        assertThat(ask("SELECT CAST(sum(missing) AS BIGINT) FROM trade_gaps WHERE state = 'lost'"))
                .containsExactly(List.of(4L));
        assertThat(ask("""
                SELECT product_id, first_trade_id, last_trade_id, state
                FROM trade_gaps
                GROUP BY ALL
                HAVING count(*) > 1
                """)).as("told twice").isEmpty();
        assertThat(ask("""
                SELECT * FROM trade_gaps AS closed
                WHERE state <> 'open' AND NOT EXISTS (
                    FROM trade_gaps AS opened
                    WHERE state = 'open' AND opened.product_id = closed.product_id
                      AND opened.first_trade_id = closed.first_trade_id AND opened.last_trade_id = closed.last_trade_id
                      AND opened.opened = closed.opened)
                """)).as("closed, but never opened").isEmpty();
        assertThat(ask("""
                SELECT * FROM coinbase_ticker AS trade
                WHERE refilled AND NOT EXISTS (
                    FROM trade_gaps AS gap
                    WHERE state <> 'open' AND gap.product_id = trade.product_id
                      AND trade_id BETWEEN first_trade_id AND last_trade_id)
                """)).as("fetched for no gap").isEmpty();
        assertThat(ask("SELECT * FROM coinbase_ticker WHERE trade_id IS NULL"))
                .as("not for this sink")
                .isEmpty();
        assertThat(Files.readAllLines(folder.resolve("all.ndjson")).stream()
                        .filter(line -> line.startsWith("{\"type\":\"gap\""))
                        .count())
                .isEqualTo(ask("SELECT 1 FROM trade_gaps").size());
    }

    private static String text(List<@Nullable Object> row) {
        return row.toString();
    }
}
