package io.millrace.ksql.plan;

import io.millrace.ksql.ast.Query.Emit;
import io.millrace.ksql.ast.Statement.Kind;
import io.millrace.ksql.expr.TypedExpression;
import java.util.List;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/**
 * A streaming query, in the order in which it runs: origin, where, table functions, then either aggregation or
 * partitioning, then the projection.
 *
 * @param tableFunctions each turns a row into one per element; their elements follow the origin's layout, one place per
 *     function; empty for most
 * @param where over the origin's rows; null without WHERE
 * @param partitionBy the new key, over the origin's rows; empty when the key stays, one expression of type NULL when it
 *     is dropped
 * @param aggregation null without GROUP BY
 * @param columns what comes out, the key's columns first; over the aggregation's layout where there is one, else over
 *     the origin's, table functions included
 * @param kind what the result is
 * @param windowing of the result's key, null without windows
 * @param emit CHANGES or FINAL
 * @param limit rows after which a push query ends
 */
public record QueryPlan(
        Origin origin,
        List<TableFunction> tableFunctions,
        @Nullable TypedExpression where,
        List<TypedExpression> partitionBy,
        @Nullable Aggregation aggregation,
        List<Output> columns,
        Kind kind,
        DataSource.@Nullable Windowing windowing,
        Emit emit,
        OptionalInt limit) {

    public QueryPlan {
        tableFunctions = List.copyOf(tableFunctions);
        partitionBy = List.copyOf(partitionBy);
        columns = List.copyOf(columns);
    }

    /** A column of the result and how its value is found. */
    public record Output(Column column, TypedExpression value) {}

    /**
     * A function that gives several rows. Of several, the shorter ones are filled up with NULL.
     *
     * @param value gives a list, whose elements become rows; over the origin's rows
     */
    public record TableFunction(String function, TypedExpression value) {}

    /** The result's columns. */
    public Schema schema() {
        return new Schema(columns.stream().map(Output::column).toList());
    }
}
