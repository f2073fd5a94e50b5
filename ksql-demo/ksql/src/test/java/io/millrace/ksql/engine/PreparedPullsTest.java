package io.millrace.ksql.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import io.millrace.ksql.parse.KsqlParser;
import io.millrace.ksql.plan.PullPlan;
import io.millrace.ksql.plan.StatementPlan;
import io.millrace.ksql.plan.Statements;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which texts share a plan, and which do not. */
final class PreparedPullsTest {

    private static final long VERSION = 7;

    private final Statements statements = new Statements();
    private final PreparedPulls prepared = new PreparedPulls();

    @BeforeEach
    void tables() {
        statements.run("""
                CREATE STREAM s (a INT KEY, b STRING, c BIGINT, v INT) WITH (kafka_topic='s', value_format='json');
                CREATE TABLE texts AS SELECT b, COUNT(*) n FROM s GROUP BY b;
                CREATE TABLE ints AS SELECT a, COUNT(*) n FROM s GROUP BY a;
                CREATE TABLE longs AS SELECT c, COUNT(*) n FROM s GROUP BY c;
                CREATE TABLE pairs WITH (key_format='json') AS SELECT a, b, COUNT(*) n FROM s GROUP BY a, b;""");
    }

    private PullPlan learn(String text) {
        PullPlan plan = ((StatementPlan.Pull) statements.last(text)).query();
        prepared.remember(text, KsqlParser.parse(text).getFirst().statement(), plan, VERSION);
        return plan;
    }

    @Test
    void otherKeysInTheSameWordsTakeThePlan() {
        Map<String, Object> keys = Map.ofEntries(
                entry("SELECT n FROM texts WHERE b = '%s';", "y"),
                entry("SELECT * FROM texts t WHERE t.b='%s' ; ", ""),
                entry("SELECT n FROM ints WHERE a = %s;", 2),
                entry("SELECT n FROM longs WHERE c = %s;", 3_000_000_000L));
        keys.forEach((text, key) -> {
            PullPlan first = learn(text.formatted("1"));
            PullPlan other = prepared.find(text.formatted(key), VERSION);
            assertThat(other).as(text).isNotNull();
            assertThat(other.keys()).isEqualTo(List.of(List.of(key)));
            assertThat(other.columns()).isEqualTo(first.columns());
            assertThat(other.where()).isNull();
        });
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SELECT n FROM texts WHERE b = 'it''s';",
                "SELECT n FROM texts WHERE b = UCASE('x');",
                "SELECT n FROM texts WHERE b = 'x' AND n = 1;",
                "SELECT n FROM texts WHERE b <> 'x';",
                "SELECT n FROM texts WHERE n = 1;",
                "SELECT n FROM texts WHERE b = 'x' LIMIT 1;",
                "SELECT n FROM texts WHERE b = 'x'; -- = 'y';",
                "SELECT n FROM texts WHERE /* it's */ b = 'x';",
                "SELECT n FROM ints WHERE a = -1;",
                "SELECT n FROM ints WHERE a > 1;",
                "SELECT n FROM pairs WHERE a = 1 AND b = 'x';",
                "SELECT n FROM pairs WHERE b = 'x';",
            })
    void otherTextsAreAlwaysPlanned(String text) {
        learn(text);
        assertThat(prepared.find(text, VERSION)).isNull();
    }

    @Test
    void keysOfAnotherTypeAreLeftToTheAnalyzer() {
        learn("SELECT n FROM ints WHERE a = 1;");
        assertThat(prepared.find("SELECT n FROM ints WHERE a = 3000000000;", VERSION))
                .isNull();
        assertThat(prepared.find("SELECT n FROM ints WHERE a = '1';", VERSION)).isNull();
    }

    @Test
    void planOfAnotherVersionIsNotTaken() {
        String text = "SELECT n FROM texts WHERE b = 'x';";
        learn(text);
        assertThat(prepared.find(text, VERSION)).isNotNull();
        assertThat(prepared.find(text, VERSION + 1)).isNull();
    }
}
