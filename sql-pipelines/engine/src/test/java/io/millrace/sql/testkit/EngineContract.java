package io.millrace.sql.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.millrace.core.Poll;
import io.millrace.core.Source;
import io.millrace.core.failure.InvalidRequestException;
import io.millrace.core.testkit.Eventually;
import io.millrace.sql.Engine;
import io.millrace.sql.EnginePipeline;
import io.millrace.sql.QueryPlan;
import io.millrace.sql.SqlException;
import io.millrace.sql.batch.Column;
import io.millrace.sql.batch.RowBatch;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What every engine must do. Implement it in a test class; names of streams are new for each test. */
@Timeout(120)
public interface EngineContract {

    /** The engine under test, in whatever state; the contract does not close it. */
    Engine engine();

    /** A name that no other test has. */
    static String name() {
        return "c" + UUID.randomUUID().toString().replace("-", "");
    }

    private static List<String> stored(String name, String query) {
        return List.of(
                "CREATE STREAM " + name + "(i int32, t string)",
                "INSERT INTO " + name + "(i, t) VALUES (1, 'a'), (2, 'b')",
                query);
    }

    private static String random(String name, int eps) {
        return "CREATE RANDOM STREAM " + name + "(device string default 'd' || to_string(rand() % 4)) SETTINGS eps="
                + eps;
    }

    @Test
    default void selectOneIsOneRow() throws InterruptedException {
        try (EnginePipeline pipeline = engine().start("one", List.of("SELECT 1"))) {
            QueryPlan plan = pipeline.plan();
            assertThat(plan.bounded()).isTrue();
            assertThat(plan.schema().columns()).extracting(Column::name).containsExactly("1");
            assertThat(plan.schema().column(0).type()).hasToString("uint8");
            assertThat(Queries.rows(pipeline, Long.MAX_VALUE)).containsExactly("{\"1\": 1}");
            assertThat(Queries.rows(pipeline, Long.MAX_VALUE)).as("again").containsExactly("{\"1\": 1}");
        }
    }

    @Test
    default void everyTypeHasItsText() throws InterruptedException {
        List<String> wrong = new ArrayList<>();
        for (Map.Entry<String, String> sample : TypeSamples.all().entrySet()) {
            String got;
            try {
                got = String.join("\n", Queries.rows(engine(), "SELECT " + sample.getKey() + " AS v"));
            } catch (RuntimeException e) {
                got = e.toString();
            }
            String expected = "{\"v\": " + sample.getValue() + "}";
            if (!got.equals(expected)) {
                wrong.add(sample.getKey() + ": expected " + expected + " but was " + got);
            }
        }
        assertThat(wrong).isEmpty();
    }

    @Test
    default void theSetUpRunsOnceAndInOrder() throws InterruptedException {
        String name = name();
        List<String> sqls = stored(name, "SELECT i, t FROM table(" + name + ") ORDER BY i");
        try (EnginePipeline pipeline = engine().start("stored", sqls)) {
            assertThat(pipeline.plan().bounded()).isTrue();
            // a server may take a moment to show what was stored
            AtomicReference<List<String>> seen = new AtomicReference<>(List.of());
            Eventually.until("both rows are there", () -> {
                seen.set(all(pipeline));
                return seen.get().size() >= 2;
            });
            assertThat(seen.get()).containsExactly("{\"i\": 1, \"t\": \"a\"}", "{\"i\": 2, \"t\": \"b\"}");
            assertThat(all(pipeline)).hasSize(2);
        }
    }

    private static List<String> all(EnginePipeline pipeline) {
        try {
            return Queries.rows(pipeline, Long.MAX_VALUE);
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    default void aStreamingQueryGoesOnAndEachRunIsItsOwn() throws InterruptedException {
        String name = name();
        try (EnginePipeline pipeline =
                engine().start("random", List.of(random(name, 1_000), "SELECT device FROM " + name))) {
            assertThat(pipeline.plan().bounded()).isFalse();
            try (Source<RowBatch> two = pipeline.query()) {
                two.open();
                assertThat(Queries.rows(pipeline, 100)).allMatch(row -> row.matches("\\{\"device\": \"d[0-3]\"}"));
                assertThat(Queries.rows(pipeline, two, 500)).hasSizeGreaterThanOrEqualTo(500);
            }
        }
    }

    @Test
    default void windowsAreGivenAsTheyClose() throws InterruptedException {
        String name = name();
        List<String> sqls = List.of(
                random(name, 1_000),
                "SELECT window_start, count(*) AS count FROM tumble(" + name + ", 1s) GROUP BY window_start");
        try (EnginePipeline pipeline = engine().start("windows", sqls)) {
            assertThat(Queries.rows(pipeline, 2))
                    .allMatch(
                            row -> row.matches(
                                    "\\{\"window_start\": \"\\d{4}-\\d\\d-\\d\\d \\d\\d:\\d\\d:\\d\\d\\+00:00\", \"count\": \\d+}"));
        }
    }

    @Test
    default void aQuietStreamIsIdleWithinTheTimeout() throws InterruptedException {
        String name = name();
        List<String> sqls = List.of("CREATE STREAM " + name + "(i int32)", "SELECT i FROM " + name);
        try (EnginePipeline pipeline = engine().start("quiet", sqls);
                Source<RowBatch> source = pipeline.query()) {
            source.open();
            assertThat(source.poll(Duration.ofMillis(50))).isInstanceOf(Poll.Idle.class);
            assertThat(source.poll(Duration.ZERO)).isInstanceOf(Poll.Idle.class);
        }
    }

    @Test
    default void closingUnblocksAPollAndFreesThePipeline() throws Exception {
        String name = name();
        List<String> sqls = List.of("CREATE STREAM " + name + "(i int32)", "SELECT i FROM " + name);
        EnginePipeline pipeline = engine().start("closed", sqls);
        Source<RowBatch> source = pipeline.query();
        source.open();
        AtomicReference<Object> last = new AtomicReference<>();
        Thread poller = Thread.ofVirtual().start(() -> {
            try {
                last.set(source.poll(Duration.ofMinutes(10)));
            } catch (InterruptedException e) {
                last.set(e);
            }
        });
        pipeline.close();
        assertThat(poller.join(Duration.ofSeconds(60))).isTrue();
        assertThat(last.get()).isInstanceOf(Poll.End.class);
        assertThat(source.poll(Duration.ofSeconds(1))).isInstanceOf(Poll.End.class);
        source.close();
    }

    @Test
    default void errorsHaveCodeAndStatement() {
        SqlException unknown = catchThrowableOfType(
                SqlException.class, () -> engine().start("wrong", List.of("SELECT * FROM " + name())));
        assertThat(unknown.number()).isEqualTo(60);
        assertThat(unknown.statement()).isEqualTo(1);

        SqlException syntax = catchThrowableOfType(
                SqlException.class,
                () -> engine().start("wrong", List.of(random(name(), 1), "SELECT 1 FORM WHERE", "SELECT 1")));
        assertThat(syntax.number()).isEqualTo(62);
        assertThat(syntax.statement()).isEqualTo(2);
        assertThat(syntax.details()).containsEntry("code", 62).containsEntry("statement", 2);
    }

    @Test
    default void theLastStatementMustBeAQuery() {
        assertThatThrownBy(() -> engine().start("none", List.of())).isInstanceOf(InvalidRequestException.class);
        assertThatThrownBy(() -> engine().start("none", List.of("CREATE STREAM " + name() + "(i int32)")))
                .isInstanceOf(SqlException.class)
                .hasMessageContaining("the last statement must be a query");
    }

    @Test
    default void checkingHasNoEffect() {
        String name = name();
        QueryPlan plan = engine().check(stored(name, "SELECT i FROM " + name));
        assertThat(plan.schema().columns()).extracting(Column::name).containsExactly("i");
        assertThat(plan.bounded()).isFalse();
        assertThatThrownBy(() -> engine().start("later", List.of("SELECT i FROM " + name)))
                .isInstanceOfSatisfying(
                        SqlException.class,
                        unknown -> assertThat(unknown.number()).isEqualTo(60));
        assertThatThrownBy(() -> engine().check(List.of("SELECT 1 +")))
                .isInstanceOfSatisfying(
                        SqlException.class, wrong -> assertThat(wrong.number()).isEqualTo(62));
    }
}
