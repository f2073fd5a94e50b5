package io.millrace.sql.exec.stage;

import io.millrace.sql.batch.Batches;
import io.millrace.sql.batch.RowBatch;
import io.millrace.sql.batch.Schema;
import java.util.Arrays;
import java.util.List;

/** Passes the first rows per key: of each emission of an aggregation, else of the whole stream. */
final class LimitByStage extends Step {

    private final KeyTable keys;
    private final long limit;
    private final long offset;
    private final boolean perEmission;
    private long[] counts = new long[16];
    private int[] groups = new int[0];
    private int[] kept = new int[0];

    LimitByStage(
            long limit,
            long offset,
            List<Integer> keys,
            Schema schema,
            boolean perEmission,
            QueryContext context,
            Stage next) {
        super(next);
        this.keys =
                KeyTable.of(schema, keys.stream().mapToInt(Integer::intValue).toArray(), context, null);
        this.limit = limit;
        this.offset = offset;
        this.perEmission = perEmission;
    }

    @Override
    public void push(RowBatch batch) {
        int size = batch.size();
        if (groups.length < size) {
            groups = new int[size];
            kept = new int[size];
        }
        keys.assign(batch, 0, size, groups);
        if (counts.length < keys.size()) {
            counts = Arrays.copyOf(counts, Math.max(keys.size(), counts.length * 2));
        }
        int count = 0;
        for (int i = 0; i < size; i++) {
            long rank = counts[groups[i]]++;
            if (rank >= offset && rank - offset < limit) {
                kept[count++] = i;
            }
        }
        if (count == size) {
            next.push(batch);
        } else if (count > 0) {
            next.push(Batches.gather(batch, kept, count));
        }
    }

    @Override
    public void flush() {
        if (perEmission) {
            keys.clear();
            Arrays.fill(counts, 0);
        }
        next.flush();
    }
}
