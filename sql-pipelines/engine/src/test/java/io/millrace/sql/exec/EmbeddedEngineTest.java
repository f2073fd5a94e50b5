package io.millrace.sql.exec;

import static io.millrace.sql.exec.Run.ended;
import static io.millrace.sql.exec.Run.ready;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.core.Poll;
import io.millrace.core.Source;
import io.millrace.core.failure.StreamException;
import io.millrace.core.testkit.ManualTicker;
import io.millrace.core.time.Ticker;
import io.millrace.sql.EnginePipeline;
import io.millrace.sql.QueryPlan;
import io.millrace.sql.SqlException;
import io.millrace.sql.batch.Column;
import io.millrace.sql.batch.RowBatch;
import io.millrace.sql.exec.stage.QueryLimits;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

@Timeout(30)
class EmbeddedEngineTest {

    private static final String DEVICES = """
            CREATE RANDOM STREAM IF NOT EXISTS devices(
              device string default 'device'||to_string(rand()%4),
              temperature float default rand()%1000/10
            )""";
    private static final EngineSettings SETTINGS =
            new EngineSettings(1 << 20, 1024, new QueryLimits(100_000, 100_000, 64 << 20), 42);

    private final ManualTicker ticker = new ManualTicker(Instant.parse("2026-01-01T00:00:00.420Z"));
    private final EmbeddedEngine engine = new EmbeddedEngine(ticker, SETTINGS);

    @AfterEach
    void close() {
        engine.close();
    }

    private static Source<RowBatch> open(EnginePipeline pipeline) {
        Source<RowBatch> query = pipeline.query();
        query.open();
        return query;
    }

    private static Source<RowBatch> open(Session session, String sql) {
        Source<RowBatch> query = session.query(sql);
        query.open();
        return query;
    }

    private static List<String> names(QueryPlan plan) {
        return plan.schema().columns().stream().map(Column::name).toList();
    }

    @Test
    void runsTheFirstSamplePipeline() {
        EnginePipeline pipeline = engine.start("pipeline1", List.of(DEVICES, "SELECT * FROM devices"));
        assertThat(names(pipeline.plan())).containsExactly("device", "temperature", "_tp_time");
        assertThat(pipeline.plan().bounded()).isFalse();
        Source<RowBatch> query = open(pipeline);
        ticker.advance(Duration.ofMillis(14));
        List<List<@Nullable Object>> rows = ready(query);
        // slots at 420, 425 and 430 ms
        assertThat(rows).hasSize(15);
        for (List<@Nullable Object> row : rows) {
            String device = (String) Objects.requireNonNull(row.getFirst());
            double temperature = (double) Objects.requireNonNull(row.get(1));
            // both columns come from one rand(): its remainder by 4 is that of the number of tenths
            assertThat(device).isEqualTo("device" + Math.round(temperature * 10) % 4);
        }
        assertThat(rows.stream().map(row -> Objects.requireNonNull(row.get(2))).distinct())
                .containsExactly(
                        Instant.parse("2026-01-01T00:00:00.420Z").toEpochMilli(),
                        Instant.parse("2026-01-01T00:00:00.425Z").toEpochMilli(),
                        Instant.parse("2026-01-01T00:00:00.430Z").toEpochMilli());
    }

    @Test
    void countsExactlyAThousandRowsPerSecondInTheSecondSamplePipeline() {
        EnginePipeline pipeline = engine.start(
                "pipeline2",
                List.of(
                        DEVICES,
                        "SELECT window_start, count(*) as count FROM tumble(devices, 1s) GROUP BY window_start"));
        Source<RowBatch> query = open(pipeline);
        List<@Nullable Object> counts = new ArrayList<>();
        for (int i = 0; i < 400; i++) {
            ticker.advance(Duration.ofMillis(13));
            ready(query).forEach(row -> counts.add(row.get(1)));
        }
        assertThat(counts).containsExactly(580L, 1000L, 1000L, 1000L, 1000L);
    }

    @Test
    void runsTheThirdSamplePipelineToItsEnd() {
        EnginePipeline pipeline = engine.start("pipeline3", List.of("SELECT 1"));
        assertThat(pipeline.plan().bounded()).isTrue();
        assertThat(names(pipeline.plan())).containsExactly("1");
        for (int run = 0; run < 2; run++) {
            Source<RowBatch> query = open(pipeline);
            assertThat(ready(query)).containsExactly(List.of(1L));
            assertThat(ended(query)).isTrue();
        }
    }

    @Test
    void keepsTheNamesOfPipelinesApart() {
        EnginePipeline slow = engine.start(
                "slow",
                List.of("CREATE RANDOM STREAM devices(n int default 1) SETTINGS eps=100", "SELECT n FROM devices"));
        EnginePipeline fast = engine.start(
                "fast",
                List.of(
                        "DROP STREAM IF EXISTS devices",
                        "CREATE RANDOM STREAM devices(n int default 2) SETTINGS eps=1000",
                        "SELECT n FROM devices"));
        Source<RowBatch> first = open(slow);
        Source<RowBatch> second = open(fast);
        ticker.advance(Duration.ofMillis(999));
        assertThat(ready(first)).hasSize(100).containsOnly(List.of(1L));
        assertThat(ready(second)).hasSize(1000).containsOnly(List.of(2L));
        fast.close();
        assertThat(ended(second)).isTrue();
        ticker.advance(Duration.ofSeconds(1));
        assertThat(ready(first)).hasSize(100);
    }

    @Test
    void givesEachReaderAGeneratorOfItsOwn() {
        EnginePipeline pipeline = engine.start("p", List.of(DEVICES, "SELECT temperature FROM devices"));
        Source<RowBatch> first = open(pipeline);
        Source<RowBatch> second = open(pipeline);
        ticker.advance(Duration.ofMillis(100));
        List<List<@Nullable Object>> rowsOfFirst = ready(first);
        List<List<@Nullable Object>> rowsOfSecond = ready(second);
        assertThat(rowsOfFirst).isNotEmpty().hasSameSizeAs(rowsOfSecond).isNotEqualTo(rowsOfSecond);
    }

    static List<List<Object>> wrongPipelines() {
        return List.of(
                List.of(List.of(), 0, "a pipeline needs at least one statement, its query"),
                List.of(List.of("SELECT 1", "SELECT 2"), 1, "only the last statement may be a query"),
                List.of(List.of(DEVICES), 1, "the last statement must be a query"),
                List.of(List.of(DEVICES, "SELECT * FROM nothing"), 2, "nothing"),
                List.of(List.of("SELEC 1"), 1, "SELEC"),
                List.of(List.of("CREATE STREAM s(n int)", "CREATE STREAM s(n int)", "SELECT 1"), 2, "exists already"),
                List.of(List.of("DROP STREAM s", "SELECT 1"), 1, "s"),
                List.of(
                        List.of("CREATE RANDOM STREAM s(n int) SETTINGS interval_time=0", "SELECT n FROM s"),
                        1,
                        "interval_time"));
    }

    @ParameterizedTest
    @MethodSource("wrongPipelines")
    void refusesAWrongPipelineWithTheNumberOfTheStatement(List<Object> wrong) {
        @SuppressWarnings("unchecked")
        List<String> sqls = (List<String>) wrong.getFirst();
        assertThatThrownBy(() -> engine.check(sqls))
                .isInstanceOfSatisfying(
                        SqlException.class, e -> assertThat(e.statement()).isEqualTo(wrong.get(1)))
                .hasMessageContaining((String) wrong.get(2));
        assertThatThrownBy(() -> engine.start("p", sqls)).isInstanceOf(SqlException.class);
    }

    @Test
    void checksWithoutEffect() {
        List<String> sqls = List.of(
                "CREATE STREAM s(n int)",
                "INSERT INTO s(n) VALUES (1)",
                "CREATE MATERIALIZED VIEW v AS SELECT n FROM s",
                "SELECT n FROM v");
        assertThat(names(engine.check(sqls))).containsExactly("n");
        assertThat(names(engine.check(sqls))).containsExactly("n");
    }

    @Test
    void readsStoredRowsOfAStream() {
        EnginePipeline pipeline = engine.start(
                "p",
                List.of(
                        "CREATE STREAM s(id string, n int default 5)",
                        "INSERT INTO s(id, n) VALUES ('a', 1), ('b', 2)",
                        "INSERT INTO s(id) VALUES ('c')",
                        "SELECT id, n + 1 AS m, _tp_sn FROM table(s) WHERE n > 1"));
        assertThat(ready(open(pipeline))).containsExactly(List.of("b", 3L, 1L), List.of("c", 6L, 2L));
    }

    @Test
    void showsAndDescribesAndExplains() {
        assertThat(ready(open(engine.start("p", List.of(DEVICES, "CREATE VIEW v AS SELECT 1", "SHOW STREAMS")))))
                .contains(List.of("devices"));
        assertThat(ready(open(engine.start("p", List.of(DEVICES, "DESCRIBE devices")))))
                .extracting(row -> row.subList(0, 2))
                .containsExactly(
                        List.of("device", "string"),
                        List.of("temperature", "float32"),
                        List.of("_tp_time", "datetime64(3, 'UTC')"),
                        List.of("_tp_sn", "int64"));
        assertThat(ready(open(engine.start("p", List.of(DEVICES, "EXPLAIN SELECT device FROM devices")))))
                .last()
                .asString()
                .contains("Scan devices(device) streaming");
    }

    @Test
    void storesTheRowsOfAMaterializedViewUntilItIsDropped() throws InterruptedException {
        Session session = engine.session();
        session.execute("CREATE STREAM s(n int)");
        session.execute("CREATE MATERIALIZED VIEW v AS SELECT n * 2 AS m FROM s WHERE n > 1");
        Source<RowBatch> query = open(session, "SELECT m FROM v");
        session.execute("INSERT INTO s(n) VALUES (1), (2), (3)");
        assertThat(take(query, 2)).containsExactly(List.of(4L), List.of(6L));
        Source<RowBatch> stored = open(session, "SELECT m FROM table(v)");
        assertThat(ready(stored)).containsExactly(List.of(4L), List.of(6L));
        session.execute("DROP VIEW v");
        assertThat(query.poll(Duration.ofSeconds(10))).isInstanceOf(Poll.End.class);
        assertThatThrownBy(() -> session.query("SELECT m FROM v")).isInstanceOf(SqlException.class);
    }

    /** Polls until there are that many rows; the rows come from another thread. */
    private static List<List<@Nullable Object>> take(Source<RowBatch> query, int count) throws InterruptedException {
        List<List<@Nullable Object>> rows = new ArrayList<>();
        while (rows.size() < count) {
            switch (query.poll(Duration.ofHours(1))) {
                case Poll.Batch<RowBatch> batch -> batch.records().forEach(record -> Run.add(record.value(), rows));
                case Poll.Idle<RowBatch> _ -> {}
                case Poll.End<RowBatch> _ -> throw new AssertionError("ended after " + rows);
            }
        }
        return rows;
    }

    @Test
    void feedsSeveralViewsIntoOneTargetWithDefaultsAndCasts() throws InterruptedException {
        Session session = engine.session();
        session.execute("CREATE STREAM a(n int)");
        session.execute("CREATE STREAM b(n int)");
        session.execute("CREATE STREAM target(source string default 'unknown', n float64)");
        session.execute("CREATE MATERIALIZED VIEW va INTO target AS SELECT n, 'a' AS source FROM a");
        session.execute("CREATE MATERIALIZED VIEW vb INTO target AS SELECT n FROM b");
        Source<RowBatch> query = open(session, "SELECT source, n FROM target");
        session.execute("INSERT INTO a(n) VALUES (1)");
        assertThat(take(query, 1)).containsExactly(List.of("a", 1.0));
        session.execute("INSERT INTO b(n) VALUES (2)");
        assertThat(take(query, 1)).containsExactly(List.of("unknown", 2.0));
        assertThatThrownBy(() -> session.execute("CREATE MATERIALIZED VIEW vc INTO target AS SELECT n AS x FROM a"))
                .hasMessageContaining("has no column 'x'");
    }

    @Test
    void showsTheFailureOfAViewToItsReaders() {
        Session session = engine.session();
        session.execute("CREATE STREAM s(text string)");
        session.execute("CREATE MATERIALIZED VIEW v AS SELECT to_int32(text) AS n FROM s");
        Source<RowBatch> query = open(session, "SELECT n FROM v");
        session.execute("INSERT INTO s(text) VALUES ('no number')");
        assertThatThrownBy(() -> take(query, 1))
                .isInstanceOf(StreamException.class)
                .hasMessageContaining("no number");
        assertThat(session.failures()).containsOnlyKeys("v");
    }

    @Test
    void endsAQueryWhoseRowsCannotBeComputed() {
        Session session = engine.session();
        session.execute("CREATE STREAM s(text string)");
        Source<RowBatch> query = open(session, "SELECT to_int32(text) AS n FROM s");
        session.execute("INSERT INTO s(text) VALUES ('1')");
        session.execute("INSERT INTO s(text) VALUES ('x1')");
        assertThat(ready(query, 1)).containsExactly(List.of(1L));
        assertThatThrownBy(() -> query.poll(Duration.ZERO))
                .isInstanceOf(StreamException.class)
                .hasMessageContaining("x1");
        assertThat(ended(query)).isTrue();
    }

    private static List<List<@Nullable Object>> ready(Source<RowBatch> query, int polls) {
        List<List<@Nullable Object>> rows = new ArrayList<>();
        try {
            for (int i = 0; i < polls; i++) {
                if (query.poll(Duration.ZERO) instanceof Poll.Batch<RowBatch> batch) {
                    batch.records().forEach(record -> Run.add(record.value(), rows));
                }
            }
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
        return rows;
    }

    private static List<List<@Nullable Object>> ready(Source<RowBatch> query) {
        return Run.ready(query);
    }

    @Test
    void killsAQueryByItsId() {
        Session session = engine.session();
        session.execute(DEVICES);
        Source<RowBatch> query = session.query("SELECT device FROM devices", "2230");
        query.open();
        session.execute("KILL QUERY WHERE query_id='2230'");
        assertThat(ended(query)).isTrue();
        assertThat(session.kill("2230")).isFalse();
    }

    @Test
    void appendsBlocksOfValues() {
        Session session = engine.session();
        session.execute("CREATE STREAM s(id string, value float32)");
        Source<RowBatch> query = open(session, "SELECT id, value FROM s");
        session.append("s", List.of("value", "id"), List.of(List.of(1.5, "a"), List.of(2.5, "b")));
        assertThat(ready(query)).containsExactly(List.of("a", 1.5), List.of("b", 2.5));
        assertThatThrownBy(() -> session.append("s", List.of("x"), List.of(List.of(1L))))
                .hasMessage("stream 's' has no column 'x'");
        assertThatThrownBy(() -> session.append("t", List.of("x"), List.of())).hasMessage("unknown stream 't'");
    }

    @Test
    void readsViewsAsIfTheirQueryStoodThere() {
        Session session = engine.session();
        session.execute("CREATE STREAM s(n int)");
        session.execute("CREATE VIEW v AS SELECT n + 1 AS m FROM s");
        Source<RowBatch> query = open(session, "SELECT m FROM v WHERE m > 2");
        session.execute("INSERT INTO s(n) VALUES (1), (2)");
        assertThat(ready(query)).containsExactly(List.of(3L));
        assertThatThrownBy(() -> session.execute("DROP STREAM v")).hasMessage("'v' is a view: use DROP VIEW");
    }

    @Test
    void endsEverythingWhenClosed() {
        EnginePipeline pipeline = engine.start("p", List.of(DEVICES, "SELECT device FROM devices"));
        Source<RowBatch> query = open(pipeline);
        engine.close();
        assertThat(ended(query)).isTrue();
        assertThat(ended(open(pipeline))).isTrue();
    }

    @Test
    void givesTheFirstRowOfANewQueryQuickly() {
        try (EmbeddedEngine real = new EmbeddedEngine(Ticker.SYSTEM, SETTINGS)) {
            long best = Long.MAX_VALUE;
            for (int i = 0; i < 200; i++) {
                long begin = System.nanoTime();
                Source<RowBatch> query = open(real.start("p", List.of("SELECT 1")));
                assertThat(ready(query)).hasSize(1);
                best = Math.min(best, System.nanoTime() - begin);
            }
            assertThat(Duration.ofNanos(best)).isLessThan(Duration.ofMillis(5));
        }
    }
}
