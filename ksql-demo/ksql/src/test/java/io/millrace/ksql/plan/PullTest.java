package io.millrace.ksql.plan;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a condition says about keys and windows before any row is read. */
final class PullTest {

    private final Statements statements = new Statements();

    @BeforeEach
    void tables() {
        statements.run("""
                CREATE STREAM s (a INT KEY, b STRING, v INT) WITH (kafka_topic='s', value_format='json', key_format='json');
                CREATE TABLE one AS SELECT b, COUNT(*) n FROM s GROUP BY b;
                CREATE TABLE two AS SELECT a, b, COUNT(*) n FROM s GROUP BY a, b;
                CREATE TABLE win AS SELECT b, COUNT(*) n FROM s WINDOW TUMBLING (SIZE 10 SECONDS) GROUP BY b;""");
    }

    private PullPlan plan(String table, String condition) {
        return ((StatementPlan.Pull) statements.last("SELECT * FROM " + table + " WHERE " + condition + ";")).query();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            quoteCharacter = '~',
            value = {
                "one;b = 'x';[[x]]",
                "one;'x' = b AND n > 1;[[x]]",
                "one;b IN ('x', 'y');[[x], [y]]",
                "one;b IN ('x', 'y') AND b = 'y';[[y]]",
                "one;b = 'x' AND b = 'y';[]",
                "one;b = UCASE('x');[[X]]",
                "one;b = 'x' OR n = 1;",
                "one;b > 'x';",
                "one;NOT b = 'x';",
                "one;b NOT IN ('x');",
                "one;b = CAST(n AS STRING);",
                "two;a = 1 AND b = 'x';[[1, x]]",
                "two;a IN (1, 2) AND b IN ('x', 'y');[[1, x], [1, y], [2, x], [2, y]]",
                "two;a = 1;",
                "two;a = 1.5 AND b = 'x';"
            })
    void keysAreFound(String table, String condition, String keys) {
        PullPlan plan = plan(table, condition);
        assertThat(String.valueOf(plan.keys())).isEqualTo(keys == null ? "null" : keys);
        assertThat(plan.where()).as("every row is still tested").isNotNull();
    }

    @Test
    void windowsAreBounded() {
        PullPlan.Bounds bounds = plan(
                        "win",
                        "b = 'x' AND WINDOWSTART >= 1000 AND WINDOWSTART < 5000 AND WINDOWEND <= '1970-01-01T00:00:09'")
                .bounds();
        assertThat(bounds).isEqualTo(new PullPlan.Bounds(1000, 4999, Long.MIN_VALUE, 9000));
        assertThat(plan("win", "WINDOWSTART BETWEEN 5 AND 6 OR n = 1").bounds()).isEqualTo(PullPlan.Bounds.ALL);
        assertThat(plan("win", "10 = WINDOWSTART").bounds())
                .isEqualTo(new PullPlan.Bounds(10, 10, Long.MIN_VALUE, Long.MAX_VALUE));
    }

    @Test
    void columnsComeInTheOrderSelected() {
        PullPlan plan = ((StatementPlan.Pull) statements.last("SELECT n, b, n + 1 FROM one LIMIT 3;")).query();
        assertThat(plan.columns().stream().map(output -> output.column().name()))
                .isEqualTo(List.of("N", "B", "KSQL_COL_0"));
        assertThat(plan.limit()).hasValue(3);
        assertThat(plan.keys()).isNull();
    }
}
