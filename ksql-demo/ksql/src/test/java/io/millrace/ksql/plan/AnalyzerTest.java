package io.millrace.ksql.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.ksql.KsqlException;
import io.millrace.ksql.ast.Statement.Kind;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class AnalyzerTest {

    private final Statements statements = new Statements();

    @BeforeEach
    void sources() {
        statements.run("""
                CREATE STREAM orders (id INT KEY, customer INT, price DOUBLE, tags ARRAY<STRING>, s STRUCT<x INT, y STRING>)
                  WITH (kafka_topic='orders', value_format='json');
                CREATE STREAM payments (id INT KEY, amount DOUBLE) WITH (kafka_topic='payments', value_format='json');
                CREATE STREAM plain (v INT) WITH (kafka_topic='plain', value_format='json');
                CREATE TABLE customers (id INT PRIMARY KEY, name STRING, country INT) WITH (kafka_topic='c', value_format='json');
                CREATE TABLE countries (id INT PRIMARY KEY, name STRING) WITH (kafka_topic='cc', value_format='json');
                CREATE TABLE counts AS SELECT customer, COUNT(*) n FROM orders WINDOW TUMBLING (SIZE 1 HOUR)
                  GROUP BY customer;""");
    }

    private String schema(String query) {
        return statements.query(query).schema().text();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "CREATE STREAM a AS SELECT * FROM plain;|`V` INTEGER",
                "CREATE STREAM a AS SELECT id k, price + 1, s->x FROM orders;|`K` INTEGER KEY, `KSQL_COL_0` DOUBLE, `X` INTEGER",
                "CREATE STREAM a AS SELECT customer, s->* FROM orders PARTITION BY customer;|`CUSTOMER` INTEGER KEY, `X` INTEGER, `Y` STRING",
                "CREATE STREAM a AS SELECT price, EXPLODE(tags) tag, id FROM orders;|`ID` INTEGER KEY, `PRICE` DOUBLE, `TAG` STRING",
                "CREATE STREAM a AS SELECT price FROM orders PARTITION BY NULL;|`PRICE` DOUBLE",
                "CREATE TABLE a AS SELECT customer, AS_VALUE(customer) c, SUM(price) / COUNT(*) m FROM orders GROUP BY customer;|`CUSTOMER` INTEGER KEY, `C` INTEGER, `M` DOUBLE",
                "CREATE TABLE a AS SELECT SUM(price) p, customer + 1 AS n FROM orders GROUP BY customer + 1;|`N` INTEGER KEY, `P` DOUBLE",
                "CREATE STREAM a AS SELECT o.id, p.amount, price FROM orders o JOIN payments p WITHIN 1 HOUR ON o.id = p.id;|`O_ID` INTEGER KEY, `AMOUNT` DOUBLE, `PRICE` DOUBLE",
                "CREATE STREAM a AS SELECT ROWKEY AS k, amount FROM orders o FULL JOIN payments p WITHIN 1 HOUR ON o.id = p.id;|`K` INTEGER KEY, `AMOUNT` DOUBLE",
                "CREATE STREAM a AS SELECT c.id, price FROM orders o LEFT JOIN customers c ON o.customer = c.id;|`C_ID` INTEGER KEY, `PRICE` DOUBLE",
                "CREATE TABLE a AS SELECT c.id, n.name FROM customers c JOIN countries n ON c.country = n.id;|`C_ID` INTEGER KEY, `N_NAME` STRING",
                "CREATE TABLE a AS SELECT country, COUNT(*) n FROM customers GROUP BY country;|`COUNTRY` INTEGER KEY, `N` BIGINT",
                "SELECT * FROM counts EMIT CHANGES;|`CUSTOMER` INTEGER KEY, `N` BIGINT, `WINDOWSTART` BIGINT, `WINDOWEND` BIGINT",
                "SELECT o.* FROM orders o LEFT JOIN customers c ON o.customer = c.id EMIT CHANGES;|`O_CUSTOMER` INTEGER KEY, `O_ID` INTEGER, `O_PRICE` DOUBLE, `O_TAGS` ARRAY<STRING>, `O_S` STRUCT<`X` INTEGER, `Y` STRING>"
            })
    void resultHasKeyAndColumns(String statement, String expected) {
        assertThat(schema(statement)).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "SELECT * FROM order EMIT CHANGES;|line 1:15: there is no stream or table ORDER: perhaps ORDERS",
                "SELECT prize FROM orders EMIT CHANGES;|line 1:8: there is no column PRIZE: perhaps PRICE",
                "SELECT x.price FROM orders o EMIT CHANGES;|line 1:8: there is no source X here, only O",
                "SELECT id FROM orders o JOIN payments p WITHIN 1 DAY ON o.id = p.id EMIT CHANGES;|line 1:8: ID is ambiguous: O.ID or P.ID",
                "SELECT price FROM orders WHERE price EMIT CHANGES;|line 1:32: WHERE needs a condition, but PRICE is of type DOUBLE",
                "CREATE STREAM a AS SELECT price FROM orders;|line 1:27: the result has no key: SELECT must contain the key expression ID",
                "CREATE STREAM a AS SELECT id, id AS b, price FROM orders;|line 1:31: the key column ID is selected twice: write AS_VALUE",
                "CREATE STREAM a AS SELECT id FROM orders;|line 1:27: the result has a key and nothing else",
                "CREATE STREAM a AS SELECT id, price AS p, customer AS p FROM orders;|line 1:43: two columns of the result are called P",
                "CREATE TABLE a AS SELECT id, price FROM orders;|line 1:19: the query gives a stream: write CREATE STREAM",
                "CREATE STREAM a AS SELECT customer, COUNT(*) FROM orders GROUP BY customer;|line 1:20: the query gives a table: write CREATE TABLE",
                "CREATE TABLE a AS SELECT COUNT(*) FROM orders GROUP BY customer;|line 1:26: the result has no key: SELECT must contain the grouping expression CUSTOMER",
                "CREATE TABLE a AS SELECT customer, price FROM orders GROUP BY customer;|line 1:36: PRICE is not one value per group",
                "SELECT COUNT(*) FROM orders EMIT CHANGES;|line 1:8: COUNT is an aggregate and needs GROUP BY",
                "SELECT SUM(COUNT(*)) FROM orders GROUP BY id EMIT CHANGES;|line 1:12: COUNT is an aggregate",
                "SELECT id FROM orders HAVING id > 1 EMIT CHANGES;|line 1:33: HAVING needs GROUP BY",
                "SELECT id FROM orders WINDOW TUMBLING (SIZE 1 DAY) EMIT CHANGES;|line 1:30: WINDOW needs GROUP BY",
                "SELECT customer, COUNT(*) FROM orders GROUP BY customer EMIT FINAL;|line 1:1: EMIT FINAL needs a WINDOW",
                "SELECT country, MAX(id) FROM customers GROUP BY country EMIT CHANGES;|line 1:17: MAX works on streams, not on tables",
                "SELECT country, COUNT(*) FROM customers WINDOW TUMBLING (SIZE 1 DAY) GROUP BY country EMIT CHANGES;|line 1:48: WINDOW works on streams",
                "SELECT * FROM customers PARTITION BY name EMIT CHANGES;|line 1:38: PARTITION BY works on streams",
                "SELECT * FROM orders o JOIN payments p ON o.id = p.id EMIT CHANGES;|line 1:24: a join of two streams needs WITHIN",
                "SELECT * FROM orders o JOIN customers c WITHIN 1 DAY ON o.id = c.id EMIT CHANGES;|line 1:48: WITHIN belongs to joins of two streams",
                "SELECT * FROM customers c JOIN orders o ON o.id = c.id EMIT CHANGES;|line 1:32: a table cannot be joined with a stream: put the stream first",
                "SELECT * FROM orders o RIGHT JOIN customers c ON o.id = c.id EMIT CHANGES;|line 1:24: RIGHT JOIN of a stream with a table",
                "SELECT * FROM orders o JOIN customers c ON o.id = c.country EMIT CHANGES;|line 1:49: the table C can only be joined on its primary key ID",
                "SELECT * FROM orders o JOIN customers c ON o.price = c.id EMIT CHANGES;|line 1:52: the two sides of a join must be of one type",
                "SELECT * FROM orders o JOIN customers c ON o.id > c.id EMIT CHANGES;|line 1:49: ON needs one equation",
                "SELECT * FROM orders JOIN orders WITHIN 1 DAY ON id = id EMIT CHANGES;|line 1:27: two sources are called ORDERS",
                "SELECT * FROM orders o JOIN counts c ON o.customer = c.customer EMIT CHANGES;|line 1:24: a windowed source can only be joined with another",
                "SELECT * FROM orders GROUP BY id PARTITION BY id EMIT CHANGES;|line 1:47: GROUP BY and PARTITION BY cannot be combined",
                "CREATE STREAM orders (id INT) WITH (value_format='json');|line 1:1: ORDERS exists already as a stream",
                "CREATE OR REPLACE TABLE orders (id INT PRIMARY KEY, v INT) WITH (value_format='json');|line 1:1: ORDERS is a stream and cannot be replaced by a table",
                "CREATE STREAM a (id INT, id INT) WITH (value_format='json');|line 1:26: there are two columns named ID",
                "CREATE STREAM a (rowtime BIGINT) WITH (value_format='json');|line 1:18: ROWTIME is no name for a column",
                "CREATE TABLE a (id INT) WITH (value_format='json');|line 1:1: the table A needs a PRIMARY KEY column",
                "CREATE STREAM a (id INT) WITH (kafka_topic='x');|line 1:1: VALUE_FORMAT is missing",
                "CREATE STREAM a (id INT) WITH (value_format='jason');|line 1:45: there is no format 'jason', only [NONE, KAFKA",
                "CREATE STREAM a (id INT) WITH (value_format='json', kafka_topik='x');|line 1:65: there is no property KAFKA_TOPIK: perhaps KAFKA_TOPIC",
                "CREATE STREAM a (id INT, v ARRAY<INT>) WITH (value_format='delimited');|line 1:1: the value format DELIMITED cannot hold the column V of type ARRAY<INTEGER>",
                "CREATE STREAM a (id INT) WITH (value_format='json', timestamp='ts');|line 1:63: TIMESTAMP names the column TS, which does not exist",
                "CREATE STREAM a (id INT, v INT) WITH (value_format='json', wrap_single_value=false);|line 1:78: WRAP_SINGLE_VALUE is for a single value column",
                "CREATE TABLE a AS SELECT id, price, COUNT(*) FROM orders GROUP BY id, price;|line 1:1: the key format KAFKA holds one column, not ID, PRICE",
                "CREATE STREAM a (v adress) WITH (value_format='json');|line 1:20: there is no type ADRESS",
                "DROP TABLE orders;|line 1:1: ORDERS is a stream: write DROP STREAM",
                "DROP STREAM nothing;|line 1:1: there is no stream or table NOTHING",
                "INSERT INTO orders (id, price) VALUES (1);|line 1:1: 2 columns and 1 values",
                "INSERT INTO orders (id, prize) VALUES (1, 2);|line 1:1: ORDERS has no column PRIZE: perhaps PRICE",
                "INSERT INTO orders (id, price) VALUES (1, 'x');|line 1:43: PRICE: 'x' is no DOUBLE",
                "INSERT INTO customers (name) VALUES ('x');|line 1:1: a row of the table CUSTOMERS needs a value for its PRIMARY KEY ID",
                "INSERT INTO payments SELECT id, price FROM orders;|line 1:22: the query gives `ID` INTEGER KEY, `PRICE` DOUBLE, but PAYMENTS has",
                "SELECT id, COUNT(*) FROM orders GROUP BY id;|line 1:42: GROUP BY needs EMIT CHANGES",
                "SELECT * FROM orders o JOIN payments p WITHIN 1 DAY ON o.id = p.id;|line 1:24: JOIN needs EMIT CHANGES",
                "SELECT * FROM orders WHERE ROWTIME > 'noon' EMIT CHANGES;|line 1:38: 'noon' is no TIMESTAMP",
                "ALTER TABLE counts ADD x INT;|line 1:1: the columns of COUNTS come from its query"
            })
    void isRefusedWithPlaceAndReason(String statement, String message) {
        assertThatThrownBy(() -> statements.run(statement))
                .isInstanceOf(KsqlException.class)
                .hasMessageStartingWith(message);
    }

    @Test
    void joinsSayWhatMustBeRepartitioned() {
        QueryPlan plan = statements.query("""
                SELECT o.id FROM orders o
                  JOIN payments p WITHIN 1 HOUR ON o.id = p.id
                  LEFT JOIN customers c ON o.customer = c.id EMIT CHANGES;""");
        Origin.Join outer = (Origin.Join) plan.origin();
        assertThat(outer.type()).isEqualTo(Origin.Join.Type.STREAM_TABLE);
        assertThat(outer.repartitionLeft()).isTrue();
        Origin.Join inner = (Origin.Join) outer.left();
        assertThat(inner.repartitionLeft() || inner.repartitionRight()).isFalse();
        assertThat(outer.layout().size())
                .isEqualTo(inner.layout().size() + outer.right().layout().size() + 1);
    }

    @Test
    void nextJoinOnTheSameKeyNeedsNoRepartitioning() {
        Origin.Join outer = (Origin.Join) statements.query("""
                SELECT o.id FROM orders o
                  JOIN payments p WITHIN 1 HOUR ON o.id = p.id
                  LEFT JOIN customers c ON p.id = c.id EMIT CHANGES;""").origin();
        assertThat(outer.repartitionLeft()).isFalse();
    }

    @Test
    void foreignKeyJoinKeepsTheLeftKey() {
        QueryPlan plan = statements.query(
                "CREATE TABLE a AS SELECT c.id, n.name FROM customers c JOIN countries n ON c.country = n.id;");
        assertThat(((Origin.Join) plan.origin()).type()).isEqualTo(Origin.Join.Type.FOREIGN_KEY);
        assertThat(plan.kind()).isEqualTo(Kind.TABLE);
    }

    @Test
    void qualifiedAndPlainNamesAreTheSameGroup() {
        QueryPlan plan = statements.query(
                "CREATE TABLE a AS SELECT o.customer, COUNT(o.id) n, COUNT(id) m FROM orders o GROUP BY customer HAVING COUNT(id) > 1;");
        assertThat(Objects.requireNonNull(plan.aggregation()).calls()).hasSize(1);
        assertThat(plan.aggregation().having()).isNotNull();
    }

    @Test
    void ifNotExistsAndIfExistsDoNothing() {
        assertThat(statements.run("""
                        CREATE STREAM IF NOT EXISTS orders (x INT) WITH (value_format='json');
                        CREATE TABLE IF NOT EXISTS counts AS SELECT * FROM nowhere;
                        DROP TABLE IF EXISTS nowhere;""")).allMatch(StatementPlan.Nothing.class::isInstance);
    }

    @Test
    void formatsAndWindowsPassOn() {
        statements.run("""
                CREATE STREAM text (a INT KEY, b INT) WITH (kafka_topic='t', key_format='json', value_format='delimited', value_delimiter='TAB');
                CREATE STREAM copy AS SELECT * FROM text;
                CREATE TABLE old (k INT PRIMARY KEY, v INT) WITH (value_format='json', window_type='tumbling', window_size='30 minutes');
                CREATE TABLE kept AS SELECT k, v FROM old;""");
        DataSource copy = statements.source("COPY");
        assertThat(copy.keyFormat().kind()).isEqualTo(Format.Kind.JSON);
        assertThat(copy.valueFormat().properties()).containsEntry("delimiter", "\t");
        assertThat(copy.topic().name()).isEqualTo("COPY");
        assertThat(statements.source("KEPT").windowing())
                .isEqualTo(statements.source("OLD").windowing());
    }

    @Test
    void valuesAreConvertedToTheirColumns() {
        StatementPlan.InsertRow row = (StatementPlan.InsertRow)
                statements.last("INSERT INTO orders (rowtime, price, id, tags) VALUES (1234, 5, 2 + 3, ARRAY['a']);");
        assertThat(row.time()).hasValue(1234);
        assertThat(row.row()).containsExactly(5, null, 5.0, List.of("a"), null);
    }

    @Test
    void userTypesStandForTheirMeaning() {
        statements.run("""
                CREATE TYPE address AS STRUCT<street STRING, city STRING>;
                CREATE STREAM people (a ARRAY<address>) WITH (value_format='json');""");
        assertThat(statements.source("PEOPLE").schema().text())
                .isEqualTo("`A` ARRAY<STRUCT<`STREET` STRING, `CITY` STRING>>");
    }

    @Test
    void alteredSourceHasMoreColumns() {
        statements.run("ALTER STREAM payments ADD COLUMN currency STRING;");
        assertThat(statements.source("PAYMENTS").schema().text())
                .isEqualTo("`ID` INTEGER KEY, `AMOUNT` DOUBLE, `CURRENCY` STRING");
    }

    @Test
    void explainPlansWithoutEffect() {
        assertThat(statements.last("EXPLAIN CREATE STREAM a AS SELECT * FROM plain;"))
                .isInstanceOfSatisfying(
                        StatementPlan.Explain.class,
                        explain -> assertThat(explain.plan()).isInstanceOf(StatementPlan.CreateQuery.class));
        assertThat(statements.find("A")).isNull();
    }
}
