package io.millrace.ksql.plan;

import io.millrace.ksql.ast.WindowClause;
import io.millrace.ksql.expr.TypedExpression;
import io.millrace.ksql.function.Aggregate;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Grouping of rows.
 *
 * @param groupBy over the origin's rows; a row where one of them is NULL takes no part
 * @param window null for a table without windows
 * @param layout of the result's rows: the group's values, the calls' results, WINDOWSTART and WINDOWEND (BIGINT) where
 *     there is a window, then ROWTIME
 * @param having over the result's rows; null without HAVING
 */
public record Aggregation(
        List<TypedExpression> groupBy,
        @Nullable WindowClause window,
        List<Call> calls,
        Layout layout,
        @Nullable TypedExpression having) {

    public Aggregation {
        groupBy = List.copyOf(groupBy);
        calls = List.copyOf(calls);
    }

    /**
     * One aggregate.
     *
     * @param arguments over the origin's rows
     */
    public record Call(String function, List<TypedExpression> arguments, Aggregate aggregate) {
        public Call {
            arguments = List.copyOf(arguments);
        }
    }
}
