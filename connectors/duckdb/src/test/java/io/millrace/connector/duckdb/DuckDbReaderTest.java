package io.millrace.connector.duckdb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.core.Record;
import io.millrace.core.failure.InvalidRequestException;
import io.millrace.core.json.JsonRow;
import io.millrace.core.testkit.Eventually;
import io.millrace.core.testkit.ManualTicker;
import io.millrace.core.time.Ticker;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
final class DuckDbReaderTest {

    @TempDir
    private Path folder;

    private DuckDbDatabase database = DuckDbDatabase.memory("reader-test");
    private DuckDbSink sink = new DuckDbSink(new DuckDbSinkSettings(database, "t", columns()));

    private static List<DuckDbColumn> columns() {
        return List.of(new DuckDbColumn("n", "BIGINT"), new DuckDbColumn("x", "DOUBLE"));
    }

    private DuckDbReader reader(int maxRows) {
        return new DuckDbReader(database, maxRows, Duration.ofMinutes(1), Ticker.SYSTEM);
    }

    @BeforeEach
    void writes() {
        database = DuckDbDatabase.file(folder.resolve("test.duckdb"));
        sink = new DuckDbSink(new DuckDbSinkSettings(database, "t", columns()));
        sink.open();
        sink.write(List.of(
                Record.of(JsonRow.read("{\"n\":1,\"x\":1.5}"), Instant.EPOCH),
                Record.of(JsonRow.read("{\"n\":2}"), Instant.EPOCH)));
    }

    @AfterEach
    void closes() {
        sink.close();
    }

    @Test
    void readsWhileASinkWrites() {
        DuckDbRows rows = reader(10).query("WITH a AS (SELECT * FROM t) SELECT n, x AS half FROM a ORDER BY n;");
        assertThat(rows.columns()).containsExactly("n", "half");
        assertThat(rows.rows()).containsExactly(List.of(1L, 1.5), Arrays.asList(2L, null));
        assertThat(rows.complete()).isTrue();
    }

    @Test
    void givesNoMoreRowsThanItMay() {
        DuckDbRows rows = reader(3).query("SELECT i FROM range(1000000000) r(i)");
        assertThat(rows.rows()).containsExactly(List.of(0L), List.of(1L), List.of(2L));
        assertThat(rows.complete()).isFalse();
        assertThat(reader(3).query("SELECT i FROM range(3) r(i)").complete()).isTrue();
    }

    @Test
    void readsEveryTypeThatATableMayHave() {
        assertThat(reader(1)
                        .query("SELECT 1::UTINYINT, 'nan'::DOUBLE, 1.5::FLOAT, DATE '2025-02-04', [1, 2],"
                                + " TIMESTAMP '2025-02-04 02:00:06', 12::HUGEINT, true, NULL")
                        .rows()
                        .getFirst())
                .isEqualTo(
                        Arrays.asList(1L, "NaN", 1.5, "2025-02-04", "[1, 2]", "2025-02-04T02:00:06Z", 12L, true, null));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "DELETE FROM t",
                "DROP TABLE t",
                "SELECT 1; DROP TABLE t",
                "SELECT 1; SELECT 2",
                "INSERT INTO t VALUES (3, 3)",
                "COPY t TO 'out.csv'",
                "ATTACH 'other.duckdb'",
                "SET enable_external_access = true",
                "PRAGMA database_list",
                "SELECT * FROM nothing",
                "SELECT * FROM read_text('/etc/hostname')",
                "SELECT * FROM '/etc/passwd.csv'",
                "WITH a AS (DELETE FROM t RETURNING *) SELECT * FROM a",
                "EXPLAIN ANALYZE DELETE FROM t",
            })
    void refusesWhatDoesNotRead(String sql) {
        assertThatThrownBy(() -> reader(10).query(sql)).isInstanceOf(InvalidRequestException.class);
        assertThat(reader(10).query("SELECT count(*) FROM t").rows()).containsExactly(List.of(2L));
    }

    @Test
    void endsAQueryThatTakesTooLong() throws Exception {
        ManualTicker ticker = new ManualTicker();
        DuckDbReader reader = new DuckDbReader(database, 10, Duration.ofSeconds(5), ticker);
        AtomicReference<Object> seen = new AtomicReference<>();
        Thread thread = Thread.ofPlatform().start(() -> {
            try {
                seen.set(reader.query("SELECT sum(a.i * b.i) FROM range(10000000) a(i), range(10000000) b(i)"));
            } catch (RuntimeException e) {
                seen.set(e);
            }
        });
        Eventually.until("the query runs", () -> ticker.sleepers() == 1 || seen.get() != null);
        ticker.advance(Duration.ofSeconds(5));
        Eventually.until("the query ends", () -> {
            ticker.advance(Duration.ofMillis(20));
            return seen.get() != null;
        });
        thread.join();
        assertThat(seen.get())
                .isInstanceOf(InvalidRequestException.class)
                .asString()
                .contains("query was ended after 5000 ms");
    }

    @Test
    void makesNoDatabase() {
        Path missing = folder.resolve("missing.duckdb");
        DuckDbReader reader = new DuckDbReader(DuckDbDatabase.file(missing), 10, Duration.ofMinutes(1), Ticker.SYSTEM);
        assertThatThrownBy(() -> reader.query("SELECT 1"))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessage("there is no database " + missing + " yet");
        assertThat(Files.exists(missing)).isFalse();
    }

    @Test
    void readsWithoutASink() {
        sink.close();
        assertThat(reader(10).query("SELECT count(*) FROM t").rows()).containsExactly(List.of(2L));
    }
}
