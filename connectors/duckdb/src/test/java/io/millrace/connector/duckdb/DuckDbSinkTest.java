package io.millrace.connector.duckdb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.core.BatchId;
import io.millrace.core.Record;
import io.millrace.core.failure.FatalException;
import io.millrace.core.failure.PoisonException;
import io.millrace.core.failure.TransientException;
import io.millrace.core.json.JsonRow;
import io.millrace.core.testkit.IdempotentSinkContract;
import io.millrace.core.testkit.SinkContract;
import io.millrace.core.time.Ticker;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class DuckDbSinkTest implements SinkContract<JsonRow>, IdempotentSinkContract<JsonRow> {

    private static final String TICKER = """
            {"type":"ticker","sequence":98545870695,"product_id":"BTC-USD","price":"101496.91","open_24h":"93394.63",\
            "volume_24h":"27200.49989262","low_24h":"91178.01","high_24h":"102599.85","volume_30d":"390095.33178020",\
            "best_bid":"101496.91","best_bid_size":"0.00011127","best_ask":"101496.92","best_ask_size":"0.01060955",\
            "side":"sell","time":"2025-02-04T02:00:06.419368Z","trade_id":774546408,"last_size":"0.00001635"}""";

    @TempDir
    private Path folder;

    private DuckDbDatabase database() {
        return DuckDbDatabase.file(folder.resolve("trades.duckdb"));
    }

    @Override
    public List<JsonRow> samples() {
        return LongStream.range(0, 5).mapToObj(DuckDbSinkTest::row).toList();
    }

    private static JsonRow row(long number) {
        return JsonRow.read("{\"n\":" + number + "}");
    }

    @Override
    public DuckDbSink sink() {
        return sink(new DuckDbColumn("n", "BIGINT"));
    }

    private DuckDbSink sink(DuckDbColumn... columns) {
        return new DuckDbSink(new DuckDbSinkSettings(database(), "trades", Arrays.asList(columns)));
    }

    @Override
    public List<JsonRow> stored() {
        return values("SELECT n FROM trades").stream()
                .map(row -> row((Long) row.getFirst()))
                .toList();
    }

    @Override
    public JsonRow poison() {
        return JsonRow.read("{\"n\":\"many\"}");
    }

    @Override
    public boolean idempotent() {
        return false;
    }

    private List<List<@Nullable Object>> values(String sql) {
        return new DuckDbReader(database(), 100_000, Duration.ofMinutes(1), Ticker.SYSTEM)
                .query(sql)
                .rows();
    }

    private void execute(String sql) throws SQLException {
        try (Connection connection = database().connect();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private static List<Record<JsonRow>> batch(String... rows) {
        return Stream.of(rows)
                .map(row -> Record.of(JsonRow.read(row), Instant.EPOCH))
                .toList();
    }

    private static void write(DuckDbSink sink, long first, long last) {
        sink.write(
                new BatchId("stream", first, last),
                LongStream.rangeClosed(first, last)
                        .mapToObj(number -> Record.of(row(number), Instant.EPOCH))
                        .toList());
    }

    @Test
    void storesTickersAsTheyAre() {
        try (DuckDbSink sink = sink(DuckDbColumn.ticker().toArray(DuckDbColumn[]::new))) {
            sink.open();
            sink.write(batch(TICKER, TICKER.replace("}", ",\"refilled\":true}")));
            sink.write(batch(TICKER));
        }
        List<Object> expected = new ArrayList<>(List.of(
                98545870695L,
                774546408L,
                101496.91,
                0.00001635,
                "2025-02-04T02:00:06.419368Z",
                "BTC-USD",
                "sell",
                93394.63,
                27200.49989262,
                91178.01,
                102599.85,
                390095.3317802,
                101496.91,
                0.00011127,
                101496.92,
                0.01060955));
        List<List<@Nullable Object>> rows = values("SELECT * FROM trades");
        assertThat(rows).hasSize(3);
        assertThat(rows.get(0).subList(0, 16)).isEqualTo(expected);
        assertThat(rows.get(0).get(16)).isNull();
        assertThat(rows.get(1).get(16)).isEqualTo(true);
    }

    @Test
    void readsValuesOfEveryType() {
        try (DuckDbSink sink = sink(
                new DuckDbColumn("u", "ubigint"),
                new DuckDbColumn("i", "BIGINT"),
                new DuckDbColumn("d", "DOUBLE"),
                new DuckDbColumn("d4", "DECIMAL(4,1)"),
                new DuckDbColumn("d9", "decimal(9, 2)"),
                new DuckDbColumn("d18", "DECIMAL(18,8)"),
                new DuckDbColumn("d38", "DECIMAL(38,10)"),
                new DuckDbColumn("v", "VARCHAR"),
                new DuckDbColumn("t", "TIMESTAMP"),
                new DuckDbColumn("z", "TIMESTAMPTZ"),
                new DuckDbColumn("b", "BOOLEAN"))) {
            sink.open();
            sink.write(batch("""
                            {"u":18446744073709551615,"i":"-7","d":1.5,"d4":"-99.9","d9":3,"d18":"0.12345678",
                            "d38":"1234567890123456789012345678.0000000001","v":{"a":[1,"x"]},
                            "t":"2025-02-04T03:00:06.4193689+01:00","z":"2025-02-04T02:00:06Z","b":"true","other":1}""", """
                            {"b":false,"z":null,"t":"1969-12-31T23:59:59.999999Z","v":12.50,"d38":1,"d18":1e3,
                            "d9":"-1234567.89","d4":0.5,"d":"-0.25","i":9e2,"u":"1"}""", "{}"));
        }
        assertThat(values("SELECT * FROM trades"))
                .containsExactly(
                        List.of(
                                new BigInteger("18446744073709551615"),
                                -7L,
                                1.5,
                                new BigDecimal("-99.9"),
                                new BigDecimal("3.00"),
                                new BigDecimal("0.12345678"),
                                new BigDecimal("1234567890123456789012345678.0000000001"),
                                "{\"a\":[1,\"x\"]}",
                                "2025-02-04T02:00:06.419368Z",
                                "2025-02-04T02:00:06Z",
                                true),
                        Arrays.asList(
                                1L,
                                900L,
                                -0.25,
                                new BigDecimal("0.5"),
                                new BigDecimal("-1234567.89"),
                                new BigDecimal("1000.00000000"),
                                new BigDecimal("1.0000000000"),
                                "12.50",
                                "1969-12-31T23:59:59.999999Z",
                                null,
                                false),
                        Arrays.asList(null, null, null, null, null, null, null, null, null, null, null));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
                    UBIGINT      | -1                     | -1 is not a whole number from 0 to 18446744073709551615
                    UBIGINT      | "1.5"                  | '1.5' is not a whole number from 0 to 18446744073709551615
                    BIGINT       | 9223372036854775808    | 9223372036854775808 is not a whole number of 64 bits
                    BIGINT       | true                   | true is not a whole number of 64 bits
                    DOUBLE       | "12,5"                 | '12,5' is not a number
                    DOUBLE       | 1e400                  | 1E+400 is not a number
                    DOUBLE       | [1]                    | [1] is not a number
                    DECIMAL(4,2) | "100.5"                | '100.5' is not a number with up to 2 digits before the point and 2 behind it
                    DECIMAL(4,2) | "0.005"                | '0.005' is not a number with up to 2 digits before the point and 2 behind it
                    TIMESTAMP    | 1738634406             | 1738634406 is not a time such as 2025-02-04T02:00:06.419368Z
                    TIMESTAMPTZ  | "2025-02-30T00:00:00Z" | '2025-02-30T00:00:00Z' is not a time such as 2025-02-04T02:00:06.419368Z
                    BOOLEAN      | "yes"                  | 'yes' is not true or false
                    """)
    void namesColumnValueAndWhatWouldBeRight(String type, String value, String problem) {
        try (DuckDbSink sink = sink(new DuckDbColumn("n", "BIGINT"), new DuckDbColumn("x", type))) {
            sink.open();
            List<Record<JsonRow>> bad = batch("{\"n\":1}", "{\"n\":2,\"x\":" + value + "}");
            assertThatThrownBy(() -> sink.write(bad))
                    .isInstanceOf(PoisonException.class)
                    .hasMessage("column x of trades: " + problem);
            sink.write(batch("{\"n\":3}"));
        }
        assertThat(stored()).containsExactly(row(3));
    }

    @Test
    void storesNothingOfALongBatchWithABadValueAtItsEnd() {
        try (DuckDbSink sink = sink()) {
            sink.open();
            List<Record<JsonRow>> bad = new ArrayList<>();
            LongStream.range(0, 5_000).forEach(number -> bad.add(Record.of(row(number), Instant.EPOCH)));
            bad.add(Record.of(JsonRow.read("{\"n\":\"" + "x".repeat(1_000) + "\"}"), Instant.EPOCH));
            assertThatThrownBy(() -> sink.write(bad))
                    .isInstanceOf(PoisonException.class)
                    .hasMessageContaining("'xxx")
                    .message()
                    .hasSizeLessThan(200);
            assertThat(stored()).isEmpty();
            sink.write(bad.subList(0, 5_000));
        }
        assertThat(values("SELECT count(*), sum(n) FROM trades")).containsExactly(List.of(5_000L, 12_497_500L));
    }

    @Test
    void writesTheRestOfABatchOfWhichAHalfIsThere() {
        try (DuckDbSink sink = sink()) {
            sink.open();
            write(sink, 0, 2);
            write(sink, 0, 4);
        }
        assertThat(stored()).isEqualTo(samples());
        assertThat(values("SELECT stream, last FROM millrace_batches")).containsExactly(List.of("stream", 4L));
    }

    @Test
    void takesWhatBreaksAConstraintForPoison() throws SQLException {
        execute("CREATE TABLE trades (n BIGINT PRIMARY KEY)");
        try (DuckDbSink sink = sink()) {
            sink.open();
            write(sink, 0, 1);
            assertThatThrownBy(() -> sink.write(batch("{\"n\":2}", "{\"n\":1}")))
                    .isInstanceOf(PoisonException.class)
                    .hasMessageContaining("violates primary key constraint");
            write(sink, 2, 2);
        }
        assertThat(stored()).isEqualTo(samples().subList(0, 3));
    }

    @Test
    void fillsColumnsThatRowsDoNotHave() throws SQLException {
        execute("CREATE TABLE trades (id BIGINT DEFAULT 42, note VARCHAR, \"N\" BIGINT NOT NULL,"
                + " v VARCHAR NOT NULL, t TIMESTAMP NOT NULL, b BOOLEAN NOT NULL, d DECIMAL(38,1) NOT NULL)");
        try (DuckDbSink sink = sink(
                new DuckDbColumn("n", "BIGINT"),
                new DuckDbColumn("v", "VARCHAR"),
                new DuckDbColumn("t", "TIMESTAMP"),
                new DuckDbColumn("b", "BOOLEAN"),
                new DuckDbColumn("d", "DECIMAL(38,1)"))) {
            sink.open();
            sink.write(batch("{\"n\":7}", "{}"));
        }
        assertThat(values("SELECT * FROM trades"))
                .containsExactly(
                        Arrays.asList(42L, null, 7L, "", "1970-01-01T00:00:00Z", false, new BigDecimal("0.0")),
                        Arrays.asList(42L, null, 0L, "", "1970-01-01T00:00:00Z", false, new BigDecimal("0.0")));
    }

    @Test
    void saysAllThatIsWrongWithATable() throws SQLException {
        execute("CREATE TABLE trades (price VARCHAR, n BIGINT)");
        try (DuckDbSink sink = sink(
                new DuckDbColumn("n", "BIGINT"),
                new DuckDbColumn("price", "DOUBLE"),
                new DuckDbColumn("time", "TIMESTAMPTZ"))) {
            assertThatThrownBy(sink::open)
                    .isInstanceOf(FatalException.class)
                    .hasMessage("table trades of " + database().name()
                            + " does not fit: column price is VARCHAR, should be DOUBLE;"
                            + " column time is missing, should be TIMESTAMPTZ");
        }
        execute("DROP TABLE trades");
        try (DuckDbSink sink = sink(new DuckDbColumn("time", "TIMESTAMPTZ"))) {
            sink.open();
            sink.open(); // the table that was made fits
        }
    }

    @Test
    void livesInMemory() {
        DuckDbDatabase memory = DuckDbDatabase.memory("lives-in-memory");
        try (DuckDbSink sink =
                new DuckDbSink(new DuckDbSinkSettings(memory, "t", List.of(new DuckDbColumn("n", "BIGINT"))))) {
            sink.open();
            write(sink, 0, 1);
            write(sink, 0, 1);
            assertThat(new DuckDbReader(memory, 10, Duration.ofMinutes(1), Ticker.SYSTEM)
                            .query("SELECT n FROM t")
                            .rows())
                    .containsExactly(List.of(0L), List.of(1L));
        }
    }

    @Test
    void sinksOfOneDatabaseMayBeginAtOnce() throws InterruptedException {
        for (int round = 0; round < 20; round++) {
            DuckDbDatabase database = DuckDbDatabase.file(folder.resolve("shared" + round));
            List<Throwable> failures = new CopyOnWriteArrayList<>();
            List<Thread> threads = Stream.of("a", "b", "c", "d")
                    .map(table -> Thread.ofVirtual().start(() -> {
                        List<DuckDbColumn> columns = List.of(new DuckDbColumn("n", "BIGINT"));
                        try (DuckDbSink sink = new DuckDbSink(new DuckDbSinkSettings(database, table, columns))) {
                            sink.open();
                        } catch (RuntimeException e) {
                            failures.add(e);
                        }
                    }))
                    .toList();
            for (Thread thread : threads) {
                thread.join();
            }
            assertThat(failures).isEmpty();
        }
    }

    @Test
    void noticesAnotherSinkOfTheSameStream() {
        try (DuckDbSink one = sink();
                DuckDbSink other = sink()) {
            one.open();
            write(one, 0, 0);
            other.open();
            write(one, 1, 1);
            assertThatThrownBy(() -> write(other, 1, 1))
                    .isInstanceOf(FatalException.class)
                    .hasMessageStartingWith("stream stream is stored in");
        }
        assertThat(stored()).isEqualTo(samples().subList(0, 2));
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void waitsForSpaceOnAFullDisk() throws Exception {
        Path wal = folder.resolve("trades.duckdb.wal");
        Files.createSymbolicLink(wal, Path.of("/dev/full"));
        try (DuckDbSink sink = sink()) {
            assertThatThrownBy(sink::open)
                    .isInstanceOf(TransientException.class)
                    .hasMessageContaining("No space left on device");
            Files.delete(wal);
            sink.open();
            write(sink, 0, 1);
        }
        assertThat(stored()).isEqualTo(samples().subList(0, 2));
    }

    @Test
    void saysWhetherTimeOrTheOperatorCanHelp() throws Exception {
        try (DuckDbSink sink = sink()) {
            assertThatThrownBy(() -> write(sink, 0, 0))
                    .isInstanceOf(TransientException.class)
                    .hasMessageEndingWith("is not open");
        }
        DuckDbDatabase missing = DuckDbDatabase.file(folder.resolve("missing/trades.duckdb"));
        try (DuckDbSink sink =
                new DuckDbSink(new DuckDbSinkSettings(missing, "t", List.of(new DuckDbColumn("n", "BIGINT"))))) {
            assertThatThrownBy(sink::open)
                    .isInstanceOf(TransientException.class)
                    .hasMessageStartingWith("cannot open " + missing.name());
        }
        Files.writeString(folder.resolve("trades.duckdb"), "something else ".repeat(1_000));
        try (DuckDbSink sink = sink()) {
            assertThatThrownBy(sink::open)
                    .isInstanceOf(FatalException.class)
                    .hasMessageContaining("not a valid DuckDB database file");
        }
    }

    @Test
    void namesTheFieldAndTheValueThatIsWrong() {
        List<DuckDbColumn> columns = List.of(new DuckDbColumn("n", "BIGINT"));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new DuckDbColumn("n", "DECIMAL(39,2)"))
                .withMessage("column n: type must be DECIMAL(p,s) with p from 1 to 38 and s up to p,"
                        + " was 'DECIMAL(39,2)'");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new DuckDbColumn("n", "INT"))
                .withMessageStartingWith("column n: type must be one of UBIGINT,")
                .withMessageEndingWith("was 'INT'");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new DuckDbSinkSettings(database(), "millrace_batches", columns))
                .withMessage("table must not be blank and not millrace_batches, was 'millrace_batches'");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new DuckDbSinkSettings(
                        database(), "t", List.of(columns.getFirst(), new DuckDbColumn("N", "DOUBLE"))))
                .withMessage("column N is there twice");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new DuckDbSinkSettings(database(), "t", List.of()))
                .withMessage("columns must not be empty");
        assertThatIllegalArgumentException().isThrownBy(() -> new DuckDbDatabase(":memory:"));
    }
}
