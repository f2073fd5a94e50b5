package io.millrace.sql.bind;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.millrace.sql.SqlException;
import io.millrace.sql.batch.Column;
import io.millrace.sql.plan.Command;
import io.millrace.sql.plan.Plans;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StatementsTest {

    private final TestCatalog catalog = new TestCatalog()
            .stream("devices", "device string", "temperature float").stream(
                            "s",
                            "i int",
                            "s string",
                            "v float",
                            "d date",
                            "t datetime64(3)",
                            "pair tuple(a int, b string)")
                    .view("totals", "select s, sum(v) as total from s group by s limit 4 emit periodic 5s")
                    .view("plain", "select i, v * 2 as w from s")
                    .view("loop", "select * from loop");

    private Command.Query query(String sql) {
        return (Command.Query) catalog.bind(sql);
    }

    private String plan(String sql) {
        return Plans.text(query(sql).plan());
    }

    private String columns(String sql) {
        return query(sql).plan().schema().columns().stream()
                .map(column -> column.name() + " " + column.type().text())
                .toList()
                .toString();
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            select 1                               | [1 uint8]
            select -1, 300, 1.5, 'a', null         | [-1 int8, 300 uint16, 1.5 float64, 'a' string, NULL nothing]
            select * from devices                  | [device string, temperature float32, _tp_time datetime64(3, 'UTC')]
            select * except _tp_time from devices  | [device string, temperature float32]
            select _tp_sn from devices             | [_tp_sn int64]
            select d.* from devices as d limit 1   | [device string, temperature float32, _tp_time datetime64(3, 'UTC')]
            select count(*) from s                 | [count() uint64]
            select max(v), count(distinct i) from s group by s | [max(v) float32, count_distinct(i) uint64]
            select pair.b as x, pair.1 as y from s | [x string, y int32]
            select * from tumble(devices, 1s)      | [device string, temperature float32, _tp_time datetime64(3, 'UTC'), window_start datetime64(3, 'UTC'), window_end datetime64(3, 'UTC')]
            select * from totals                   | [s string, total float64]
            select x.w from plain as x             | [w float64]
            select lag(i), lag(i, 1, 0) from s     | [lag(i) nullable(int32), lag(i, 1, 0) int32]
            """)
    void namesAndTypesTheColumns(String sql, String expected) {
        assertThat(columns(sql)).isEqualTo(expected);
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            select nosuch from devices                                | 47   | unknown column 'nosuch' at line 1, column 8
            select temprature from devices                            | 47   | did you mean 'temperature'?
            select * except nosuch from devices                       | 47   | unknown column 'nosuch'
            select * from device                                      | 60   | did you mean 'devices'?
            select cout(1)                                            | 46   | did you mean 'count'?
            select xirr(v) from s                                     | 48   | function xirr is not supported yet
            select device from devices group by temperature           | 215  | column 'device' is neither in an aggregate function nor in GROUP BY
            select device, count() from devices                       | 215  | 'device'
            select * from devices emit periodic 5s                    | 62   | EMIT PERIODIC needs an aggregation
            select count() from devices emit after window close       | 62   | needs a window
            select count() from tumble(devices, 5s)                   | 2002 | window_start or window_end
            select count() from hop(s, 6s, 5s) group by window_end    | 36   | must not exceed its size
            select count() from tumble(s, t, 1us) group by window_end | 36   | finer
            select count() from tumble(s, 0s) group by window_end     | 36   | above 0
            select count() from tumble(s, d, 5s) group by window_end  | 43   | datetime
            select count() from tumble(s, i, 5s) group by window_end  | 43   | datetime
            select * from table(totals)                               | 36   | aggregates
            select i from s order by i                                | 48   | ORDER BY
            select i from session(s, 5s)                              | 48   | session
            select a.i from s as a join s as b on a.i = b.i           | 48   | JOIN
            select i from s partition by i                            | 48   | PARTITION BY
            select sum(i) over (partition by s) from s                | 48   | OVER
            select count() from s emit changelog                      | 48   | CHANGELOG
            select 1 union all select 2                               | 48   | UNION
            select (select 1)                                         | 48   | subquery
            subscribe to select 1                                     | 48   | SUBSCRIBE
            create external stream e(a int) settings type='kafka'     | 48   | CREATE EXTERNAL STREAM
            create stream k(a int) settings mode='versioned_kv'       | 48   | versioned_kv
            select i from s where sum(i) > 1                          | 184  | WHERE
            select sum(sum(i)) from s                                 | 184  | aggregate
            select i from s where s                                   | 43   | WHERE needs a condition
            select i from s where t > 'yesterday'                     | 6    | yesterday
            select i from s settings seek_too='earliest'              | 115  | did you mean 'seek_to'?
            create random stream r(a int) settings interval_time=0    | 2517 | interval_time must be
            create random stream r(a int) settings shards=0           | 2517 | shards must be
            create stream x(a nosuch)                                 | 50   | nosuch
            create stream x(a int, a int)                             | 36   | twice
            insert into s(i, nosuch) values (1, 2)                    | 47   | no column 'nosuch'
            insert into s(i) values (1, 2)                            | 42   | a row of 2 values for 1 columns
            insert into s(i) values ('x')                             | 6    | x
            select emit_version() from s                              | 36   | emit_version
            select distinct i from table(s) order by v                | 36   | DISTINCT
            select * from loop                                        | 62   | nest more than
            select i from s limit 'a'                                 | 62   | LIMIT must be
            """)
    void refusesWithTheCodesOfTheProduct(String sql, int code, String message) {
        SqlException error = catchThrowableOfType(SqlException.class, () -> catalog.bind(sql));
        assertThat(error).isNotNull();
        assertThat(error.code().number()).as(error.getMessage()).isEqualTo(code);
        assertThat(error).hasMessageContaining(message);
        assertThat(error.line()).isPositive();
    }

    @Test
    void readsOnlyTheColumnsThatAreNeeded() {
        assertThat(plan("select window_start, count(*) as count from tumble(devices, 1s) group by window_start"))
                .isEqualTo("""
                        Project window_start, count() AS count
                          Aggregate keys=[window_start] calls=[count()] emit=after window
                            Window tumble(_tp_time, 1s)
                              Scan devices(_tp_time) streaming""");
        assertThat(plan("with c as (select i, v * 2 as w, s from s) select w from c"))
                .isEqualTo("""
                        Project multiply(v, 2) AS w
                          Scan s(v) streaming""");
        assertThat(plan("select count() from table(s)")).endsWith("Scan s() bounded");
    }

    @Test
    void dropsAggregatesThatNobodyReads() {
        assertThat(plan("select a from (select max(i) as a, min(i) as b from s)"))
                .contains("calls=[max(i)]")
                .doesNotContain("min(");
    }

    @Test
    void sinksFiltersToTheScan() {
        assertThat(plan("select w from plain where w > 4")).isEqualTo("""
                        Project multiply(v, 2) AS w
                          Filter greater(multiply(v, 2), 4)
                            Scan s(v) streaming""");
    }

    @Test
    void leavesFiltersOverTheWindowOfAStreamBecauseDroppedRowsMoveTheWatermark() {
        String sql = "select count() from tumble(%s, t, 5s) where i > 3 group by window_end";
        assertThat(plan(sql.formatted("s")))
                .contains("Filter greater(i, 3)\n      Window")
                .contains("Window tumble(t, 5s)\n        Scan");
        assertThat(plan(sql.formatted("table(s)"))).contains("Window tumble(t, 5s)\n      Filter greater(i, 3)");
    }

    @Test
    void neverMovesFiltersOverCallsThatRemember() {
        assertThat(plan("select * from (select i, lag(i) as last from s) where i > 3"))
                .isEqualTo("""
                        Filter greater(i, 3)
                          Project i, lag(i) AS last
                            Scan s(i) streaming""");
        // the condition itself calls lag: computed once, before the filter
        assertThat(plan("select i, lag(i) as last from s where last < i"))
                .contains("Filter less(lag(i), i)\n    Project i, lag(i)");
    }

    @Test
    void prefersTheAliasInOrderByAndTheColumnInAggregates() {
        assertThat(plan("select s, latest(i) as i, emit_version() as version from s group by s"
                        + " order by i desc limit 2 by version"))
                .isEqualTo("""
                        LimitBy 2 keys=[version]
                          Sort i desc
                            Project s, latest(i) AS i, emit_version() AS version
                              Aggregate keys=[s] calls=[latest(i)] version emit=periodic 2000ms
                                Scan s(i, s) streaming""");
    }

    @Test
    void takesAliasesThatAreNamesOfFunctions() {
        assertThat(columns("select count(*) as count, min(temperature) as min, max(temperature) as max from devices"
                        + " having count > 1 and max > min"))
                .isEqualTo("[count uint64, min float32, max float32]");
    }

    @Test
    void resolvesAliasesInEveryClause() {
        assertThat(plan("select i + 1 as j, j * 2 as k from s where j > 5"))
                .contains("multiply(plus(i, 1), 2) AS k")
                .contains("Filter greater(plus(i, 1), 5)");
        assertThat(plan("select window_start as ws, s, sum(v) as total, total / count() as mean from tumble(s, 5s)"
                        + " group by ws, s having mean > 3"))
                .contains("Aggregate keys=[window_start, s] calls=[sum(v), count()]")
                .contains("Filter greater(divide(sum(v), count()), 3)");
        assertThat(plan("select i % 3 as k, count() from s group by k order by k"))
                .contains("keys=[k]")
                .contains("modulo(i, 3) AS k");
        assertThat(plan("select i % 3, count() from s group by 1")).contains("modulo(i, 3)");
    }

    @Test
    void computesTheSameAggregateOnce() {
        assertThat(plan("select sum(i), sum(i) + 1, avg(i) from s having sum(i) > 3"))
                .contains("calls=[sum(i), avg(i)]");
    }

    @Test
    void choosesWhenResultsComeOut() {
        assertThat(plan("select count() from s")).contains("emit=periodic 2000ms");
        assertThat(plan("select count() from table(s)")).contains("emit=at end");
        assertThat(plan("select count() from s settings query_mode='table'")).contains("emit=at end");
        assertThat(plan("select count() from s emit stream periodic interval 5 second repeat"))
                .contains("emit=periodic 5000ms repeat");
        assertThat(plan("select count() from s emit on update with batch 1s")).contains("emit=on update batch 1000ms");
        assertThat(plan("select count() from s emit per event")).contains("emit=per event");
        assertThat(plan("select count() from hop(s, 1s, 5s) group by window_end"
                        + " emit after watermark with delay 2s and timeout 3s"))
                .contains("emit=after window delay 2000ms timeout 3000ms")
                .contains("Window hop(_tp_time, 1s, 5s)");
    }

    @Test
    void knowsWhichQueriesEnd() {
        assertThat(query("select 1").bounded()).isTrue();
        assertThat(query("select * from table(s)").bounded()).isTrue();
        assertThat(query("select * from s limit 3").bounded()).isTrue();
        assertThat(query("select * from s").bounded()).isFalse();
        assertThat(query("select * from (select * from s limit 3) where i > 1").bounded())
                .isTrue();
    }

    @Test
    void readsHistoryWhenAConditionNamesTimeOrSequence() {
        assertThat(plan("select i from s where _tp_sn >= 2")).contains("seek_to=earliest");
        assertThat(plan("with c as (select i, _tp_time as e from s) select i from c where e > '2022-12-01 00:00:00'"))
                .contains("seek_to=earliest");
        assertThat(plan("select i from s where t > '2022-12-01 00:00:00'")).doesNotContain("seek_to");
        assertThat(plan("select i from s settings seek_to='-1h'")).contains("seek_to=-1h");
    }

    @Test
    void passesSettingsOfAQueryToItsStreams() {
        assertThat(plan("with c as (select * from devices) select device from c settings eps=5, max_events=7"))
                .contains("eps=5.0 max_events=7");
    }

    @Test
    void bindsDedupOverAQuery() {
        assertThat(plan("with c as (select * from s) select i from dedup(c, i, s || 'x', 10s, 50)"))
                .contains("Dedup keys=[i, concat(s, 'x')] limit=50 ttl=10000ms");
    }

    @Test
    void bindsDefaultsAndValuesToTheTypesOfTheirColumns() {
        assertThat(catalog.bind("create random stream r(device string default 'device' || to_string(rand() % 4),"
                        + " n int8 default 5) settings eps=0.5, shards=3"))
                .isInstanceOfSatisfying(Command.CreateRandomStream.class, create -> {
                    assertThat(create.eps()).isEqualTo(0.5);
                    assertThat(create.intervalMillis()).isEqualTo(5);
                    assertThat(create.shards()).isEqualTo(3);
                    assertThat(create.columns().get(1).defaultValue())
                            .isEqualTo(new io.millrace.sql.expr.Expr.Literal(
                                    5L, create.columns().get(1).type()));
                });
        assertThat(catalog.bind("insert into s(t, i) values ('2020-01-01 00:00:01', 7)('2020-01-01 00:00:02', 8)"))
                .isInstanceOfSatisfying(Command.Insert.class, insert -> {
                    assertThat(insert.columns()).containsExactly(4, 0);
                    assertThat(insert.rows()).hasSize(2);
                    assertThat(insert.rows().getFirst().getFirst().text()).isEqualTo("1577836801000");
                });
    }

    @Test
    void keepsTheTextOfAView() {
        assertThat(catalog.bind("create view if not exists v as select i from s;"))
                .isEqualTo(new Command.CreateView("v", true, false, "select i from s"));
        assertThatThrownBy(() -> catalog.bind("create view v as select nosuch from s"))
                .hasMessageContaining("unknown column 'nosuch'");
    }

    @Test
    void checksTheTargetOfAMaterializedView() {
        assertThat(catalog.bind("create materialized view m into devices as select s as device from s"))
                .isInstanceOf(Command.CreateMaterializedView.class);
        assertThatThrownBy(() -> catalog.bind("create materialized view m into devices as select i from s"))
                .hasMessageContaining("no column 'i'");
    }

    @Test
    void tellsQueriesFromOtherStatements() {
        assertThat(Statements.isQuery("with a as (select 1) select * from a;")).isTrue();
        assertThat(Statements.isQuery("show streams")).isTrue();
        assertThat(Statements.isQuery("drop stream s")).isFalse();
    }

    @Test
    void refusesAliasesThatExpandWithoutEnd() {
        StringBuilder sql = new StringBuilder("select i + i as a0");
        for (int i = 1; i < 40; i++) {
            sql.append(", a%d + a%d as a%d".formatted(i - 1, i - 1, i));
        }
        assertThatThrownBy(() -> catalog.bind(sql + " from s")).hasMessageContaining("expand more than");
    }

    @Test
    void leavesAFilterWhereItIsBeforeItGrowsWithoutEnd() {
        String sql = "select i from s";
        for (int i = 0; i < 40; i++) {
            sql = "select i + i as i from (" + sql + ")";
        }
        assertThat(plan("select i from (" + sql + ") where i > 3"))
                .contains("Filter")
                .hasSizeLessThan(20_000);
    }

    @Test
    void givesOneColumnPerName() {
        assertThat(query("select a.i, i as x from s as a").plan().schema().columns())
                .extracting(Column::name)
                .containsExactly("i", "x");
    }
}
