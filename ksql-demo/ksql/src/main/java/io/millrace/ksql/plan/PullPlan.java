package io.millrace.ksql.plan;

import io.millrace.ksql.expr.TypedExpression;
import java.util.List;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/**
 * A query of the present state.
 *
 * @param origin a table that a query keeps, or a stream that is read to its end
 * @param keys what to look up, each with one value per key column; null when the whole table is to be looked through
 * @param bounds of the windows to look at; unbounded for a table without windows
 * @param where over the origin's rows: every row found is still to be tested; null without WHERE
 * @param columns over the origin's rows, in the order selected
 */
public record PullPlan(
        Origin.Source origin,
        @Nullable List<List<Object>> keys,
        Bounds bounds,
        @Nullable TypedExpression where,
        List<QueryPlan.Output> columns,
        OptionalInt limit) {

    public PullPlan {
        columns = List.copyOf(columns);
    }

    /**
     * Windows whose start and end lie within these, both ends included, in milliseconds.
     *
     * @param startFrom {@link Long#MIN_VALUE} when unbounded, likewise the others
     */
    public record Bounds(long startFrom, long startTo, long endFrom, long endTo) {

        public static final Bounds ALL = new Bounds(Long.MIN_VALUE, Long.MAX_VALUE, Long.MIN_VALUE, Long.MAX_VALUE);
    }
}
