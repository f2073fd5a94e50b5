package io.millrace.sql.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.millrace.core.testkit.Eventually;
import io.millrace.core.time.Ticker;
import io.millrace.sql.exec.EmbeddedEngine;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.sql.Array;
import java.sql.Connection;
import java.sql.Date;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Struct;
import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Properties;
import java.util.UUID;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The endpoint as Proton's Java driver sees it; that driver always packs its blocks. */
final class JdbcIT {

    private final EmbeddedEngine engine = new EmbeddedEngine();
    private final CountingListener listener = new CountingListener();
    private final NativeServer server =
            NativeServer.start(new Settings().password("secret").build(), engine, listener, Ticker.SYSTEM);

    @AfterEach
    void stop() {
        server.close();
        engine.close();
    }

    // region connect
    private Connection connect() throws SQLException {
        Properties login = new Properties();
        login.setProperty("user", "default");
        login.setProperty("password", "secret");
        return DriverManager.getConnection("jdbc:timeplus://127.0.0.1:" + server.port() + "/default", login);
    }
    // endregion

    @Test
    void answersABoundedQuery() throws SQLException {
        try (Connection connection = connect();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("SELECT 1 AS a, 'x' AS b")) {
            assertThat(rows.getMetaData().getColumnName(1)).isEqualTo("a");
            assertThat(rows.getMetaData().getColumnTypeName(1)).isEqualTo("uint8");
            assertThat(rows.next()).isTrue();
            assertThat(rows.getInt("a")).isEqualTo(1);
            assertThat(rows.getString("b")).isEqualTo("x");
            assertThat(rows.next()).isFalse();
        }
    }

    @Test
    void readsEveryType() throws SQLException {
        Map<String, @Nullable Object> expected = new LinkedHashMap<>();
        expected.put("true", (byte) 1);
        expected.put("to_int8(-8)", (byte) -8);
        expected.put("to_int16(-1600)", (short) -1600);
        expected.put("to_int32(-32000000)", -32_000_000);
        expected.put("to_int64(-6400000000)", -6_400_000_000L);
        expected.put("to_uint8(200)", (short) 200);
        expected.put("to_uint16(60000)", 60_000);
        expected.put("to_uint32(4000000000)", 4_000_000_000L);
        expected.put("'18446744073709551615'::uint64", new BigInteger("18446744073709551615"));
        expected.put(
                "'-170141183460469231731687303715884105728'::int128",
                BigInteger.TWO.pow(127).negate());
        expected.put(
                "'340282366920938463463374607431768211455'::uint128",
                BigInteger.TWO.pow(128).subtract(BigInteger.ONE));
        expected.put(
                "'-12345678901234567890123456789012345678901234567890'::int256",
                new BigInteger("-12345678901234567890123456789012345678901234567890"));
        expected.put(
                "'12345678901234567890123456789012345678901234567890'::uint256",
                new BigInteger("12345678901234567890123456789012345678901234567890"));
        expected.put("to_float32(1.5)", 1.5f);
        expected.put("-2.25", -2.25);
        expected.put("'123.45'::decimal(9, 2)", new BigDecimal("123.45"));
        expected.put("'-1234567890.123'::decimal(18, 3)", new BigDecimal("-1234567890.123"));
        expected.put("'123456789012345678901234.5'::decimal(38, 1)", new BigDecimal("123456789012345678901234.5"));
        expected.put("'-1.5'::decimal(76, 1)", new BigDecimal("-1.5"));
        expected.put("'Zürich'", "Zürich");
        expected.put("'abc'::fixed_string(5)", "abc\0\0");
        expected.put(
                "'61f0c404-5cb3-11e7-907b-a6006ad3dba0'::uuid",
                UUID.fromString("61f0c404-5cb3-11e7-907b-a6006ad3dba0"));
        expected.put("'1.2.3.4'::ipv4", 0x01020304L);
        expected.put("'2001:db8::ff'::ipv6", new BigInteger("20010db80000000000000000000000ff", 16));
        expected.put("'b'::enum8('a' = 1, 'b' = 2)", "b");
        expected.put("'big'::enum16('a' = 1, 'big' = 1000)", "big");
        expected.put("'2024-02-29'::date", Date.valueOf(LocalDate.of(2024, 2, 29)));
        expected.put("'1950-02-28'::date32", Date.valueOf(LocalDate.of(1950, 2, 28)));
        expected.put("'x'::low_cardinality(string)", "x");
        expected.put("'{\"a\":1}'::json", "{\"a\":1}");
        expected.put("'y'::nullable(string)", "y");
        expected.put("NULL::nullable(int32)", null);
        try (Connection connection = connect();
                Statement statement = connection.createStatement()) {
            for (Map.Entry<String, @Nullable Object> value : expected.entrySet()) {
                try (ResultSet rows = statement.executeQuery("SELECT " + value.getKey() + " AS v")) {
                    assertThat(rows.next()).as(value.getKey()).isTrue();
                    assertThat(rows.getObject(1)).as(value.getKey()).isEqualTo(value.getValue());
                    assertThat(rows.next()).isFalse();
                }
            }
        }
    }

    @Test
    void readsTimesAndWhatHoldsOtherValues() throws SQLException {
        String sql = "SELECT to_datetime('2024-01-02 03:04:05', 'UTC') AS t,"
                + " to_datetime64('2024-01-02 03:04:05.678', 3, 'UTC') AS t64,"
                + " [1, 2, 3] AS a, [['x'], ['y', 'z']] AS aa, map('k', 7) AS m, (1, 'two') AS p";
        try (Connection connection = connect();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            assertThat(rows.next()).isTrue();
            assertThat(rows.getTimestamp("t").toInstant()).hasToString("2024-01-02T03:04:05Z");
            assertThat(rows.getTimestamp("t64").toInstant()).hasToString("2024-01-02T03:04:05.678Z");
            assertThat((Object[]) rows.getArray("a").getArray()).containsExactly((short) 1, (short) 2, (short) 3);
            Object[] outer = (Object[]) rows.getArray("aa").getArray();
            assertThat((Object[]) ((Array) outer[1]).getArray()).containsExactly("y", "z");
            assertThat(rows.getObject("m")).isEqualTo(Map.of("k", (short) 7));
            assertThat(((Struct) rows.getObject("p")).getAttributes()).containsExactly((short) 1, "two");
        }
    }

    @Test
    void insertsThroughPreparedStatements() throws SQLException {
        try (Connection connection = connect();
                Statement statement = connection.createStatement()) {
            statement.executeUpdate("CREATE STREAM s(id int64, name string, price decimal(18, 2), seen bool,"
                    + " note nullable(string), tag low_cardinality(string) DEFAULT 'none')");
            try (PreparedStatement insert =
                    connection.prepareStatement("INSERT INTO s(id, name, price, seen, note) VALUES (?, ?, ?, ?, ?)")) {
                for (int i = 0; i < 3; i++) {
                    insert.setLong(1, i);
                    insert.setString(2, "n" + i);
                    insert.setBigDecimal(3, new BigDecimal("1.25"));
                    insert.setByte(4, (byte) (i % 2));
                    insert.setObject(5, i == 0 ? null : "note");
                    insert.addBatch();
                }
                assertThat(insert.executeBatch()).hasSize(3);
            }
            try (ResultSet rows =
                    statement.executeQuery("SELECT id, name, price, seen, note, tag FROM table(s) ORDER BY id")) {
                for (int i = 0; i < 3; i++) {
                    assertThat(rows.next()).isTrue();
                    assertThat(rows.getLong(1)).isEqualTo(i);
                    assertThat(rows.getString(2)).isEqualTo("n" + i);
                    assertThat(rows.getBigDecimal(3)).isEqualByComparingTo("1.25");
                    assertThat(rows.getObject(4)).isEqualTo((byte) (i % 2));
                    assertThat(rows.getString(5)).isEqualTo(i == 0 ? null : "note");
                    assertThat(rows.getString(6)).isEqualTo("none");
                }
                assertThat(rows.next()).isFalse();
            }
        }
        assertThat(listener.inserted).hasValue(3);
    }

    @Test
    void insertsRowsOfTheText() throws SQLException {
        try (Connection connection = connect();
                Statement statement = connection.createStatement()) {
            statement.executeUpdate("CREATE STREAM s(id int32, name string)");
            assertThat(statement.executeUpdate("INSERT INTO s(id, name) VALUES (1, 'one'), (2, 'two')"))
                    .isEqualTo(2);
            try (ResultSet rows = statement.executeQuery("SELECT count() AS n, max(name) AS m FROM table(s)")) {
                assertThat(rows.next()).isTrue();
                assertThat(rows.getLong("n")).isEqualTo(2);
                assertThat(rows.getString("m")).isEqualTo("two");
            }
        }
    }

    @Test
    void readsAStreamUntilItLeaves() throws SQLException {
        try (Connection connection = connect();
                Statement statement = connection.createStatement()) {
            statement.executeUpdate("CREATE RANDOM STREAM r(a int32, s string) SETTINGS eps = 100000");
            ResultSet rows = statement.executeQuery("SELECT a, s FROM r");
            for (int i = 0; i < 20_000; i++) {
                assertThat(rows.next()).isTrue();
            }
        }
        Eventually.until("the query has ended", () -> listener.running.get() == 0 && server.connections() == 0);
    }

    @Test
    void endsARowLimitAsTheDriverAsks() throws SQLException {
        try (Connection connection = connect();
                Statement statement = connection.createStatement()) {
            statement.executeUpdate("CREATE RANDOM STREAM r(a int32) SETTINGS eps = 0");
            statement.setMaxRows(1234);
            try (ResultSet rows = statement.executeQuery("SELECT a FROM r")) {
                int count = 0;
                while (rows.next()) {
                    count++;
                }
                assertThat(count).isEqualTo(1234);
            }
        }
    }

    @Test
    void tellsErrorsByTheirCodes() throws SQLException {
        try (Connection connection = connect();
                Statement statement = connection.createStatement()) {
            assertThat(code(() -> statement.executeQuery("SELECT * FROM nowhere")))
                    .isEqualTo(60);
            assertThat(code(() -> statement.executeQuery("SELECT 1 +"))).isEqualTo(62);
            assertThatThrownBy(() -> statement.executeQuery("SELECT * FROM nowhere"))
                    .hasMessageContaining("unknown stream or view 'nowhere'");
            try (ResultSet rows = statement.executeQuery("SELECT 1")) {
                assertThat(rows.next()).isTrue();
            }
        }
        assertThat(code(() -> DriverManager.getConnection("jdbc:timeplus://127.0.0.1:" + server.port())))
                .isEqualTo(516);
    }

    /** The server's code: the driver has it in the cause of what it throws. */
    private static int code(ThrowingCallable call) {
        for (Throwable cause = catchThrowable(call); cause != null; cause = cause.getCause()) {
            if (cause instanceof SQLException error && error.getErrorCode() > 0) {
                return error.getErrorCode();
            }
        }
        return 0;
    }
}
