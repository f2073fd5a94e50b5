package io.millrace.sql.exec;

import static io.millrace.sql.exec.Planning.filter;
import static io.millrace.sql.exec.Planning.limit;
import static io.millrace.sql.exec.Planning.project;
import static io.millrace.sql.exec.Planning.scan;
import static io.millrace.sql.exec.Run.append;
import static io.millrace.sql.exec.Run.define;
import static io.millrace.sql.exec.Run.ended;
import static io.millrace.sql.exec.Run.open;
import static io.millrace.sql.exec.Run.ready;
import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.core.testkit.ManualTicker;
import io.millrace.sql.batch.Column;
import io.millrace.sql.batch.Schema;
import io.millrace.sql.exec.relation.StreamStore;
import io.millrace.sql.expr.Expr;
import io.millrace.sql.plan.Plan;
import io.millrace.sql.plan.Plan.ScanOptions;
import io.millrace.sql.plan.Plan.SortKey;
import io.millrace.sql.type.DataType;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class OperatorTest {

    private final ManualTicker ticker = new ManualTicker();
    private final StreamStore stream = Run.stream(
            ticker,
            List.of(
                    define("id", DataType.STRING.asNullable()),
                    define("n", DataType.INT64),
                    define("keep", DataType.BOOL.asNullable())),
            null);
    private final Plan scan = scan(stream, "id", "n", "keep");
    private final Plan stored = scan(stream, true, ScanOptions.DEFAULT, "id", "n", "keep");

    private static List<Object> row(String id, long n, long keep) {
        return List.of(id, n, keep);
    }

    @Test
    void keepsRowsForWhichThePredicateIsTrueAndNotNull() {
        append(stream, List.of(row("a", 1, 1), row("b", 2, 0), Arrays.asList("c", 3L, null), row("d", 4, 1)));
        Plan plan = project(filter(stored, "keep"), "n", "id");
        assertThat(ready(open(plan, ticker))).containsExactly(List.of(1L, "a"), List.of(4L, "d"));
    }

    @Test
    void givesConstantRowsOnce() {
        Plan values = new Plan.Values(new Schema(List.of()), List.of(List.of()));
        Plan one = new Plan.Project(
                values,
                List.of(new Expr.Literal(1L, DataType.UINT8)),
                new Schema(List.of(new Column("1", DataType.UINT8))));
        QuerySource query = open(one, ticker);
        assertThat(ready(query)).containsExactly(List.of(1L));
        assertThat(ended(query)).isTrue();
    }

    @Test
    void skipsAndLimitsAcrossBlocksAndEndsTheQuery() {
        QuerySource query = open(limit(project(scan, "n"), 3, 2), ticker);
        append(stream, List.of(row("a", 1, 1)));
        append(stream, List.of(row("a", 2, 1), row("a", 3, 1), row("a", 4, 1)));
        assertThat(ready(query)).containsExactly(List.of(3L), List.of(4L));
        append(stream, List.of(row("a", 5, 1), row("a", 6, 1)));
        assertThat(ready(query)).containsExactly(List.of(5L));
        assertThat(ended(query)).isTrue();
    }

    @Test
    void endsAtOnceWhenNoRowIsWanted() {
        QuerySource query = open(limit(project(scan, "n"), 0, 0), ticker);
        assertThat(ready(query)).isEmpty();
        assertThat(ended(query)).isTrue();
    }

    @Test
    void keepsTheFirstOfEqualRowsForEver() {
        QuerySource query = open(new Plan.Distinct(project(scan, "id", "keep")), ticker);
        append(stream, List.of(row("a", 1, 1), row("b", 2, 1), row("a", 3, 1), Arrays.asList(null, 1L, 1L)));
        assertThat(ready(query)).containsExactly(List.of("a", 1L), List.of("b", 1L), Arrays.asList(null, 1L));
        append(stream, List.of(row("a", 4, 0), row("b", 5, 1), Arrays.asList(null, 1L, 1L)));
        assertThat(ready(query)).containsExactly(List.of("a", 0L));
    }

    @Test
    void remembersTheLastKeysOnlyWhenDeduplicating() {
        QuerySource query = open(new Plan.Dedup(project(scan, "id"), List.of(0), 2, 0), ticker);
        append(stream, List.of(row("a", 1, 1), row("b", 1, 1), row("a", 1, 1), row("c", 1, 1)));
        assertThat(ready(query)).containsExactly(List.of("a"), List.of("b"), List.of("c"));
        // c pushed a out
        append(stream, List.of(row("b", 1, 1), row("a", 1, 1)));
        assertThat(ready(query)).containsExactly(List.of("a"));
    }

    @Test
    void forgetsKeysAfterTheirTimeWhenDeduplicating() {
        QuerySource query = open(new Plan.Dedup(project(scan, "id"), List.of(0), 10_000, 1000), ticker);
        append(stream, List.of(row("a", 1, 1)));
        assertThat(ready(query)).hasSize(1);
        ticker.advance(Duration.ofMillis(999));
        append(stream, List.of(row("a", 1, 1)));
        assertThat(ready(query)).isEmpty();
        ticker.advance(Duration.ofMillis(1));
        append(stream, List.of(row("a", 1, 1)));
        assertThat(ready(query)).hasSize(1);
    }

    @Test
    void sortsStoredRowsAsAWholeWithNullsWhereTold() {
        append(stream, List.of(row("b", 2, 1), row("a", 2, 1)));
        append(stream, List.of(Arrays.asList(null, 3L, 1L), row("c", 1, 1)));
        Plan byId = new Plan.Sort(project(stored, "id", "n"), List.of(new SortKey(0, true, false)));
        assertThat(ready(open(byId, ticker)))
                .containsExactly(List.of("a", 2L), List.of("b", 2L), List.of("c", 1L), Arrays.asList(null, 3L));
        Plan byNumber = new Plan.Sort(
                project(stored, "id", "n"), List.of(new SortKey(1, false, false), new SortKey(0, false, true)));
        assertThat(ready(open(byNumber, ticker)))
                .containsExactly(Arrays.asList(null, 3L), List.of("b", 2L), List.of("a", 2L), List.of("c", 1L));
    }

    @Test
    void sortsLargeUnsignedNumbersAfterSmallOnes() {
        StreamStore unsigned = Run.stream(ticker, List.of(define("u", DataType.UINT64)), null);
        append(unsigned, List.of(List.of(-1L), List.of(1L)));
        Plan plan = new Plan.Sort(scan(unsigned, true, ScanOptions.DEFAULT, "u"), List.of(new SortKey(0, true, false)));
        assertThat(ready(open(plan, ticker))).containsExactly(List.of(1L), List.of(-1L));
    }

    @Test
    void limitsRowsPerKeyOfTheWholeStream() {
        QuerySource query = open(new Plan.LimitBy(project(scan, "id", "n"), 1, 1, List.of(0)), ticker);
        append(stream, List.of(row("a", 1, 1), row("a", 2, 1), row("b", 3, 1)));
        append(stream, List.of(row("a", 4, 1), row("b", 5, 1), row("b", 6, 1)));
        assertThat(ready(query)).containsExactly(List.of("a", 2L), List.of("b", 5L));
    }
}
