package io.millrace.ingest.sql;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.connector.clickhouse.ClickHouseSink;
import io.millrace.connector.clickhouse.testkit.ClickHouseServer;
import io.millrace.core.Record;
import io.millrace.core.json.JsonRow;
import io.millrace.ingest.sql.SqlFile.Engine;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Each file on both engines, over the same trades. */
final class MarketSqlIT {

    private static final long SEED = 782_910_562;
    private static final Instant END = Instant.parse("2025-02-21T15:52:10Z");

    private final Random random = new Random(SEED);

    /** Some trades of two products: minutes without any, holes in their ids, some without size, some two days old. */
    private List<JsonRow> trades() {
        List<JsonRow> trades = new ArrayList<>();
        for (String product : List.of("BTC-USD", "ETH-EUR")) {
            long id = 1_000;
            Instant time = END.minusSeconds(2 * 86_400);
            while (time.isBefore(END)) {
                trades.add(trade(product, id, time));
                id += random.nextInt(20) == 0 ? 3 : 1;
                Instant dense = END.minusSeconds(7_200);
                if (time.isBefore(dense)) {
                    Instant next = time.plusSeconds(1 + random.nextInt(20_000));
                    time = next.isBefore(dense) ? next : dense;
                } else {
                    time = time.plusMillis(1 + random.nextInt(random.nextInt(10) == 0 ? 400_000 : 30_000));
                }
            }
        }
        return trades;
    }

    private JsonRow trade(String product, long id, Instant time) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("product_id", product);
        fields.put("trade_id", id);
        fields.put("sequence", id * 7);
        fields.put("time", time.plusNanos(1_000).toString());
        fields.put("price", BigDecimal.valueOf(random.nextInt(10_000_000), 2).toPlainString());
        fields.put(
                "last_size",
                random.nextInt(25) == 0
                        ? "0"
                        : BigDecimal.valueOf(1 + random.nextInt(100_000_000), 8).toPlainString());
        fields.put("side", random.nextBoolean() ? "buy" : "sell");
        return JsonRow.of(fields);
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void giveTheSameRowsOnBothEngines(boolean decimal) throws Exception {
        try (Engines engines = new Engines(decimal)) {
            for (Engine engine : Engine.values()) {
                engines.run(engine, "trades_per_minute");
                engines.run(engine, "vwap_5_minute");
            }
            for (String name : List.of("ingestion_monitoring", "vwap_calculation", "freshness", "trade_id_gaps")) {
                assertThat(same(engines, name)).as("%s without trades", name).isEmpty();
            }
            List<JsonRow> trades = trades();
            engines.put(trades);
            assertThat(same(engines, "ingestion_monitoring")).hasSize(100).satisfies(rows -> {
                assertThat(rows.getFirst().getFirst()).isEqualTo("2025-02-21 15:51:00");
                assertThat(rows).anyMatch(row -> row.get(1).equals("0"));
            });
            assertThat(same(engines, "vwap_calculation")).hasSize(2 * 288).satisfies(rows -> {
                assertThat(rows.getFirst()).startsWith("2025-02-21 15:45:00", "BTC-USD");
                assertThat(rows)
                        .anyMatch(row -> row.get(2).equals("0"))
                        .anyMatch(row -> !row.get(2).equals("0"));
            });
            assertThat(same(engines, "freshness")).hasSize(2);
            assertThat(same(engines, "trade_id_gaps")).hasSizeGreaterThan(5);
            assertThat(same(engines, "expectations"))
                    .extracting(row -> row.get(1))
                    .containsOnly("0");
            engines.put(List.of(trades.getFirst().with("side", "none")));
            assertThat(same(engines, "expectations"))
                    .extracting(row -> row.get(1))
                    .containsOnly("1");
            assertThat(same(
                            engines,
                            "five minutes",
                            "SELECT * FROM {db}.vwap_5_minute ORDER BY minute DESC, product_id"))
                    .hasSizeGreaterThan(2 * 288)
                    .anyMatch(row -> row.getLast().equals("0"));
        }
    }

    /** Sums of each insert are rows of their own until they are merged: who reads must sum. */
    @Test
    void sumsPerMinuteAreRightBeforeTheyAreMerged() throws Exception {
        String total = "SELECT product_id, minute, num_trades, total_volume, total_volume_price"
                + " FROM {db}.trades_per_minute_total ORDER BY product_id, minute";
        try (Engines engines = new Engines(false)) {
            List<JsonRow> trades = trades();
            int third = trades.size() / 3;
            engines.put(trades.subList(0, third));
            engines.run(Engine.CLICKHOUSE, "trades_per_minute");
            engines.run(Engine.DUCKDB, "trades_per_minute");
            engines.query(Engine.CLICKHOUSE, "SYSTEM STOP MERGES {db}.trades_per_minute");
            for (int i = third; i < trades.size(); i += 40) {
                engines.put(trades.subList(i, Math.min(i + 40, trades.size())));
            }
            for (int i = 0; i < 2; i++) {
                engines.run(Engine.CLICKHOUSE, "trades_per_minute_backfill");
                assertThat(same(engines, "sums", total)).isNotEmpty();
            }
            String count = "SELECT count() FROM {db}.trades_per_minute";
            List<List<String>> unmerged = engines.query(Engine.CLICKHOUSE, count);
            engines.query(Engine.CLICKHOUSE, "SYSTEM START MERGES {db}.trades_per_minute");
            engines.query(Engine.CLICKHOUSE, "OPTIMIZE TABLE {db}.trades_per_minute FINAL");
            assertThat(engines.query(Engine.CLICKHOUSE, count)).isNotEqualTo(unmerged);
            same(engines, "merged sums", total);
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void knowTheKnownTenTrades(boolean decimal) throws Exception {
        try (Engines engines = new Engines(decimal)) {
            for (Engine engine : Engine.values()) {
                engines.run(engine, "trades_per_minute");
                engines.run(engine, "vwap_5_minute");
            }
            engines.put(knownTrades());
            assertThat(same(
                            engines,
                            "known trades",
                            "SELECT minute, round(total_volume, 10), round(total_volume_price, 9), num_trades"
                                    + " FROM {db}.trades_per_minute_total"))
                    .containsExactly(List.of("2025-02-21 15:46:00", "0.68288276", "66808.477727", "10"));
            assertThat(same(engines, "their price", "SELECT round(vwap, 6) FROM {db}.vwap_5_minute"))
                    .containsExactly(List.of("97833.012693"));
            if (decimal) {
                assertThat(engines.query(
                                Engine.CLICKHOUSE,
                                "SELECT toString(sum(last_size)), 'x' || toString(sum(last_size * price))"
                                        + " FROM {db}.coinbase_ticker"))
                        .containsExactly(List.of("0.68288276", "x66808.4777269076"));
            }
        }
    }

    private static JsonRow change(long first, long last, String state, String time) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("type", "gap");
        fields.put("product_id", "BTC-USD");
        fields.put("row_type", "ticker");
        fields.put("first_trade_id", first);
        fields.put("last_trade_id", last);
        fields.put("state", state);
        fields.put("missing", state.equals("refilled") ? 0L : last - first + 1);
        fields.put("refilled", state.equals("refilled") ? last - first + 1 : 0L);
        if (state.equals("lost")) {
            fields.put("reason", "not found");
        }
        fields.put("opened", "2025-02-21T15:00:00.501Z");
        fields.put("time", time);
        return JsonRow.of(fields);
    }

    /** Also when a change is there twice, and when a gap was closed as it was opened. */
    @Test
    void tellTheLastStateOfEachGap() throws Exception {
        List<JsonRow> changes = List.of(
                change(5, 9, "open", "2025-02-21T15:00:00.501Z"),
                change(5, 9, "refilled", "2025-02-21T15:00:01.251Z"),
                change(20, 20, "refilled", "2025-02-21T15:00:00.501Z"),
                change(20, 20, "open", "2025-02-21T15:00:00.501Z"),
                change(30, 31, "open", "2025-02-21T15:00:00.501Z"),
                change(30, 31, "lost", "2025-02-21T15:00:02.001Z"),
                change(40, 40, "open", "2025-02-21T15:00:03.003Z"),
                change(40, 40, "open", "2025-02-21T15:00:03.003Z"));
        try (Engines engines = new Engines(false);
                ClickHouseSink sink = engines.gaps()) {
            assertThat(same(engines, "gap_states")).isEmpty();
            sink.open();
            sink.write(
                    changes.stream().map(row -> Record.of(row, Instant.EPOCH)).toList());
            for (JsonRow change : changes) {
                engines.query(
                        Engine.DUCKDB,
                        "INSERT INTO trade_gaps BY NAME SELECT * EXCLUDE type FROM (SELECT "
                                + change.fields().entrySet().stream()
                                        .map(field -> (field.getValue() instanceof String text
                                                        ? "'" + text + "'"
                                                        : field.getValue())
                                                + " AS " + field.getKey())
                                        .collect(Collectors.joining(", "))
                                + ")");
            }
            assertThat(same(engines, "gap_states"))
                    .extracting(row -> row.subList(2, 8))
                    .containsExactly(
                            List.of("40", "40", "open", "1", "0", ""),
                            List.of("30", "31", "lost", "2", "0", "not found"),
                            List.of("5", "9", "refilled", "0", "5", ""),
                            List.of("20", "20", "refilled", "0", "1", ""));
        }
    }

    @Test
    void usersCanBeMade() throws Exception {
        ClickHouseServer server = ClickHouseServer.shared();
        for (String statement : SqlFile.read(Engine.CLICKHOUSE, "users").statements()) {
            // the engine as a library keeps no users, but knows what it would be told
            assertThat(server.query("SELECT formatQuery('" + statement.replace("'", "\\'") + "')"))
                    .isNotBlank();
        }
    }

    private static List<List<String>> same(Engines engines, String name) throws Exception {
        List<List<String>> rows = engines.run(Engine.CLICKHOUSE, name);
        assertThat(rows).as("%s, seed %d", name, SEED).isEqualTo(engines.run(Engine.DUCKDB, name));
        return rows;
    }

    private static List<List<String>> same(Engines engines, String what, String query) throws Exception {
        List<List<String>> rows = engines.query(Engine.CLICKHOUSE, query);
        assertThat(rows).as("%s, seed %d", what, SEED).isEqualTo(engines.query(Engine.DUCKDB, query));
        return rows;
    }

    /** Of the first test of the reference system's models. */
    private static List<JsonRow> knownTrades() throws IOException {
        Path root = Path.of("").toAbsolutePath();
        while (root.getParent() != null && !Files.exists(root.resolve("mvnw"))) {
            root = root.getParent();
        }
        Path file = root.resolveSibling("shared")
                .resolve("data")
                .resolve("coinbase")
                .resolve("vertrix_intermediate_models_unit_tests.yml");
        Assumptions.assumeTrue(Files.exists(file), "no " + file);
        return Files.readAllLines(file).stream()
                .map(String::strip)
                .filter(line -> line.startsWith("- {\"sequence_id\""))
                .limit(10)
                .map(line -> JsonRow.read(line.substring(2)
                        .replace("sequence_id", "sequence")
                        .replaceFirst("\"trade_time\": \"(\\S+) (\\S+)\"", "\"time\": \"$1T$2Z\"")))
                .toList();
    }
}
