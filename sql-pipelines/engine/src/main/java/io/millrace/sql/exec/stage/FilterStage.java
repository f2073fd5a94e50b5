package io.millrace.sql.exec.stage;

import io.millrace.sql.batch.LongVector;
import io.millrace.sql.batch.RowBatch;
import io.millrace.sql.batch.Vector;
import io.millrace.sql.batch.Vectors;
import io.millrace.sql.expr.Expr;
import java.util.BitSet;
import java.util.List;

/** Keeps the rows for which the predicate is true: neither false nor null. */
final class FilterStage extends Step {

    private final Expressions predicate;
    private final BitSet needed;
    private int[] kept = new int[0];

    /** @param needed columns that a later stage reads; the others keep their place, not their values */
    FilterStage(Expr predicate, BitSet needed, QueryContext context, Stage next) {
        super(next);
        this.predicate = new Expressions(List.of(predicate), context);
        this.needed = needed;
    }

    @Override
    public void push(RowBatch batch) {
        int size = batch.size();
        LongVector matches = (LongVector) predicate.evaluate(batch)[0];
        if (kept.length < size) {
            kept = new int[size];
        }
        int count = select(matches, size, kept);
        if (count == size) {
            next.push(batch);
        } else if (count > 0) {
            Vector[] vectors = new Vector[batch.schema().size()];
            for (int i = 0; i < vectors.length; i++) {
                vectors[i] = needed.get(i) ? Vectors.gather(batch.vector(i), kept, count) : batch.vector(i);
            }
            next.push(new RowBatch(batch.schema(), count, vectors));
        }
    }

    private static int select(LongVector matches, int size, int[] kept) {
        long[] values = matches.values;
        boolean[] nulls = matches.nulls;
        int count = 0;
        if (nulls == null) {
            for (int i = 0; i < size; i++) {
                kept[count] = i;
                count += values[i] == 0 ? 0 : 1;
            }
        } else {
            for (int i = 0; i < size; i++) {
                kept[count] = i;
                count += values[i] == 0 || nulls[i] ? 0 : 1;
            }
        }
        return count;
    }
}
