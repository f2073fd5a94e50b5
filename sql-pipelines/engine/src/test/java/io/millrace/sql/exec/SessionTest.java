package io.millrace.sql.exec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.core.Poll;
import io.millrace.core.Source;
import io.millrace.sql.SqlException;
import io.millrace.sql.batch.Column;
import io.millrace.sql.batch.LongVector;
import io.millrace.sql.batch.RowBatch;
import io.millrace.sql.type.DataType;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What a session offers to those who bring settings and rows apart from the text. */
final class SessionTest {

    private final EmbeddedEngine engine = new EmbeddedEngine();
    private final Session session = engine.session();

    @AfterEach
    void close() {
        engine.close();
    }

    @Test
    void takesBatchesForAnInsertWithoutRows() throws InterruptedException {
        session.execute("CREATE STREAM s(a int64, b string DEFAULT 'none', c int8)");
        InsertTarget target =
                session.insertTarget("INSERT INTO s (c, a) VALUES;").orElseThrow();
        assertThat(target.columns().columns())
                .containsExactly(new Column("c", DataType.INT8), new Column("a", DataType.INT64));
        session.insert(
                target,
                new RowBatch(
                        target.columns(), 2, new LongVector(new long[] {1, 2}), new LongVector(new long[] {10, 20})));
        RowBatch rows = first(session.query("SELECT sum(a) AS a, sum(c) AS c FROM table(s) WHERE b = 'none'"));
        assertThat(rows.longs(0).values[0]).isEqualTo(30);
        assertThat(rows.longs(1).values[0]).isEqualTo(3);
    }

    @Test
    void knowsWhichInsertsHaveNoRows() {
        session.execute("CREATE STREAM s(a int64)");
        assertThat(session.insertTarget("insert into s format Native")).isPresent();
        assertThat(session.insertTarget("INSERT INTO s VALUES (1)")).isEmpty();
        assertThat(session.insertTarget("INSERT INTO s SELECT 1")).isEmpty();
        assertThat(session.insertTarget("SELECT 1")).isEmpty();
        assertThatThrownBy(() -> session.insertTarget("INSERT INTO s(x) VALUES"))
                .isInstanceOf(SqlException.class)
                .hasMessageContaining("no column 'x'");
        assertThatThrownBy(() -> session.insertTarget("INSERT INTO t VALUES")).hasMessageContaining("'t'");
    }

    @Test
    void refusesRowsForAColumnThatHasGone() {
        session.execute("CREATE STREAM s(a int64)");
        InsertTarget target = session.insertTarget("INSERT INTO s VALUES").orElseThrow();
        RowBatch rows = new RowBatch(target.columns(), 1, new LongVector(new long[] {1}));
        session.execute("DROP STREAM s");
        assertThatThrownBy(() -> session.insert(target, rows)).hasMessageContaining("unknown stream 's'");
        session.execute("CREATE STREAM s(a string)");
        assertThatThrownBy(() -> session.insert(target, rows)).hasMessageContaining("'a' of type int64 any more");
    }

    @Test
    void settingsOfTheTextGoBeforeThoseBesideIt() throws InterruptedException {
        session.execute("CREATE RANDOM STREAM r(a int) SETTINGS eps = 0");
        PreparedQuery beside = session.prepare("SELECT a FROM r", Map.of("max_events", "5"), Set.of());
        assertThat(beside.plan().bounded()).isTrue();
        assertThat(first(beside.run("one", () -> {})).size()).isEqualTo(5);
        PreparedQuery both = session.prepare(
                "SELECT a FROM r SETTINGS max_events = 3, mine = 'x'", Map.of("max_events", "5"), Set.of("mine"));
        assertThat(first(both.run("two", () -> {})).size()).isEqualTo(3);
        assertThat(both.foreignSettings()).containsExactly(Map.entry("mine", "x"));
        assertThatThrownBy(() -> session.prepare("SELECT 1 SETTINGS mine = 1", Map.of(), Set.of()))
                .isInstanceOf(SqlException.class);
    }

    @Test
    void tellsWhoRunsAQueryThatItIsKilled() throws InterruptedException {
        session.execute("CREATE STREAM s(a int64)");
        AtomicInteger killed = new AtomicInteger();
        Source<RowBatch> source =
                session.prepare("SELECT a FROM s", Map.of(), Set.of()).run("id", killed::incrementAndGet);
        source.open();
        session.execute("KILL QUERY WHERE query_id = 'id'");
        assertThat(killed).hasValue(1);
        assertThat(source.poll(Duration.ofSeconds(1))).isInstanceOf(Poll.End.class);
        assertThat(session.kill("id")).isFalse();
    }

    private static RowBatch first(Source<RowBatch> source) throws InterruptedException {
        try (source) {
            source.open();
            while (true) {
                if (source.poll(Duration.ofSeconds(5)) instanceof Poll.Batch<RowBatch> batch) {
                    return batch.records().getFirst().value();
                }
            }
        }
    }
}
