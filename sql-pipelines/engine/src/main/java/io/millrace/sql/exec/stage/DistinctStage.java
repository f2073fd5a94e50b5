package io.millrace.sql.exec.stage;

import io.millrace.sql.batch.Batches;
import io.millrace.sql.batch.RowBatch;
import io.millrace.sql.batch.Schema;
import java.util.stream.IntStream;

/** Keeps the first of equal rows. */
final class DistinctStage extends Step {

    private final KeyTable seen;
    private int[] groups = new int[0];
    private int[] kept = new int[0];

    DistinctStage(Schema schema, QueryContext context, Stage next) {
        super(next);
        this.seen = KeyTable.of(schema, IntStream.range(0, schema.size()).toArray(), context, null);
    }

    @Override
    public void push(RowBatch batch) {
        int size = batch.size();
        if (groups.length < size) {
            groups = new int[size];
            kept = new int[size];
        }
        int known = seen.size();
        seen.assign(batch, 0, size, groups);
        int count = 0;
        for (int i = 0; i < size; i++) {
            // groups are numbered in order of arrival, so the next number tells a first row
            if (groups[i] == known) {
                kept[count++] = i;
                known++;
            }
        }
        if (count == size) {
            next.push(batch);
        } else if (count > 0) {
            next.push(Batches.gather(batch, kept, count));
        }
    }
}
