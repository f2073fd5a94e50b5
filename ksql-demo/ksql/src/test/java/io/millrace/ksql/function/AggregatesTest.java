package io.millrace.ksql.function;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.millrace.ksql.ast.Expression;
import io.millrace.ksql.type.SqlType;
import io.millrace.ksql.type.SqlType.Scalar;
import io.millrace.sql.parse.Position;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class AggregatesTest {

    private static Aggregate aggregate(String name, SqlType type, @Nullable Object... constants) {
        Expression.Call call = new Expression.Call(name, List.of(), new Position(1, 1));
        List<@Nullable Object> list = new ArrayList<>(Arrays.<@Nullable Object>asList(constants));
        return Functions.STANDARD.aggregate(call).bind(List.of(type), list);
    }

    private static @Nullable Object state(Aggregate aggregate, long firstOffset, @Nullable Object... values) {
        Object state = null;
        long offset = firstOffset;
        for (Object value : values) {
            state = aggregate.add(state, new @Nullable Object[] {value}, offset++);
        }
        return state;
    }

    private static @Nullable Object result(Aggregate aggregate, @Nullable Object... values) {
        return aggregate.result(state(aggregate, 0, values));
    }

    @Test
    void latestAndEarliestSkipNullsUnlessToldOtherwise() {
        SqlType type = Scalar.STRING;
        assertThat(result(aggregate("LATEST_BY_OFFSET", type), "a", "b", null)).isEqualTo("b");
        assertThat(result(aggregate("LATEST_BY_OFFSET", type, false), "a", "b", null))
                .isNull();
        assertThat(result(aggregate("EARLIEST_BY_OFFSET", type), null, "a", "b"))
                .isEqualTo("a");
        assertThat(result(aggregate("EARLIEST_BY_OFFSET", type, false), null, "a"))
                .isNull();
        assertThat(result(aggregate("EARLIEST_BY_OFFSET", type), null, null)).isNull();
    }

    @Test
    void latestAndEarliestOfSeveral() {
        SqlType type = Scalar.INTEGER;
        assertThat(result(aggregate("LATEST_BY_OFFSET", type, 2), 1, 2, null, 3))
                .isEqualTo(List.of(2, 3));
        assertThat(result(aggregate("EARLIEST_BY_OFFSET", type, 2), 1, null, 2, 3))
                .isEqualTo(List.of(1, 2));
        assertThat(result(aggregate("EARLIEST_BY_OFFSET", type, 2, false), 1, null, 2))
                .isEqualTo(Arrays.asList(1, null));
        assertThat(result(aggregate("LATEST_BY_OFFSET", type, 2), (Object) null))
                .isEqualTo(List.of());
        assertThat(aggregate("LATEST_BY_OFFSET", type, 2).type().text()).isEqualTo("ARRAY<INTEGER>");
    }

    /** Two sessions become one when a row comes between them: what counts is the place, not the session. */
    @Test
    void mergedSessionsGoByOffset() {
        Aggregate latest = aggregate("LATEST_BY_OFFSET", Scalar.INTEGER);
        Object first = state(latest, 7, 1);
        Object second = state(latest, 3, 2);
        assertThat(latest.result(latest.merge(first, second))).isEqualTo(1);
        assertThat(latest.result(latest.merge(null, second))).isEqualTo(2);
        Aggregate earliest = aggregate("EARLIEST_BY_OFFSET", Scalar.INTEGER);
        assertThat(earliest.result(earliest.merge(first, second))).isEqualTo(2);
        Aggregate list = aggregate("LATEST_BY_OFFSET", Scalar.INTEGER, 2);
        assertThat(list.result(list.merge(state(list, 5, 1, 2), state(list, 1, 3))))
                .isEqualTo(List.of(1, 2));
    }

    @Test
    void numbers() {
        assertThat(result(aggregate("COUNT", Scalar.STRING), "a", null, "b")).isEqualTo(2L);
        assertThat(result(aggregate("SUM", Scalar.INTEGER), 1, null, 2)).isEqualTo(3);
        assertThat(result(aggregate("SUM", Scalar.BIGINT))).isEqualTo(0L);
        assertThat(result(aggregate("AVG", Scalar.INTEGER), 1, null, 2)).isEqualTo(1.5);
        assertThat(result(aggregate("AVG", Scalar.DOUBLE))).isNull();
        assertThat(result(aggregate("MIN", Scalar.STRING), "b", null, "a")).isEqualTo("a");
        assertThat(result(aggregate("MAX", Scalar.DOUBLE), 1.0, 3.0, 2.0)).isEqualTo(3.0);
        assertThat((Double) Objects.requireNonNull(
                        result(aggregate("STDDEV_SAMP", Scalar.INTEGER), 2, 4, 4, 4, 5, 5, 7, 9)))
                .isCloseTo(2.138, within(0.001));
    }

    @Test
    void collections() {
        assertThat(result(aggregate("COLLECT_LIST", Scalar.INTEGER), 1, null, 1))
                .isEqualTo(Arrays.asList(1, null, 1));
        assertThat(result(aggregate("COLLECT_SET", Scalar.INTEGER), 1, 2, 1)).isEqualTo(List.of(1, 2));
        assertThat(result(aggregate("TOPK", Scalar.INTEGER, 3), 1, 5, 3, 5, 2)).isEqualTo(List.of(5, 5, 3));
        assertThat(result(aggregate("TOPKDISTINCT", Scalar.INTEGER, 3), 1, 5, 3, 5, 2))
                .isEqualTo(List.of(5, 3, 2));
        assertThat(result(aggregate("HISTOGRAM", Scalar.STRING), "a", "b", "a")).isEqualTo(Map.of("a", 2L, "b", 1L));
    }

    @ParameterizedTest
    @ValueSource(strings = {"COLLECT_LIST", "COLLECT_SET", "HISTOGRAM"})
    void groupsAreBounded(String name) {
        Aggregate aggregate = aggregate(name, Scalar.INTEGER);
        Object state = null;
        for (int i = 0; i < Aggregates.MAX_ITEMS + 10; i++) {
            state = aggregate.add(state, new @Nullable Object[] {i}, i);
        }
        Object result = Objects.requireNonNull(aggregate.result(state));
        int size = result instanceof Map<?, ?> map ? map.size() : ((List<?>) result).size();
        assertThat(size).isEqualTo(Aggregates.MAX_ITEMS);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 512, 513, 20_000})
    void distinctValuesAreCounted(int count) {
        Aggregate aggregate = aggregate("COUNT_DISTINCT", Scalar.STRING);
        Object left = null;
        Object right = null;
        for (int i = 0; i < count; i++) {
            left = aggregate.add(left, new @Nullable Object[] {"v" + i}, i);
            right = aggregate.add(right, new @Nullable Object[] {"v" + (i + count / 2)}, i);
        }
        left = aggregate.add(left, new @Nullable Object[] {null}, count);
        double tolerance = count <= DistinctSketch.EXACT ? 0 : 0.05;
        assertThat((Long) Objects.requireNonNull(aggregate.result(left)))
                .isBetween(Math.round(count * (1 - tolerance)), Math.round(count * (1 + tolerance)));
        long union = (long) count + count / 2;
        double wider = union <= DistinctSketch.EXACT ? 0 : 0.05;
        assertThat((Long) Objects.requireNonNull(aggregate.result(aggregate.merge(left, right))))
                .isBetween(Math.round(union * (1 - wider)), Math.round(union * (1 + wider)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"COUNT", "SUM", "AVG", "COLLECT_LIST", "HISTOGRAM"})
    void undoTakesARowBack(String name) {
        Aggregate aggregate = aggregate(name, Scalar.INTEGER);
        assertThat(aggregate.canUndo()).isTrue();
        Object without = state(aggregate, 0, 3, 5);
        Object with = aggregate.add(without, new @Nullable Object[] {9}, 2);
        assertThat(aggregate.result(with)).isNotEqualTo(aggregate.result(without));
        assertThat(aggregate.result(aggregate.undo(with, new @Nullable Object[] {9})))
                .isEqualTo(aggregate.result(without));
    }

    @Test
    void undoOfDeviationIsExactWithinRounding() {
        Aggregate aggregate = aggregate("STDDEV_SAMP", Scalar.INTEGER);
        Object with = state(aggregate, 0, 3, 5, 9);
        assertThat((Double) Objects.requireNonNull(aggregate.result(aggregate.undo(with, new @Nullable Object[] {9}))))
                .isCloseTo(Math.sqrt(2), within(1e-9));
    }

    /** A store keeps the old state while the new one is made. */
    @ParameterizedTest
    @ValueSource(strings = {"COLLECT_LIST", "COLLECT_SET", "HISTOGRAM", "COUNT_DISTINCT", "LATEST_BY_OFFSET"})
    void statesAreNotChangedInPlace(String name) {
        Aggregate aggregate = aggregate(name, Scalar.INTEGER);
        Object old = state(aggregate, 0, 1);
        Object before = aggregate.result(old);
        Object next = aggregate.add(old, new @Nullable Object[] {2}, 1);
        aggregate.merge(old, next);
        assertThat(aggregate.result(old)).isEqualTo(before);
    }

    @Test
    void wrongUseIsRefused() {
        assertThatThrownBy(() -> aggregate("SUM", Scalar.STRING)).hasMessage("it needs a number, not STRING");
        assertThatThrownBy(() -> aggregate("MAX", Scalar.BOOLEAN)).hasMessage("BOOLEAN has no order");
        assertThatThrownBy(() -> aggregate("TOPK", Scalar.INTEGER))
                .hasMessageStartingWith("it is called as TOPK(T, k)");
        assertThatThrownBy(() -> aggregate("TOPK", Scalar.INTEGER, 0)).hasMessageContaining("from 1 to 1000");
        assertThatThrownBy(() -> aggregate("LATEST_BY_OFFSET", Scalar.INTEGER, 2, "x"))
                .hasMessageContaining("TRUE or FALSE");
    }
}
