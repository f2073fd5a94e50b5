package io.millrace.connector.clickhouse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.connector.clickhouse.testkit.ClickHouseServer;
import io.millrace.core.BatchId;
import io.millrace.core.failure.FatalException;
import io.millrace.core.failure.PoisonException;
import io.millrace.core.failure.TransientException;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TableSetupIT {

    static final String TICKER = """
            {"type":"ticker","sequence":98545870695,"product_id":"BTC-USD","price":"101496.91","open_24h":"93394.63",\
            "volume_24h":"27200.49989262","low_24h":"91178.01","high_24h":"102599.85","volume_30d":"390095.33178020",\
            "best_bid":"101496.91","best_bid_size":"0.00011127","best_ask":"101496.92","best_ask_size":"0.01060955",\
            "side":"sell","time":"2025-02-04T02:00:06.419368Z","trade_id":774546408,"last_size":"0.00001635"}""";

    /** As the reference system's users have it. */
    static final String REFERENCE = """
            CREATE TABLE %s (sequence UInt64, trade_id UInt64, price Float64, last_size Float64, time DateTime,
              product_id String, side String, open_24h Float64, volume_24h Float64, low_24h Float64, high_24h Float64,
              volume_30d Float64, best_bid Float64, best_bid_size Float64, best_ask Float64, best_ask_size Float64)
            ENGINE = MergeTree ORDER BY (time, product_id, sequence)""";

    private final Table table;

    TableSetupIT() throws Exception {
        table = Table.fresh(server());
    }

    /** Where the table is. */
    ClickHouseServer server() throws Exception {
        return ClickHouseServer.shared();
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void makesDatabaseAndTable(boolean decimal) throws Exception {
        table.query("DROP DATABASE " + table.database());
        try (ClickHouseSink sink = new ClickHouseSink(table.settings().with(true, ClickHouseTable.ticker(decimal)))) {
            sink.open();
            sink.write(new BatchId("s", 0, 0), Table.batch(TICKER));
            sink.open();
            assertThat(sink.pressurePercent()).isZero();
        }
        assertThat(table.query("SELECT sequence, trade_id, price, volume_30d, time, side, refilled FROM %s"))
                .isEqualTo(
                        "98545870695\t774546408\t101496.91\t390095.3317802\t2025-02-04 02:00:06.419368\tsell\tfalse");
        assertThat(table.query("SELECT engine_full FROM system.tables WHERE database || '.' || name = '%s'"))
                .contains("ORDER BY (product_id, time, sequence)", "non_replicated_deduplication_window = 10000");
    }

    @Test
    void takesTheReferencesTableAsItIs() throws Exception {
        table.query(REFERENCE);
        String columns = table.query("SELECT name, type FROM system.columns WHERE database || '.' || table = '%s'");
        try (ClickHouseSink sink = new ClickHouseSink(table.settings())) {
            for (int i = 0; i < 3; i++) {
                sink.open();
                sink.write(new BatchId("s", 0, 1), Table.batch(TICKER, TICKER.replace("sell", "buy")));
            }
        }
        assertThat(table.query("SELECT sequence, price, time, side FROM %s ORDER BY side"))
                .isEqualTo("98545870695\t101496.91\t2025-02-04 02:00:06\tbuy\n"
                        + "98545870695\t101496.91\t2025-02-04 02:00:06\tsell");
        assertThat(table.query("SELECT name, type FROM system.columns WHERE database || '.' || table = '%s'"))
                .isEqualTo(columns);
    }

    @Test
    void namesEachColumnThatDoesNotFit() throws Exception {
        table.query(REFERENCE
                .replace("price Float64, last_size Float64,", "price String, last_size Float64 ALIAS 1,")
                .replace("sequence UInt64,", "sequence Array(UInt64),")
                .replace("(time, product_id, sequence)", "time")
                .replace(", best_ask_size Float64", ""));
        try (ClickHouseSink sink = new ClickHouseSink(table.settings())) {
            assertThatThrownBy(sink::open)
                    .isInstanceOf(FatalException.class)
                    .hasMessage("table " + table.database() + ".t does not fit:"
                            + " column sequence is Array(UInt64) and should be UInt64;"
                            + " column price is String and should be Float64;"
                            + " column last_size is ALIAS and cannot be written;"
                            + " column best_ask_size Float64 is missing");
        }
    }

    @Test
    void saysThatATableIsMissing() throws Exception {
        try (ClickHouseSink sink = new ClickHouseSink(table.settings().with(false, Table.PAIRS))) {
            assertThatThrownBy(sink::open)
                    .isInstanceOf(FatalException.class)
                    .hasMessageContaining("table " + table.database() + ".t does not exist");
        }
    }

    @Test
    void saysWhoCannotLogIn() {
        ClickHouseSinkSettings wrong = ClickHouseSinkSettings.of(
                table.server().host(), table.server().port(), table.database(), "t", "mallory", "open sesame");
        try (ClickHouseSink sink = new ClickHouseSink(wrong)) {
            assertThatThrownBy(sink::open)
                    .isInstanceOf(FatalException.class)
                    .hasMessage(
                            "cannot log in to ClickHouse at " + table.server().host() + ":"
                                    + table.server().port()
                                    + " as user 'mallory': the user is unknown or the password is wrong")
                    .extracting(failure -> String.valueOf(failure.getCause()))
                    .asString()
                    .doesNotContain("open sesame");
        }
    }

    @Test
    void waitsForAServerThatDoesNotAnswer() {
        ClickHouseSinkSettings nowhere = ClickHouseSinkSettings.of("127.0.0.1", 1, "d", "t", "me", "");
        try (ClickHouseSink sink = new ClickHouseSink(nowhere)) {
            assertThatThrownBy(sink::open)
                    .isInstanceOf(TransientException.class)
                    .hasMessageContaining("cannot connect to ClickHouse at 127.0.0.1:1: ")
                    .hasMessageContaining("refused");
        }
    }

    @Test
    void makesATableAgainThatWasDropped() throws Exception {
        try (ClickHouseSink sink = table.pairs()) {
            sink.open();
            sink.write(new BatchId("s", 0, 0), Table.batch("{\"n\":1}"));
            table.query("DROP TABLE %s SYNC");
            assertThatThrownBy(() -> sink.write(new BatchId("s", 1, 1), Table.batch("{\"n\":2}")))
                    .isInstanceOf(TransientException.class);
            sink.open();
            sink.write(new BatchId("s", 1, 1), Table.batch("{\"n\":2}"));
        }
        assertThat(table.query("SELECT n FROM %s")).isEqualTo("2");
    }

    @Test
    void readsTheColumnsAgainWhenTheyHaveChanged() throws Exception {
        try (ClickHouseSink sink = table.pairs()) {
            sink.open();
            table.query("ALTER TABLE %s DROP COLUMN text, ADD COLUMN text UInt64");
            assertThatThrownBy(() -> sink.write(
                            new BatchId("s", 0, 1),
                            Table.batch("{\"n\":1,\"text\":\"x\"}", "{\"n\":2,\"text\":\"y\"}")))
                    .isInstanceOf(TransientException.class)
                    .hasMessageContaining("columns have changed");
            assertThatThrownBy(sink::open)
                    .isInstanceOf(FatalException.class)
                    .hasMessageContaining("column text is UInt64 and should be String");
        }
        assertThat(table.query("SELECT count() FROM %s")).isEqualTo("0");
    }

    @Test
    void giveAConstraintsRefusalToTheRecord() throws Exception {
        table.query("CREATE TABLE %s (n UInt64, text String, CONSTRAINT small CHECK n < 10)"
                + " ENGINE = MergeTree ORDER BY tuple()");
        try (ClickHouseSink sink = table.pairs()) {
            sink.open();
            assertThatThrownBy(() -> sink.write(new BatchId("s", 0, 1), Table.batch("{\"n\":1}", "{\"n\":11}")))
                    .isInstanceOf(PoisonException.class)
                    .hasMessageContaining("small");
            sink.write(new BatchId("s", 0, 0), Table.batch("{\"n\":1}"));
        }
        assertThat(table.query("SELECT n FROM %s")).isEqualTo("1");
    }

    @Test
    void saysThatThereAreTooManyParts() throws Exception {
        table.query("CREATE TABLE %s (n UInt64, text String) ENGINE = MergeTree ORDER BY tuple()"
                + " SETTINGS parts_to_throw_insert = 4, parts_to_delay_insert = 4, max_delay_to_insert = 1");
        table.query("SYSTEM STOP MERGES %s");
        try (ClickHouseSink sink = table.pairs()) {
            sink.open();
            for (int i = 0; i < 4; i++) {
                assertThat(sink.pressurePercent()).isEqualTo(i * 25);
                sink.write(new BatchId("s", i, i), Table.batch("{\"n\":1}"));
            }
            assertThat(sink.pressurePercent()).isEqualTo(100);
            assertThatThrownBy(() -> sink.write(new BatchId("s", 9, 9), Table.batch("{\"n\":1}")))
                    .isInstanceOfSatisfying(
                            TransientException.class,
                            failure -> assertThat(failure.overloaded()).isTrue())
                    .hasMessageContaining("TOO_MANY_PARTS");
        }
        try (ClickHouseSink closed = table.pairs()) {
            assertThat(closed.pressurePercent()).isZero();
        }
    }

    @Test
    void saysThatTheServerLacksMemory() throws Exception {
        try (ClickHouseSink sink = new ClickHouseSink(
                table.settings().with(true, Table.PAIRS).withSettings(Map.of("max_memory_usage", "1")))) {
            sink.open();
            assertThatThrownBy(() -> sink.write(
                            new BatchId("s", 0, 0), Table.batch("{\"text\":\"" + "x".repeat(8_000_000) + "\"}")))
                    .isInstanceOfSatisfying(
                            TransientException.class,
                            failure -> assertThat(failure.overloaded()).isTrue());
        }
    }

    @Test
    void refusesToWriteUnopened() {
        try (ClickHouseSink sink = table.pairs()) {
            assertThatThrownBy(() -> sink.write(Table.batch("{\"n\":1}"))).isInstanceOf(IllegalStateException.class);
        }
        assertThat(table.settings().timeout()).isEqualTo(Duration.ofSeconds(30));
    }
}
