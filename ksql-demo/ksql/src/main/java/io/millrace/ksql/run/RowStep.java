package io.millrace.ksql.run;

import io.millrace.ksql.expr.TypedExpression;
import io.millrace.ksql.format.Key;
import io.millrace.ksql.format.Row;
import io.millrace.ksql.plan.QueryPlan.TableFunction;
import java.util.Arrays;
import java.util.List;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * What happens to each record, in one step: laid out as a row, multiplied by table functions, filtered, and turned into
 * key and value of what comes out.
 *
 * @param name for the processing log
 * @param changes whether the records are changes of a table: then a missing value, and a row that does not pass, give a
 *     removal
 * @param removedKey from the key of a record to the key of its removal
 */
record RowStep(
        String name,
        RowReader reader,
        List<TableFunction> tableFunctions,
        @Nullable TypedExpression where,
        Output output,
        boolean changes,
        UnaryOperator<Key> removedKey) {

    RowStep(
            String name,
            RowReader reader,
            List<TableFunction> tableFunctions,
            @Nullable TypedExpression where,
            Output output,
            boolean changes) {
        this(name, reader, tableFunctions, where, output, changes, UnaryOperator.identity());
    }

    /** The same with other keys for removals. */
    RowStep removingAs(UnaryOperator<Key> key) {
        return new RowStep(name, reader, tableFunctions, where, output, changes, key);
    }

    /** Makes key and value of a row that passed. */
    interface Output {

        /** Hands out what the row gives, if anything. */
        void give(Evaluation evaluation, @Nullable Object[] row, @Nullable Key key, RowReader.Facts facts, Out out);
    }

    /** Takes what a step gives. */
    interface Out {
        void accept(@Nullable Key key, @Nullable Row value);
    }

    void process(Evaluation evaluation, @Nullable Key key, @Nullable Row value, RowReader.Facts facts, Out out) {
        if (value == null) {
            remove(key, out);
            return;
        }
        @Nullable Object[] row = reader.read(key, value, facts);
        if (!tableFunctions.isEmpty()) {
            multiply(evaluation, row, key, facts, out);
        } else if (evaluation.passes(where, row)) {
            output.give(evaluation, row, key, facts, out);
        } else {
            remove(key, out);
        }
    }

    private void remove(@Nullable Key key, Out out) {
        if (changes && key != null) {
            out.accept(removedKey.apply(key), null);
        }
    }

    private void multiply(
            Evaluation evaluation, @Nullable Object[] row, @Nullable Key key, RowReader.Facts facts, Out out) {
        @Nullable Object[] lists = new @Nullable Object[tableFunctions.size()];
        int longest = 0;
        for (int i = 0; i < lists.length; i++) {
            lists[i] = evaluation.value(tableFunctions.get(i).value(), row);
            longest = Math.max(longest, lists[i] instanceof List<?> list ? list.size() : 0);
        }
        for (int line = 0; line < longest; line++) {
            @Nullable Object[] copy = Arrays.copyOf(row, row.length + lists.length);
            for (int i = 0; i < lists.length; i++) {
                copy[row.length + i] = lists[i] instanceof List<?> list && line < list.size() ? list.get(line) : null;
            }
            if (evaluation.passes(where, copy)) {
                output.give(evaluation, copy, key, facts, out);
            }
        }
    }
}
