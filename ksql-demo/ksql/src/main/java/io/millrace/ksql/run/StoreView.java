package io.millrace.ksql.run;

import io.millrace.core.time.Ticker;
import io.millrace.ksql.expr.RowContext;
import io.millrace.ksql.expr.TypedExpression;
import io.millrace.ksql.format.Key;
import io.millrace.ksql.format.Row;
import io.millrace.ksql.format.RowCodec;
import io.millrace.ksql.plan.DataSource;
import io.millrace.ksql.plan.DataSource.Windowing;
import io.millrace.ksql.plan.QueryPlan;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.jspecify.annotations.Nullable;

/**
 * How the state store of a query shows as the rows of its table.
 *
 * @param store its name
 * @param table what it shows
 * @param keyCodec by which keys are written, and so assigned to partitions
 * @param keyOrder for each place of the store's key, the place among the table's key columns
 * @param project from stored values to the table's; null when they are the same
 */
public record StoreView(
        String store,
        DataSource table,
        RowCodec keyCodec,
        List<Integer> keyOrder,
        @Nullable RowStep project) {

    public StoreView {
        keyOrder = List.copyOf(keyOrder);
    }

    /** Of a store that holds the table's own rows. */
    static StoreView direct(String store, DataSource table, RowCodec keyCodec) {
        List<Integer> order =
                IntStream.range(0, table.schema().keys().size()).boxed().toList();
        return new StoreView(store, table, keyCodec, order, null);
    }

    /**
     * Of a store that holds groups.
     *
     * @param groups how many values make a group
     */
    static StoreView grouped(
            String store, DataSource table, RowCodec keyCodec, QueryPlan plan, int groups, RowStep project) {
        return new StoreView(store, table, keyCodec, order(plan, groups), project);
    }

    /** For each value of the group, the place among the plan's key columns. */
    static List<Integer> order(QueryPlan plan, int groups) {
        List<TypedExpression> keys = Outputs.keys(plan);
        Integer[] order = new Integer[groups];
        for (int column = 0; column < keys.size(); column++) {
            order[place(keys.get(column), groups)] = column;
        }
        return List.of(order);
    }

    /** Which place of a row an expression shows as it is, -1 when none: found by marking each place in turn. */
    static int place(TypedExpression key, int groups) {
        Object mark = new Object();
        RowContext context = new RowContext(Ticker.SYSTEM, new SplittableRandom(0));
        for (int i = 0; i < groups; i++) {
            @Nullable Object[] row = new @Nullable Object[groups];
            row[i] = mark;
            if (mark.equals(shown(key, context, row))) {
                return i;
            }
        }
        return -1;
    }

    private static @Nullable Object shown(TypedExpression key, RowContext context, @Nullable Object[] row) {
        try {
            return key.code().evaluate(context.at(row));
        } catch (RuntimeException e) {
            // it does something with the mark, so it does not show it as it is
            return null;
        }
    }

    public @Nullable Windowing windowing() {
        return table.windowing();
    }

    /** The store's key for the values of the table's key columns. */
    public Key key(List<Object> values) {
        @Nullable Object[] ordered = new @Nullable Object[keyOrder.size()];
        for (int i = 0; i < ordered.length; i++) {
            ordered[i] = values.get(keyOrder.get(i));
        }
        return new Key(Row.of(ordered), null);
    }

    /** A group as the table's key. */
    static Key tableKey(List<Integer> order, Key key) {
        @Nullable Object[] values = new @Nullable Object[order.size()];
        for (int i = 0; i < values.length; i++) {
            values[order.get(i)] = key.row().get(i);
        }
        return new Key(Row.of(values), key.window());
    }

    /** Shows entries of one store to one thread. */
    public Reader reader(Evaluation evaluation) {
        return new Reader(this, new SourceReader(table), evaluation);
    }

    /** Not thread-safe. */
    public static final class Reader {

        private final StoreView view;
        private final SourceReader source;
        private final Evaluation evaluation;
        private @Nullable Key shownKey;
        private @Nullable Row shown;

        private Reader(StoreView view, SourceReader source, Evaluation evaluation) {
            this.view = view;
            this.source = source;
            this.evaluation = evaluation;
        }

        /** The full row of the table, in the layout of a source; null when the table has no such row. */
        public @Nullable Object @Nullable [] row(Key key, Row value, long timestamp) {
            RowReader.Facts facts = new RowReader.Facts(timestamp, -1, -1, new RecordHeaders());
            shownKey = tableKey(view.keyOrder(), key);
            shown = value;
            RowStep project = view.project();
            if (project != null) {
                shown = null;
                project.process(evaluation, key, value, facts, (_, result) -> shown = result);
            }
            return shown == null ? null : source.read(shownKey, shown, facts);
        }
    }
}
