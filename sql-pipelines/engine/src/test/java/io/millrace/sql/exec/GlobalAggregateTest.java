package io.millrace.sql.exec;

import static io.millrace.sql.exec.Planning.aggregate;
import static io.millrace.sql.exec.Planning.count;
import static io.millrace.sql.exec.Planning.latest;
import static io.millrace.sql.exec.Planning.limit;
import static io.millrace.sql.exec.Planning.scan;
import static io.millrace.sql.exec.Planning.sum;
import static io.millrace.sql.exec.Run.append;
import static io.millrace.sql.exec.Run.define;
import static io.millrace.sql.exec.Run.ended;
import static io.millrace.sql.exec.Run.open;
import static io.millrace.sql.exec.Run.ready;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.core.failure.FatalException;
import io.millrace.core.testkit.ManualTicker;
import io.millrace.sql.exec.relation.StreamStore;
import io.millrace.sql.exec.stage.QueryContext;
import io.millrace.sql.exec.stage.QueryLimits;
import io.millrace.sql.plan.Emit;
import io.millrace.sql.plan.Plan;
import io.millrace.sql.type.DataType;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GlobalAggregateTest {

    private static final Emit EVERY_2S = new Emit.Periodic(2000, false);

    private final ManualTicker ticker = new ManualTicker();
    private final StreamStore stream =
            Run.stream(ticker, List.of(define("id", DataType.STRING), define("value", DataType.FLOAT64)), null);
    private final Plan scan = scan(stream, "id", "value");

    @Test
    void emitsEveryPeriodOnlyIfSomethingChanged() {
        QuerySource query = open(aggregate(scan, EVERY_2S, List.of(), count()), ticker);
        append(stream, List.of(List.of("a", 1.0), List.of("b", 1.0)));
        assertThat(ready(query)).isEmpty();
        ticker.advance(Duration.ofSeconds(2));
        assertThat(ready(query)).containsExactly(List.of(2L));
        ticker.advance(Duration.ofSeconds(2));
        assertThat(ready(query)).isEmpty();
        append(stream, List.of(List.of("a", 1.0)));
        ticker.advance(Duration.ofSeconds(2));
        assertThat(ready(query)).containsExactly(List.of(3L));
    }

    @Test
    void emitsEveryPeriodWhenToldToRepeat() {
        QuerySource query = open(aggregate(scan, new Emit.Periodic(1000, true), List.of(), count()), ticker);
        ticker.advance(Duration.ofSeconds(1));
        assertThat(ready(query)).containsExactly(List.of(0L));
        append(stream, List.of(List.of("a", 1.0)));
        ticker.advance(Duration.ofSeconds(2));
        assertThat(ready(query)).containsExactly(List.of(1L), List.of(1L));
    }

    @Test
    void putsRowsBeforeOrAfterAnEmissionByTheirTimeNotByTheTimeOfThePoll() {
        QuerySource query = open(aggregate(scan, EVERY_2S, List.of(), count()), ticker);
        ticker.advance(Duration.ofMillis(1999));
        append(stream, List.of(List.of("a", 1.0)));
        ticker.advance(Duration.ofMillis(2));
        append(stream, List.of(List.of("a", 1.0)));
        ticker.advance(Duration.ofSeconds(2));
        // the poll is two seconds late, and yet gives what a punctual one would have given
        assertThat(ready(query)).containsExactly(List.of(1L), List.of(2L));
    }

    @Test
    void emitsAllGroupsEachPeriodWithTheVersionOfTheEmission() {
        Plan plan = aggregate(scan, EVERY_2S, List.of("id"), true, false, sum("value"));
        QuerySource query = open(plan, ticker);
        append(stream, List.of(List.of("a", 1.0), List.of("b", 2.0), List.of("a", 3.0)));
        ticker.advance(Duration.ofSeconds(2));
        assertThat(ready(query)).containsExactly(List.of("a", 4.0, 0L), List.of("b", 2.0, 0L));
        append(stream, List.of(List.of("c", 1.0)));
        ticker.advance(Duration.ofSeconds(2));
        assertThat(ready(query)).containsExactly(List.of("a", 4.0, 1L), List.of("b", 2.0, 1L), List.of("c", 1.0, 1L));
    }

    @Test
    void emitsChangedGroupsAfterEachBlockOnUpdate() {
        QuerySource query = open(aggregate(scan, new Emit.OnUpdate(0), List.of("id"), count()), ticker);
        append(stream, List.of(List.of("a", 1.0), List.of("b", 2.0)));
        assertThat(ready(query)).containsExactly(List.of("a", 1L), List.of("b", 1L));
        append(stream, List.of(List.of("b", 2.0), List.of("b", 2.0)));
        assertThat(ready(query)).containsExactly(List.of("b", 3L));
    }

    @Test
    void emitsChangesAtMostOncePerBatchPeriod() {
        QuerySource query = open(aggregate(scan, new Emit.OnUpdate(1000), List.of("id"), count()), ticker);
        append(stream, List.of(List.of("a", 1.0)));
        assertThat(ready(query)).containsExactly(List.of("a", 1L));
        ticker.advance(Duration.ofMillis(100));
        append(stream, List.of(List.of("a", 1.0)));
        assertThat(ready(query)).isEmpty();
        ticker.advance(Duration.ofMillis(900));
        assertThat(ready(query)).containsExactly(List.of("a", 2L));
    }

    @Test
    void emitsAfterEveryRowPerEvent() {
        QuerySource query = open(aggregate(scan, new Emit.PerEvent(), List.of(), sum("value")), ticker);
        append(stream, List.of(List.of("a", 1.0), List.of("a", 2.0), List.of("a", 4.0)));
        assertThat(ready(query)).containsExactly(List.of(1.0), List.of(3.0), List.of(7.0));
    }

    @Test
    void givesOneRowForNoRowsWithoutKeysAndNoneWithKeys() {
        Plan stored = scan(stream, true, Plan.ScanOptions.DEFAULT, "id", "value");
        assertThat(ready(open(aggregate(stored, new Emit.AtEnd(), List.of(), false, true, count()), ticker)))
                .containsExactly(List.of(0L));
        assertThat(ready(open(aggregate(stored, new Emit.AtEnd(), List.of("id"), false, true, count()), ticker)))
                .isEmpty();
    }

    @Test
    void endsTheQueryWhenTheLimitIsReached() {
        QuerySource query = open(limit(aggregate(scan, EVERY_2S, List.of(), count()), 2, 0), ticker);
        for (int i = 0; i < 2; i++) {
            append(stream, List.of(List.of("a", 1.0)));
            ticker.advance(Duration.ofSeconds(2));
        }
        assertThat(ready(query)).containsExactly(List.of(1L), List.of(2L));
        assertThat(ended(query)).isTrue();
    }

    @Test
    void emitsOnceMoreWhenALimitEndsItsInput() {
        QuerySource query = open(aggregate(limit(scan, 3, 0), EVERY_2S, List.of(), count()), ticker);
        append(stream, List.of(List.of("a", 1.0), List.of("a", 1.0), List.of("a", 1.0), List.of("a", 1.0)));
        assertThat(ready(query)).containsExactly(List.of(3L));
        assertThat(ended(query)).isTrue();
    }

    /** Suite 0019: sorted and limited per emission. */
    @Test
    void sortsAndLimitsEachEmission() {
        Plan aggregate = aggregate(scan, EVERY_2S, List.of("id"), true, false, latest("value"));
        Plan sorted = new Plan.Sort(aggregate, List.of(new Plan.SortKey(1, false, false)));
        Plan plan = new Plan.LimitBy(sorted, 2, 0, List.of(2));
        QuerySource query = open(plan, ticker);
        append(stream, List.of(List.of("s1", 1.0), List.of("s2", 2.0), List.of("s3", 3.0), List.of("s4", 4.0)));
        ticker.advance(Duration.ofSeconds(2));
        assertThat(ready(query)).containsExactly(List.of("s4", 4.0, 0L), List.of("s3", 3.0, 0L));
        append(stream, List.of(List.of("s1", 9.0)));
        ticker.advance(Duration.ofSeconds(2));
        assertThat(ready(query)).containsExactly(List.of("s1", 9.0, 1L), List.of("s4", 4.0, 1L));
    }

    @Test
    void endsWithAClearFailureWhenThereAreTooManyGroups() {
        QueryContext context = new QueryContext(ticker, new QueryLimits(2, 100, 1 << 20), 1);
        QuerySource query = new QuerySource(aggregate(scan, EVERY_2S, List.of("id"), count()), context, () -> {});
        query.open();
        append(stream, List.of(List.of("a", 1.0), List.of("b", 1.0), List.of("c", 1.0)));
        assertThatThrownBy(() -> query.poll(Duration.ZERO))
                .isInstanceOf(FatalException.class)
                .hasMessage("the query has more than 2 groups or distinct keys");
        assertThat(ended(query)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void agreesWithANaiveModelForKeysOfEveryType(long seed) {
        StreamStore typed = Run.stream(
                ticker,
                List.of(
                        define("l", DataType.INT64.asNullable()),
                        define("d", DataType.FLOAT64),
                        define("s", DataType.STRING.asNullable()),
                        define("o", DataType.array(DataType.INT64)),
                        define("value", DataType.FLOAT64)),
                null);
        Random random = new Random(seed);
        for (int block = 0; block < 5; block++) {
            List<List<? extends @Nullable Object>> rows = new ArrayList<>();
            for (int i = 0; i < 400; i++) {
                rows.add(Arrays.asList(
                        random.nextInt(10) == 0 ? null : (Object) (long) random.nextInt(40),
                        random.nextInt(8) == 0 ? Double.NaN : (Object) (double) (random.nextInt(20) - 10),
                        random.nextInt(10) == 0 ? null : "k".repeat(random.nextInt(20)) + random.nextInt(3),
                        List.of((long) random.nextInt(5)),
                        (double) random.nextInt(100)));
            }
            append(typed, rows);
        }
        Plan stored = scan(typed, true, Plan.ScanOptions.DEFAULT, "l", "d", "s", "o", "value");
        for (List<String> keys : List.of(
                List.of("l"),
                List.of("d"),
                List.of("s"),
                List.of("o"),
                List.of("l", "s"),
                List.of("s", "d", "o", "l"))) {
            Plan plan = aggregate(stored, new Emit.AtEnd(), keys, false, true, count(), sum("value"));
            Map<List<@Nullable Object>, List<@Nullable Object>> actual = new HashMap<>();
            for (List<@Nullable Object> row : ready(open(plan, ticker))) {
                List<@Nullable Object> key = row.subList(0, keys.size());
                assertThat(actual.put(key, row.subList(keys.size(), row.size())))
                        .isNull();
            }
            assertThat(actual).as("seed %s keys %s", seed, keys).isEqualTo(naive(stored, keys));
        }
    }

    private Map<List<@Nullable Object>, List<Object>> naive(Plan stored, List<String> keys) {
        Map<List<@Nullable Object>, List<Object>> groups = new HashMap<>();
        for (List<@Nullable Object> row : ready(open(stored, ticker))) {
            List<@Nullable Object> key = new ArrayList<>();
            for (String name : keys) {
                Object value = row.get(stored.schema().indexOf(name));
                key.add(value instanceof Double number ? (Object) (number + 0.0) : value);
            }
            double value = (double) java.util.Objects.requireNonNull(row.getLast());
            groups.merge(
                    key,
                    List.of(1L, value),
                    (left, right) ->
                            List.of((long) left.getFirst() + 1, (double) left.getLast() + (double) right.getLast()));
        }
        return groups;
    }
}
