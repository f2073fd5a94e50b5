package io.millrace.sql.exec.stage;

import io.millrace.sql.batch.Batches;
import io.millrace.sql.batch.BytesVector;
import io.millrace.sql.batch.DoubleVector;
import io.millrace.sql.batch.LongVector;
import io.millrace.sql.batch.ObjectVector;
import io.millrace.sql.batch.RowBatch;
import io.millrace.sql.batch.Schema;
import io.millrace.sql.batch.Vector;
import io.millrace.sql.plan.Plan.SortKey;
import io.millrace.sql.type.TypeKind;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Sorts a bounded input as a whole, else each emission by itself. The order of equal rows is kept. */
final class SortStage extends Step {

    private static final int OUTPUT_ROWS = 4096;

    private final List<SortKey> keys;
    private final Schema schema;
    private final boolean perEmission;
    private final QueryContext context;
    private final List<RowBatch> buffer = new ArrayList<>();
    private long rows;

    SortStage(List<SortKey> keys, Schema schema, boolean perEmission, QueryContext context, Stage next) {
        super(next);
        this.keys = keys;
        this.schema = schema;
        this.perEmission = perEmission;
        this.context = context;
    }

    @Override
    public void push(RowBatch batch) {
        rows += batch.size();
        context.checkBufferedRows(rows);
        buffer.add(batch);
    }

    @Override
    public void flush() {
        if (perEmission) {
            emit();
            next.flush();
        }
    }

    @Override
    public void finish() {
        emit();
        next.flush();
        next.finish();
    }

    private void emit() {
        if (rows == 0) {
            return;
        }
        RowBatch all = Batches.concat(buffer);
        buffer.clear();
        rows = 0;
        Integer[] order = new Integer[all.size()];
        Arrays.setAll(order, i -> i);
        Arrays.sort(order, comparator(all));
        int[] rowNumbers = new int[Math.min(OUTPUT_ROWS, order.length)];
        for (int from = 0; from < order.length; from += OUTPUT_ROWS) {
            int count = Math.min(OUTPUT_ROWS, order.length - from);
            for (int i = 0; i < count; i++) {
                rowNumbers[i] = order[from + i];
            }
            next.push(Batches.gather(all, rowNumbers, count));
        }
    }

    private Comparator<Integer> comparator(RowBatch batch) {
        Comparator<Integer> all = null;
        for (SortKey key : keys) {
            TypeKind kind = schema.column(key.column()).type().kind();
            Comparator<Integer> one = column(batch.vector(key.column()), kind, key);
            all = all == null ? one : all.thenComparing(one);
        }
        return all == null ? (_, _) -> 0 : all;
    }

    private static Comparator<Integer> column(Vector vector, TypeKind kind, SortKey key) {
        Comparator<Integer> values = values(vector, kind);
        Comparator<Integer> directed = key.ascending() ? values : values.reversed();
        if (vector.nulls == null) {
            return directed;
        }
        int whenNull = key.nullsFirst() ? -1 : 1;
        return (left, right) -> {
            boolean leftNull = vector.isNull(left);
            boolean rightNull = vector.isNull(right);
            if (leftNull || rightNull) {
                return leftNull == rightNull ? 0 : leftNull ? whenNull : -whenNull;
            }
            return directed.compare(left, right);
        };
    }

    private static Comparator<Integer> values(Vector vector, TypeKind kind) {
        return switch (vector) {
            case LongVector longs ->
                kind == TypeKind.UINT64
                        ? (left, right) -> Long.compareUnsigned(longs.values[left], longs.values[right])
                        : (left, right) -> Long.compare(longs.values[left], longs.values[right]);
            case DoubleVector doubles -> (left, right) -> Double.compare(doubles.values[left], doubles.values[right]);
            case BytesVector bytes ->
                (left, right) -> Arrays.compareUnsigned(
                        bytes.data,
                        bytes.starts[left],
                        bytes.starts[left] + bytes.lengths[left],
                        bytes.data,
                        bytes.starts[right],
                        bytes.starts[right] + bytes.lengths[right]);
            case ObjectVector objects -> (left, right) -> compare(objects.values[left], objects.values[right]);
        };
    }

    /** Orders what object columns hold; lists by their items, then by length. */
    @SuppressWarnings("unchecked") // values of one column have one type, and these are comparable with themselves
    private static int compare(@Nullable Object left, @Nullable Object right) {
        if (left == null || right == null) {
            return Boolean.compare(left != null, right != null);
        }
        if (left instanceof List<?> leftItems && right instanceof List<?> rightItems) {
            for (int i = 0; i < Math.min(leftItems.size(), rightItems.size()); i++) {
                int order = compare(leftItems.get(i), rightItems.get(i));
                if (order != 0) {
                    return order;
                }
            }
            return Integer.compare(leftItems.size(), rightItems.size());
        }
        if (left instanceof Comparable<?> && left.getClass() == right.getClass()) {
            return ((Comparable<Object>) left).compareTo(right);
        }
        return left.toString().compareTo(right.toString());
    }
}
