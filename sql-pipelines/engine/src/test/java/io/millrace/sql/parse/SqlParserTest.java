package io.millrace.sql.parse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.millrace.sql.SqlException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SqlParserTest {

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            select 1                                   | SELECT 1
            SELECT 1;                                  | SELECT 1
            select * from devices                      | SELECT * FROM devices
            select count(*) as count from s            | SELECT count() AS count FROM s
            select a b from s x                        | SELECT a AS b FROM s AS x
            select a.id, b.* from a                    | SELECT id, b.* FROM a
            select * except x from s                   | SELECT * EXCEPT (x) FROM s
            select (* except _tp_time) from s          | SELECT * EXCEPT (_tp_time) FROM s
            select 1 + 2 * 3 - 4                       | SELECT minus(plus(1, multiply(2, 3)), 4)
            select (1 + 2) * -3                        | SELECT multiply(plus(1, 2), -3)
            select -x % 4, 7 div 2                     | SELECT modulo(negate(x), 4), int_div(7, 2)
            select a or b and not c = d                | SELECT or(a, and(b, not(equals(c, d))))
            select a == b, a <> b, a != b              | SELECT equals(a, b), not_equals(a, b), not_equals(a, b)
            select "a b"                               | SELECT a b
            select x::int, x::decimal(9, 4)            | SELECT cast(x, 'int'), cast(x, 'decimal(9, 4)')
            select cast(x as string)                   | SELECT cast(x, 'string')
            select x between -10 and 10                | SELECT and(greater_or_equals(x, -10), less_or_equals(x, 10))
            select x not between 1 and 2               | SELECT or(less(x, 1), greater(x, 2))
            select x in (1, 2), x not in ('a')         | SELECT in(x, tuple(1, 2)), not_in(x, tuple('a'))
            select x is null, y is not null            | SELECT is_null(x), is_not_null(y)
            select x like 'a%', x not like 'b'         | SELECT like(x, 'a%'), not_like(x, 'b')
            select case when a then 1 else 2 end       | SELECT multi_if(a, 1, 2)
            select case x when 1 then 'a' end          | SELECT multi_if(equals(x, 1), 'a', NULL)
            select [1, 2][1], (1, 'a').1               | SELECT array_element([1, 2], 1), tuple_element(tuple(1, 'a'), 1)
            select {'k':1}, true, null, 0xFF, 1.5e3    | SELECT map('k', 1), true, NULL, 0xFF, 1.5e3
            select 5s, 1M, 1m, interval 5 second       | SELECT to_interval_second(5), to_interval_month(1), to_interval_minute(1), to_interval_second(5)
            select now() - interval 1 hour             | SELECT minus(now(), to_interval_hour(1))
            select date '2020-01-01'                   | SELECT cast('2020-01-01', 'date')
            select array_map(x -> x + 1, a)            | SELECT array_map(lambda(tuple(x), plus(x, 1)), a)
            select f((x, y) -> x, a)                   | SELECT f(lambda(tuple(x, y), x), a)
            select a.json:data.id, s:time from t       | SELECT json:data.id, s:time FROM t
            select count(distinct x) from s            | SELECT count_distinct(x) FROM s
            select sum(x) over (partition by k) from s | SELECT sum(x) OVER (PARTITION BY k) FROM s
            select a from s limit 2 by b               | SELECT a FROM s LIMIT 2 BY b
            select a from s limit 5, 10                | SELECT a FROM s LIMIT 10 OFFSET 5
            select a from s limit 3 offset 1           | SELECT a FROM s LIMIT 3 OFFSET 1
            select a from s limit 2 by b limit 4       | SELECT a FROM s LIMIT 2 BY b LIMIT 4
            select a from s order by a desc, b nulls first | SELECT a FROM s ORDER BY a DESC, b NULLS FIRST
            select a from s emit stream periodic interval 2 second | SELECT a FROM s EMIT PERIODIC to_interval_second(2)
            select a from s limit 4 emit periodic 5s repeat        | SELECT a FROM s LIMIT 4 EMIT PERIODIC to_interval_second(5) REPEAT
            select a from s emit after window close with delay 1s and timeout 2s | SELECT a FROM s EMIT AFTER WINDOW CLOSE WITH DELAY to_interval_second(1) AND TIMEOUT to_interval_second(2)
            select a from s emit stream after watermark with delay interval 3 second | SELECT a FROM s EMIT AFTER WINDOW CLOSE WITH DELAY to_interval_second(3)
            select a from s emit on update with batch 1s | SELECT a FROM s EMIT ON UPDATE WITH BATCH to_interval_second(1)
            select a from s emit per event             | SELECT a FROM s EMIT PER EVENT
            select a from s emit changelog             | SELECT a FROM s EMIT CHANGELOG
            select a from s offset 1 settings max_threads=1, seek_to='-1h' | SELECT a FROM s OFFSET 1 SETTINGS max_threads = '1', seek_to = '-1h'
            with a as (select 1), b as (select 2) select * from a | WITH a AS (SELECT 1), b AS (SELECT 2) SELECT * FROM a
            select x from (select y from s) as t where x | SELECT x FROM (SELECT y FROM s) AS t WHERE x
            select x from tumble(s, ts, 5s) group by x having x > 1 | SELECT x FROM tumble(s, ts, to_interval_second(5)) GROUP BY x HAVING greater(x, 1)
            select x from hop(table(s), 1s, 5s, 'UTC') | SELECT x FROM hop(table(s), to_interval_second(1), to_interval_second(5), 'UTC')
            select x from session(s, 5s, [a = 1, b = 2)) | SELECT x FROM session(s, to_interval_second(5), [equals(a, 1), equals(b, 2)))
            select x from a left join b on a.i = b.i   | SELECT x FROM a LEFT JOIN b ON equals(i, i)
            select /* c */ 1 -- to the end             | SELECT 1
            (select 1)                                 | SELECT 1
            """)
    void writesAQueryBackInNormalForm(String sql, String expected) {
        assertThat(SqlParser.parse(sql))
                .isInstanceOfSatisfying(
                        Statement.Select.class,
                        select -> assertThat(Unparser.text(select.query())).isEqualTo(expected));
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            select * FORM devices        | 1 | 10 | unexpected 'FORM' at line 1, column 10: expected FROM
            select a FORM devices        | 1 | 10 | unexpected 'FORM' at line 1, column 10: expected FROM
            selec 1                      | 1 | 1  | unexpected 'selec' at line 1, column 1: expected SELECT
            select a,, b                 | 1 | 10 | expected an expression
            select from t                | 1 | 8  | unexpected 'from'
            select (1                    | 1 | 10 | unexpected end of statement
            select 'a                    | 1 | 8  | the quote that begins at line 1, column 8 does not end
            select /* a                  | 1 | 8  | the comment that begins at line 1, column 8 does not end
            select 5x                    | 1 | 8  | unexpected '5x'
            select a ! b                 | 1 | 10 | unexpected character '!'
            select * from t wher x = 1   | 1 | 17 | unexpected 'wher' at line 1, column 17: expected WHERE
            select * from t GROUPP by x  | 1 | 17 | expected GROUP BY
            select * from t emit perodic 5s | 1 | 22 | expected PERIODIC
            select 1; select 2           | 1 | 11 | one statement per text
            create strem x(a int)        | 1 | 8  | expected STREAM
            insert into t vales (1)      | 1 | 15 | expected VALUES
            drop stream                  | 1 | 12 | expected IF EXISTS or a stream
            select where                 | 1 | 8  | unexpected 'where'
            """)
    void saysWhereAnErrorIsAndWhatWasExpected(String sql, int line, int column, String message) {
        SqlException error = catchThrowableOfType(SqlException.class, () -> SqlParser.parse(sql));
        assertThat(error).hasMessageContaining(message);
        assertThat(error.code()).isEqualTo(SqlException.Code.SYNTAX_ERROR);
        assertThat(error.line()).isEqualTo(line);
        assertThat(error.column()).isEqualTo(column);
    }

    @Test
    void readsConcatenationAndQuotedNames() {
        assertThat(SqlParser.parse("select 'a' || 'it''s' || `q`"))
                .isInstanceOfSatisfying(
                        Statement.Select.class,
                        select -> assertThat(Unparser.text(select.query()))
                                .isEqualTo("SELECT concat(concat('a', 'it''s'), q)"));
    }

    @Test
    void countsLinesFromOne() {
        assertThatThrownBy(() -> SqlParser.parse("select *\n  -- the stream\n  FORM devices"))
                .hasMessageContaining("unexpected 'FORM' at line 3, column 3: expected FROM");
    }

    @Test
    void givesFoundAndExpectedAsDetails() {
        SqlException error = catchThrowableOfType(SqlException.class, () -> SqlParser.parse("drop streem s"));
        assertThat(error.details())
                .containsEntry("code", 62)
                .containsEntry("found", "streem")
                .containsEntry("line", 1)
                .containsEntry("column", 6);
        assertThat(error.details().get("expected"))
                .asInstanceOf(org.assertj.core.api.InstanceOfAssertFactories.LIST)
                .first()
                .isEqualTo("STREAM");
    }

    @Test
    void readsTheStatementsThatAreNoQueries() {
        assertThat(SqlParser.parse(
                        "create random stream if not exists d(id int default rand()%4, t datetime64(3, 'UTC'))"
                                + " engine Random() settings eps=0.5, interval_time=80"))
                .isInstanceOfSatisfying(Statement.CreateStream.class, create -> {
                    assertThat(create.random()).isTrue();
                    assertThat(create.ifNotExists()).isTrue();
                    assertThat(create.columns())
                            .extracting(Statement.ColumnDefinition::type)
                            .containsExactly("int", "datetime64(3, 'UTC')");
                    assertThat(create.settings())
                            .extracting(Query.Setting::value)
                            .containsExactly("0.5", "80");
                });
        assertThat(SqlParser.parse("create or replace view v as (select i + 1 from s);"))
                .isInstanceOfSatisfying(Statement.CreateView.class, view -> {
                    assertThat(view.orReplace()).isTrue();
                    assertThat(view.sql()).isEqualTo("(select i + 1 from s)");
                });
        assertThat(SqlParser.parse("insert into s(* except _tp_time) values (1, 'a')(2, 'b'), (3, 'c')"))
                .isInstanceOfSatisfying(Statement.Insert.class, insert -> {
                    assertThat(insert.except()).isTrue();
                    assertThat(insert.rows()).hasSize(3);
                });
        assertThat(SqlParser.parse("kill query where query_id='x' sync"))
                .isInstanceOfSatisfying(
                        Statement.KillQuery.class,
                        kill -> assertThat(kill.queryId()).isEqualTo("x"));
        assertThat(SqlParser.parse("drop stream if exists default.s")).isInstanceOf(Statement.Drop.class);
        assertThat(SqlParser.parse("desc s")).isInstanceOf(Statement.Describe.class);
        assertThat(SqlParser.parse("show streams")).isInstanceOf(Statement.ShowStreams.class);
        assertThat(SqlParser.parse("explain select 1")).isInstanceOf(Statement.Explain.class);
        assertThat(SqlParser.parse("create external stream e(raw string) settings type='kafka'"))
                .isInstanceOfSatisfying(
                        Statement.Unsupported.class,
                        unsupported -> assertThat(unsupported.what()).isEqualTo("CREATE EXTERNAL STREAM"));
    }

    @Test
    void refusesTextsThatNestTooDeep() {
        String deep = "select " + "(".repeat(5_000) + "1" + ")".repeat(5_000);
        assertThatThrownBy(() -> SqlParser.parse(deep)).hasMessageContaining("nested more than");
        String chain = "select 1" + " + 1".repeat(100_000);
        assertThatThrownBy(() -> SqlParser.parse(chain)).isInstanceOf(SqlException.class);
        String queries = "select * from " + "(select * from ".repeat(1_000) + "s" + ")".repeat(1_000);
        assertThatThrownBy(() -> SqlParser.parse(queries)).hasMessageContaining("nested more than");
    }

    @Test
    void refusesTextsThatAreTooLong() {
        assertThatThrownBy(() -> SqlParser.parse("select '" + "x".repeat(Lexer.MAX_LENGTH) + "'"))
                .hasMessageContaining("too long");
    }
}
