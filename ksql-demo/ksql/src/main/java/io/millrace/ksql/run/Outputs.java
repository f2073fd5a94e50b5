package io.millrace.ksql.run;

import io.millrace.ksql.expr.TypedExpression;
import io.millrace.ksql.format.Key;
import io.millrace.ksql.format.Row;
import io.millrace.ksql.plan.Aggregation;
import io.millrace.ksql.plan.QueryPlan;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The ways in which a {@link RowStep} makes key and value of a row. */
final class Outputs {

    private Outputs() {}

    static List<TypedExpression> keys(QueryPlan plan) {
        return plan.columns().stream()
                .filter(output -> output.column().isKey())
                .map(QueryPlan.Output::value)
                .toList();
    }

    static List<TypedExpression> values(QueryPlan plan) {
        return plan.columns().stream()
                .filter(output -> !output.column().isKey())
                .map(QueryPlan.Output::value)
                .toList();
    }

    /** The plan's value columns; the key stays. */
    static RowStep.Output values(List<TypedExpression> values) {
        return (evaluation, row, key, facts, out) -> out.accept(key, evaluate(values, evaluation, row));
    }

    /** The plan's columns with a key of their own; a key of which a part is missing is none. */
    static RowStep.Output columns(List<TypedExpression> keys, List<TypedExpression> values) {
        return (evaluation, row, key, facts, out) ->
                out.accept(newKey(evaluate(keys, evaluation, row), key), evaluate(values, evaluation, row));
    }

    private static @Nullable Key newKey(Row row, @Nullable Key old) {
        for (Object value : row.values()) {
            if (value == null) {
                return null;
            }
        }
        return row.size() == 0 ? null : new Key(row, old == null ? null : old.window());
    }

    private static Row evaluate(List<TypedExpression> expressions, Evaluation evaluation, @Nullable Object[] row) {
        @Nullable Object[] values = new @Nullable Object[expressions.size()];
        evaluation.values(expressions, row, values, 0);
        return Row.of(values);
    }

    /** The whole row; the key stays. */
    static RowStep.Output whole() {
        return (evaluation, row, key, facts, out) -> out.accept(key, Row.of(row));
    }

    /** The whole row under the value by which it is joined; rows without one find no partner. */
    static RowStep.Output joined(TypedExpression joinKey, boolean keepUnmatched) {
        return (evaluation, row, key, facts, out) -> {
            Object value = evaluation.value(joinKey, row);
            if (value != null) {
                out.accept(Key.of(value), Row.of(row));
            } else if (keepUnmatched) {
                out.accept(null, Row.of(row));
            }
        };
    }

    /**
     * For an aggregation: the group as key, the calls' arguments and the offset as value. Rows of which a part of the
     * group is NULL take no part.
     *
     * @param keepKey whether the present key is the group already
     */
    static RowStep.Output grouped(Aggregation aggregation, boolean keepKey) {
        List<TypedExpression> arguments = arguments(aggregation);
        List<TypedExpression> groupBy = aggregation.groupBy();
        return (evaluation, row, key, facts, out) -> {
            @Nullable Object[] values = new @Nullable Object[arguments.size() + 1];
            evaluation.values(arguments, row, values, 0);
            values[arguments.size()] = facts.offset();
            Key group = keepKey ? key : newKey(evaluate(groupBy, evaluation, row), null);
            if (group != null) {
                out.accept(group, Row.of(values));
            }
        };
    }

    /** The arguments of all calls, one after another. */
    static List<TypedExpression> arguments(Aggregation aggregation) {
        List<TypedExpression> all = new ArrayList<>();
        aggregation.calls().forEach(call -> all.addAll(call.arguments()));
        return all;
    }
}
