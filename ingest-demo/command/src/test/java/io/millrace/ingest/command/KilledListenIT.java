package io.millrace.ingest.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.connector.clickhouse.testkit.ClickHouseServer;
import io.millrace.core.time.Ticker;
import io.millrace.exchange.Exchange;
import io.millrace.exchange.ExchangeLimits;
import io.millrace.exchange.ExchangeSettings;
import io.millrace.exchange.Fault;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;
import org.junit.jupiter.api.io.TempDir;
import org.opentest4j.TestAbortedException;

/**
 * The program {@code listen} is killed again and again while an exchange that leaves out, doubles, mixes up and cuts
 * off trades goes on. Then a file, DuckDB and ClickHouse, where there is one, have each trade once, and what became of
 * each gap. More often with {@code -Dkills=100}.
 */
@Timeout(value = 1_800, threadMode = ThreadMode.SEPARATE_THREAD)
final class KilledListenIT {

    private static final int KILLS = Integer.getInteger("kills", 6);
    private static final long SEED = Long.getLong("seed", 20261122);
    private static final List<String> PRODUCTS = List.of("BTC-USD", "ETH-USD");

    @TempDir
    private Path folder = Path.of("");

    private @Nullable ClickHouseServer server;
    private String database = "";

    @Test
    void storesEveryTradeOnce() throws Exception {
        server = clickHouse();
        System.out.println("seed " + SEED);
        Random random = new Random(SEED);
        try (Exchange exchange = exchange()) {
            Path config = Files.writeString(folder.resolve("trades.yaml"), config(exchange));
            for (int kill = 0; kill < KILLS; kill++) {
                try (ListenProcess process = ListenProcess.start(folder, config)) {
                    grow(process, 20_000 + random.nextInt(60_000));
                    process.kill();
                }
            }
            Map<String, Long> until = new HashMap<>();
            PRODUCTS.forEach(
                    product -> until.put(product, exchange.account(product).last()));
            try (ListenProcess process = ListenProcess.start(folder, config)) {
                process.await("every trade until " + until, () -> complete(until));
                process.stop();
            }
            compare(until);
            compareGaps(until);
            System.out.println("kills " + KILLS + " rows "
                    + ListenProcess.trades(file()).size() + " exchange " + exchange.account());
        }
    }

    private @Nullable ClickHouseServer clickHouse() throws Exception {
        try {
            ClickHouseServer found = ClickHouseServer.shared();
            database = found.newDatabase();
            return found;
        } catch (TestAbortedException e) {
            System.out.println("without ClickHouse: " + e.getMessage());
            return null;
        }
    }

    private static Exchange exchange() {
        return Exchange.start(
                ExchangeSettings.DEFAULT
                        .withPort(0)
                        .withProducts(PRODUCTS.toArray(String[]::new))
                        .withRate(300)
                        .withLimits(ExchangeLimits.NONE)
                        .withFault(Fault.GAP, 0.01)
                        .withFault(Fault.DUPLICATE, 0.01)
                        .withFault(Fault.DISORDER, 0.01)
                        .withFault(Fault.MALFORMED, 0.005)
                        .withFault(Fault.DISCONNECT, 0.0005),
                Ticker.SYSTEM);
    }

    private String config(Exchange exchange) {
        String text = """
                pipelines:
                  trades:
                    source:
                      type: coinbase
                      wss_url: %s
                      rest_url: %s
                      rest_rate: 100
                      gap_grace: 200ms
                      gap_rows: true
                      subscription: {product_ids: %s, channels: [ticker]}
                    sinks:
                      file: {type: file, file_path: trades.ndjson, types: [ticker], batch: {age: 50ms}}
                      duckdb: {type: duckdb, path: trades.duckdb, batch: {age: 100ms}}
                      gaps: {type: duckdb, path: trades.duckdb, table: gaps, types: [gap], columns: %s}
                """.formatted(exchange.feed(), exchange.rest(), PRODUCTS, columns("VARCHAR", "BIGINT"));
        ClickHouseServer found = server;
        return found == null
                ? text
                : text
                        + "      clickhouse: {type: clickhouse_connect, host: %s, port: %d, database: %s, table: ticker, user: '%s', password: '%s', batch: {age: 200ms}}\n"
                                .formatted(found.host(), found.port(), database, found.user(), found.password())
                        + "      clickhouse_gaps: {type: clickhouse_connect, host: %s, port: %d, database: %s, table: gaps, user: '%s', password: '%s', types: [gap], columns: %s}\n"
                                .formatted(
                                        found.host(),
                                        found.port(),
                                        database,
                                        found.user(),
                                        found.password(),
                                        columns("String", "Int64"));
    }

    private static String columns(String text, String number) {
        return "[{name: product_id, type: %1$s}, {name: state, type: %1$s}, {name: first_trade_id, type: %2$s}, {name: last_trade_id, type: %2$s}]"
                .formatted(text, number);
    }

    /** Waits until the program has written so many bytes more, which is somewhere between its steps. */
    private void grow(ListenProcess process, long bytes) {
        long before = size();
        process.await(bytes + " more bytes", () -> size() - before > bytes);
    }

    private Path file() {
        return folder.resolve("trades.ndjson");
    }

    private long size() {
        Path file = file();
        try {
            return Files.exists(file) ? Files.size(file) : 0;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private boolean complete(Map<String, Long> until) {
        List<String> stored = ListenProcess.trades(file());
        return until.entrySet().stream().allMatch(product -> {
            long[] ids = ids(stored, product.getKey(), product.getValue());
            return ids.length > 0 && ids.length == product.getValue() - ids[0] + 1;
        });
    }

    /** Trades of a product up to an id, in the order of ids. */
    private static long[] ids(List<String> stored, String product, long until) {
        return stored.stream()
                .filter(line -> line.startsWith(product + " "))
                .mapToLong(line -> Long.parseLong(line.substring(product.length() + 1)))
                .filter(id -> id <= until)
                .sorted()
                .toArray();
    }

    private void compare(Map<String, Long> until) throws Exception {
        List<String> stored = ListenProcess.trades(file());
        for (Map.Entry<String, Long> product : until.entrySet()) {
            long[] ids = ids(stored, product.getKey(), product.getValue());
            assertThat(ids)
                    .as("trades of " + product.getKey() + " in the file")
                    .isEqualTo(
                            LongStream.rangeClosed(ids[0], product.getValue()).toArray());
        }
        assertThat(stored).as("rows of the file").doesNotHaveDuplicates();
        List<String> sorted = stored.stream().sorted().toList();
        assertThat(duckDb("SELECT concat_ws(' ', product_id, trade_id) FROM coinbase_ticker"))
                .as("rows in DuckDB")
                .isEqualTo(sorted);
        ClickHouseServer found = server;
        if (found != null) {
            assertThat(found.query("SELECT concat(product_id, ' ', toString(trade_id)) FROM " + database + ".ticker")
                            .lines()
                            .sorted()
                            .toList())
                    .as("rows in ClickHouse")
                    .isEqualTo(sorted);
        }
    }

    /** Each gap was opened once and closed once, and each trade that was fetched lies in one. */
    private void compareGaps(Map<String, Long> until) throws Exception {
        List<String> changes =
                duckDb("SELECT concat_ws(' ', product_id, first_trade_id, last_trade_id, state) FROM gaps");
        assertThat(changes).as("changes of gaps").isNotEmpty().doesNotHaveDuplicates();
        assertThat(duckDb("""
                        SELECT concat_ws(' ', closed.product_id, closed.first_trade_id, closed.state)
                        FROM gaps AS closed
                        LEFT JOIN gaps AS opened
                            ON opened.product_id = closed.product_id AND opened.first_trade_id = closed.first_trade_id
                            AND opened.last_trade_id = closed.last_trade_id AND opened.state = 'open'
                        WHERE closed.state <> 'open' AND opened.state IS NULL
                        """)).as("closed, but never opened").isEmpty();
        assertThat(duckDb("""
                        SELECT concat_ws(' ', product_id, trade_id) FROM coinbase_ticker AS trade
                        WHERE refilled AND NOT EXISTS (
                            FROM gaps WHERE gaps.product_id = trade.product_id
                            AND trade_id BETWEEN first_trade_id AND last_trade_id)
                        """)).as("fetched, but in no gap").isEmpty();
        for (Map.Entry<String, Long> product : until.entrySet()) {
            assertThat(duckDb("""
                            SELECT concat_ws(' ', first_trade_id, last_trade_id, string_agg(state)) FROM gaps
                            WHERE product_id = '%s' AND last_trade_id <= %d
                            GROUP BY first_trade_id, last_trade_id
                            HAVING count(*) FILTER (WHERE state = 'refilled') <> 1
                            """.formatted(product.getKey(), product.getValue())))
                    .as("not refilled")
                    .isEmpty();
        }
        ClickHouseServer found = server;
        if (found != null) {
            assertThat(found.query("SELECT concat(product_id, ' ', toString(first_trade_id), ' ',"
                                    + " toString(last_trade_id), ' ', state) FROM " + database + ".gaps")
                            .lines()
                            .sorted()
                            .toList())
                    .as("changes of gaps in ClickHouse")
                    .isEqualTo(changes);
        }
    }

    private List<String> duckDb(String query) throws SQLException {
        List<String> stored = new ArrayList<>();
        try (var connection = DriverManager.getConnection("jdbc:duckdb:" + folder.resolve("trades.duckdb"));
                var statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(query)) {
            while (rows.next()) {
                stored.add(rows.getString(1));
            }
        }
        return stored.stream().sorted().toList();
    }
}
