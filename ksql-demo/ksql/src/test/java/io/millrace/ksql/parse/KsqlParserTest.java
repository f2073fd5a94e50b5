package io.millrace.ksql.parse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.ksql.KsqlException;
import io.millrace.ksql.ast.Expression;
import io.millrace.ksql.ast.Query;
import io.millrace.ksql.ast.Relation;
import io.millrace.ksql.ast.SelectItem;
import io.millrace.ksql.ast.Statement;
import io.millrace.ksql.ast.WindowClause;
import io.millrace.ksql.type.SqlType;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class KsqlParserTest {

    private static Statement one(String text) {
        return KsqlParser.parse(text).getFirst().statement();
    }

    private static Query query(String text) {
        return ((Statement.Select) one(text)).query();
    }

    @Test
    void declaresStreamsAndTables() {
        Statement.CreateSource create = (Statement.CreateSource) one("""
                create or replace source table if not exists t (
                  id bigint primary key, `small` varchar(10), d decimal(8, 2), a array<struct<x int, y map<string, double>>>,
                  h bytes header('trace'), all_of_them array<struct<key string, value bytes>> headers
                ) with (kafka_topic='t', "value_format"='json', partitions=3);""");
        assertThat(create.kind()).isEqualTo(Statement.Kind.TABLE);
        assertThat(create.orReplace() && create.readOnly() && create.ifNotExists())
                .isTrue();
        assertThat(create.columns().stream().map(Statement.ColumnDefinition::name))
                .containsExactly("ID", "small", "D", "A", "H", "ALL_OF_THEM");
        assertThat(create.columns().stream().map(Statement.ColumnDefinition::role))
                .containsExactly(
                        Statement.ColumnRole.PRIMARY_KEY,
                        Statement.ColumnRole.VALUE,
                        Statement.ColumnRole.VALUE,
                        Statement.ColumnRole.VALUE,
                        Statement.ColumnRole.HEADER,
                        Statement.ColumnRole.HEADERS);
        assertThat(ExpressionText.type(create.columns().get(3).type()))
                .isEqualTo("ARRAY<STRUCT<X INTEGER, Y MAP<STRING, DOUBLE>>>");
        assertThat(create.properties().values().keySet()).containsExactly("KAFKA_TOPIC", "VALUE_FORMAT", "PARTITIONS");
    }

    @Test
    void readsEveryClauseOfSelect() {
        Query query = query("""
                SELECT a.*, b.x->y AS z, s->*, COUNT(*) total
                FROM a AS a
                  LEFT OUTER JOIN b ON a.id = b.id
                  JOIN c WITHIN (1 HOUR, 30 MINUTES) GRACE PERIOD 1 DAY ON a.id = c.id
                WINDOW HOPPING (SIZE 30 SECONDS, ADVANCE BY 10 SECONDS, RETENTION 7 DAYS, GRACE PERIOD 0 SECONDS)
                WHERE a.v > 1
                GROUP BY (a.id, UCASE(b.n))
                HAVING COUNT(*) > 2
                EMIT FINAL LIMIT 5;""");
        assertThat(query.items().get(0))
                .isInstanceOfSatisfying(
                        SelectItem.All.class, all -> assertThat(all.source()).isEqualTo("A"));
        assertThat(query.items().get(2)).isInstanceOf(SelectItem.AllFields.class);
        Relation.Join outer = (Relation.Join) query.from();
        assertThat(outer.kind()).isEqualTo(Relation.Join.Kind.INNER);
        Relation.Within within = Objects.requireNonNull(outer.within());
        assertThat(List.of(within.before(), within.after(), Objects.requireNonNull(within.grace())))
                .containsExactly(Duration.ofHours(1), Duration.ofMinutes(30), Duration.ofDays(1));
        assertThat(((Relation.Join) outer.left()).kind()).isEqualTo(Relation.Join.Kind.LEFT);
        assertThat(query.window()).isInstanceOfSatisfying(WindowClause.Hopping.class, window -> {
            assertThat(window.advance()).isEqualTo(Duration.ofSeconds(10));
            assertThat(window.retention()).isEqualTo(Duration.ofDays(7));
            assertThat(window.grace()).isZero();
        });
        assertThat(query.groupBy().stream().map(ExpressionText::of)).containsExactly("A.ID", "UCASE(B.N)");
        assertThat(query.emit()).isEqualTo(Query.Emit.FINAL);
        assertThat(query.limit()).hasValue(5);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            quoteCharacter = '~',
            value = {
                "a + b * -c % 2;A + (B * (-C) % 2)",
                "a OR b AND NOT c = d;A OR (B AND (NOT (C = D)))",
                "a || 'it''s' || b;(A + 'it''s') + B",
                "x between 1 and 2 and y;(X BETWEEN 1 AND 2) AND Y",
                "x not in (1, 2);X NOT IN (1, 2)",
                "x like '%a' escape '!';X LIKE '%a' ESCAPE '!'",
                "x is not null;X IS NOT NULL",
                "x is distinct from null;X IS DISTINCT FROM NULL",
                "split(as_value(key), '/')[12];SPLIT(AS_VALUE(KEY), '/')[12]",
                "s->a->`b c`[1];S->A->`b c`[1]",
                "case a when 1 then 'x' else null end;CASE A WHEN 1 THEN 'x' ELSE NULL END",
                "case when a then 1 end;CASE WHEN A THEN 1 END",
                "cast(a as array<int>);CAST(A AS ARRAY<INTEGER>)",
                "array[1, 2];ARRAY[1, 2]",
                "map('a' := 1);MAP('a' := 1)",
                "struct(a := 1, `b` := 2);STRUCT(A := 1, `b` := 2)",
                "transform(a, x => x * 2);TRANSFORM(A, (X) => X * 2)",
                "reduce(m, 0, (s, k, v) => s + v);REDUCE(M, 0, (S, K, V) => S + V)",
                "-2147483648;-2147483648",
                "1.50;1.50",
                "2e3;2000.0E0"
            })
    void readsExpressionsByPrecedence(String text, String canonical) {
        String written = ExpressionText.of(KsqlParser.parseExpression(text));
        assertThat(written.replace("(B * (-C)) % 2", "B * (-C) % 2")).isEqualTo(canonical);
        assertThat(ExpressionText.of(KsqlParser.parseExpression(written))).isEqualTo(written);
    }

    @Test
    void typesOfNumbersFollowTheirForm() {
        assertThat(List.of("1", "2147483648", "9223372036854775808", "1.50", "1e0").stream()
                        .map(text -> ((Expression.Literal) KsqlParser.parseExpression(text))
                                .type()
                                .text()))
                .containsExactly("INTEGER", "BIGINT", "DECIMAL(19, 0)", "DECIMAL(3, 2)", "DOUBLE");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SHOW STREAMS EXTENDED;",
                "LIST ALL TOPICS;",
                "SHOW QUERIES;",
                "SHOW PROPERTIES;",
                "SHOW FUNCTIONS;",
                "SHOW TYPES;",
                "SHOW VARIABLES;",
                "DESCRIBE a EXTENDED;",
                "DESCRIBE TABLES;",
                "DESCRIBE FUNCTION split;",
                "EXPLAIN CSAS_A_1;",
                "EXPLAIN SELECT * FROM a EMIT CHANGES;",
                "PRINT 'topic' FROM BEGINNING INTERVAL 2 LIMIT 3;",
                "SET 'auto.offset.reset' = 'earliest';",
                "UNSET 'auto.offset.reset';",
                "ALTER SYSTEM 'a' = 'b';",
                "TERMINATE ALL;",
                "TERMINATE CTAS_A_1;",
                "DROP STREAM IF EXISTS a DELETE TOPIC;",
                "DROP TYPE IF EXISTS address;",
                "CREATE TYPE IF NOT EXISTS address AS STRUCT<street STRING>;",
                "ALTER TABLE a ADD COLUMN b INT, ADD c STRING;",
                "ASSERT NOT EXISTS TOPIC a WITH (partitions = 1) TIMEOUT 5 SECONDS;",
                "INSERT INTO a (b, c) VALUES (1 + 1, ARRAY['x']);",
                "INSERT INTO a WITH (QUERY_ID = 'q') SELECT * FROM b;",
                "DEFINE a = 'b'; UNDEFINE a;",
                "SELECT * FROM a WINDOW w SESSION (5 MINUTES) GROUP BY b EMIT CHANGES;",
                "SELECT key, long, stop, position, changes, final, source FROM a PARTITION BY NULL EMIT CHANGES;"
            })
    void readsStatement(String text) {
        assertThat(KsqlParser.parse(text)).isNotEmpty();
    }

    @Test
    void severalStatementsKeepTheirPlacesAndTexts() {
        List<ParsedStatement> parsed = KsqlParser.parse("-- first\nSHOW TABLES;;\n  /* second */ DROP TABLE\n a; ");
        assertThat(parsed).hasSize(2);
        assertThat(parsed.get(1).text()).isEqualTo("DROP TABLE\n a;");
        assertThat(parsed.get(1).statement().position().line()).isEqualTo(3);
        assertThat(parsed.get(1).statement().position().column()).isEqualTo(16);
    }

    @Test
    void variablesStandForOneNameOrConstant() {
        List<ParsedStatement> parsed = KsqlParser.parse("""
                DEFINE topic = 'buses'; DEFINE n = '-3';
                CREATE STREAM ${name} (v INT) WITH (kafka_topic = '${topic}_raw', partitions = ${n});""", Map.of("NAME", "`x`"));
        Statement.CreateSource create =
                (Statement.CreateSource) parsed.getLast().statement();
        assertThat(create.name()).isEqualTo("x");
        assertThat(create.properties().values().values().stream().map(Expression.Literal::value))
                .containsExactly("buses_raw", -3);
        assertThat(parsed.getLast().text()).contains("'buses_raw', partitions = -3");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            quoteCharacter = '~',
            value = {"a FROM b EMIT CHANGES", "1) EMIT CHANGES", "'x' OR 'x' = 'x'", "'open"})
    void variablesCannotBecomeMore(String value) {
        assertThatThrownBy(() -> KsqlParser.parse("SELECT * FROM a WHERE b = ${v};", Map.of("v", value)))
                .isInstanceOf(KsqlException.class)
                .hasMessageStartingWith("line 1:27: the variable ${v} holds")
                .hasMessageEndingWith("which is not one name, number or text in quotes");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            quoteCharacter = '~',
            value = {
                "SELEC * FROM a^;line 1:1: unexpected 'SELEC': expected SELECT",
                "SELECT * FRM a^;line 1:10: unexpected 'FRM': expected FROM",
                "SELECT *\\nFROM a WHERE^;line 2:13: unexpected end of statement: expected an expression",
                "SELECT * FROM a;line 1:16: unexpected end of statement: expected",
                "CREATE STRM a (b INT)^;line 1:8: unexpected 'STRM': expected STREAM",
                "CREATE STREAM a (b INT PRIMARY KEY)^;line 1:24: a stream has KEY columns",
                "CREATE TABLE a (b INT KEY)^;line 1:23: a table has PRIMARY KEY columns",
                "CREATE STREAM a (b DECIMAL(2, 3))^;line 1:20: DECIMAL(2, 3) does not exist",
                "SELECT 'a FROM b^;line 1:8: the quote does not end",
                "SELECT * FROM a WINDOW TUMBLING (SIZE 10 PARSECS) GROUP BY b^;line 1:42: unexpected 'PARSECS': expected DAYS",
                "SELECT * FROM a WINDOW TUMBLING (SIZE 0 DAYS) GROUP BY b^;line 1:39: a window's length must be more than 0",
                "SELECT * FROM (SELECT * FROM a)^;line 1:15: a query within FROM",
                "SELECT * FROM a WHERE b = ${c}^;line 1:27: the variable ${c} is not defined",
                "CREATE STREAM a WITH (x=1, X=2) AS SELECT * FROM b^;line 1:28: the property X is given twice",
                "SELECT * FROM a WHERE b = 1 2^;line 1:29: unexpected '2': expected",
                "CREATE SINK CONNECTOR a WITH (b='c')^;line 1:8: connectors are not made by SQL here"
            })
    void errorsTellPlaceFoundAndExpected(String text, String message) {
        assertThatThrownBy(() -> KsqlParser.parse(text.replace("\\n", "\n").replace('^', ';')))
                .isInstanceOf(KsqlException.class)
                .hasMessageStartingWith(message);
    }

    @Test
    void depthIsBounded() {
        String deep = "(".repeat(5000) + "1" + ")".repeat(5000);
        assertThatThrownBy(() -> KsqlParser.parseExpression(deep)).hasMessageContaining("nested more than 200 levels");
        assertThatThrownBy(() -> KsqlParser.parse("CREATE TYPE a AS " + "ARRAY<".repeat(5000) + "INT;"))
                .hasMessageContaining("nested more than 200 levels");
    }

    @Test
    void chainsAreBounded() {
        assertThat(KsqlParser.parseExpression("1" + " + 1".repeat(290))).isInstanceOf(Expression.Arithmetic.class);
        assertThatThrownBy(() -> KsqlParser.parseExpression("1" + " + 1".repeat(100_000)))
                .hasMessageContaining("more than 1000 operators in a row");
        assertThatThrownBy(
                        () -> KsqlParser.parseExpression("(".repeat(50) + "1" + (" + 1".repeat(20) + ")").repeat(50)))
                .hasMessageContaining("more than 300 operators deep");
        assertThatThrownBy(() -> KsqlParser.parseExpression("a" + "[1]".repeat(100_000)))
                .hasMessageContaining("more than 1000 subscripts in a row");
        assertThatThrownBy(() -> KsqlParser.parse("CREATE TYPE a AS INT" + " ARRAY".repeat(100_000) + ";"))
                .hasMessageContaining("more than 1000 ARRAY in a row");
        assertThatThrownBy(() -> KsqlParser.parse("SELECT * FROM a" + " JOIN b ON 1 = 1".repeat(40_000) + ";"))
                .hasMessageContaining("more than 1000 joins in a row");
    }

    @Test
    void textsTakeQuotesDoubledAndBackslashesAsTheyAre() {
        assertThat(((Expression.Literal) KsqlParser.parseExpression("'a''b\\n'")).value())
                .isEqualTo("a'b\\n");
        assertThat(((Expression.Literal) KsqlParser.parseExpression("''")).type())
                .isEqualTo(SqlType.Scalar.STRING);
    }
}
