package io.millrace.ksql.run;

import io.millrace.ksql.expr.TypedExpression;
import io.millrace.ksql.format.BinaryCodec;
import io.millrace.ksql.format.Key;
import io.millrace.ksql.format.Row;
import io.millrace.ksql.format.RowCodec;
import io.millrace.ksql.plan.Aggregation;
import io.millrace.ksql.plan.Aggregation.Call;
import io.millrace.ksql.type.SqlType;
import io.millrace.ksql.type.SqlType.Scalar;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The states of a group's aggregates, side by side in one row. Thread-safe. */
final class States {

    private final List<Call> calls;
    private final Row empty;
    private final RowCodec states;
    private final RowCodec arguments;
    private final QueryContext context;

    States(Aggregation aggregation, QueryContext context) {
        this.calls = aggregation.calls();
        this.context = context;
        this.empty = Row.of(new @Nullable Object[calls.size()]);
        this.states = new BinaryCodec(
                calls.stream().map(call -> call.aggregate().stateType()).toList());
        List<SqlType> types = new ArrayList<>(Outputs.arguments(aggregation).stream()
                .map(TypedExpression::type)
                .toList());
        types.add(Scalar.BIGINT);
        this.arguments = new BinaryCodec(types);
    }

    Row empty() {
        return empty;
    }

    /** Writes states. */
    RowCodec codec() {
        return states;
    }

    /** Writes the calls' arguments and the offset. */
    RowCodec argumentCodec() {
        return arguments;
    }

    /** The states after one more row. */
    Row add(Row present, Row row) {
        Object offset = row.get(row.size() - 1);
        long place = offset instanceof Long number ? number : -1;
        return each(present, row, (call, state, values) -> call.aggregate().add(state, values, place));
    }

    /** The states after a row is taken back. */
    Row undo(Row present, Row row) {
        return each(present, row, (call, state, values) -> call.aggregate().undo(state, values));
    }

    /** The states of two sessions that became one. */
    Row merge(Row first, Row second) {
        @Nullable Object[] next = new @Nullable Object[calls.size()];
        for (int i = 0; i < next.length; i++) {
            Object one = first.get(i);
            Object other = second.get(i);
            next[i] = one == null
                    ? other
                    : other == null ? one : calls.get(i).aggregate().merge(one, other);
        }
        return Row.of(next);
    }

    private interface Change {
        @Nullable
        Object next(Call call, @Nullable Object state, @Nullable Object[] values);
    }

    private Row each(Row present, Row row, Change change) {
        @Nullable Object[] next = new @Nullable Object[calls.size()];
        int from = 0;
        for (int i = 0; i < next.length; i++) {
            Call call = calls.get(i);
            int to = from + call.arguments().size();
            @Nullable Object[] values = Arrays.copyOfRange(row.values(), from, to);
            from = to;
            next[i] = next(call, present.get(i), values, change);
        }
        return Row.of(next);
    }

    /** A row that an aggregate cannot take leaves the state as it was. */
    private @Nullable Object next(Call call, @Nullable Object state, @Nullable Object[] values, Change change) {
        try {
            return change.next(call, state, values);
        } catch (ArithmeticException | IllegalArgumentException | io.millrace.ksql.expr.RowException e) {
            context.log()
                    .report(new RecordFailure(
                            RecordFailure.Kind.PROCESSING,
                            context.queryId(),
                            "Aggregate",
                            "cannot add to " + call.function() + ": " + RecordFailure.text(e),
                            List.of(),
                            RecordFailure.Place.UNKNOWN,
                            null));
            return state;
        }
    }

    /** Reads groups in the layout of the aggregation: group, results, window, ROWTIME. */
    RowReader reader(Aggregation aggregation) {
        int groups = aggregation.groupBy().size();
        boolean windowed = aggregation.window() != null;
        return (key, value, facts) -> {
            @Nullable Object[] row = new @Nullable Object[groups + calls.size() + (windowed ? 3 : 1)];
            if (key != null) {
                System.arraycopy(key.row().values(), 0, row, 0, groups);
            }
            for (int i = 0; i < calls.size(); i++) {
                row[groups + i] = calls.get(i).aggregate().result(value.get(i));
            }
            Key.Span window = key == null ? null : key.window();
            if (windowed && window != null) {
                row[groups + calls.size()] = window.start();
                row[groups + calls.size() + 1] = window.end();
            }
            row[row.length - 1] = facts.timestamp();
            return row;
        };
    }
}
