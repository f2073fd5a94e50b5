package io.millrace.sql.exec.stage;

import io.millrace.sql.batch.Batches;
import io.millrace.sql.batch.RowBatch;
import io.millrace.sql.batch.Vectors;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Keeps the first row per key while the key is remembered: the last keys only, and for a time only. */
final class DedupStage extends Step {

    private final List<Integer> keys;
    private final int limit;
    private final long ttlNanos;
    private final QueryContext context;
    /** First time of each key, oldest first. */
    private final LinkedHashMap<List<@Nullable Object>, Long> seen = new LinkedHashMap<>();

    /** @param ttlMillis 0 remembers until the limit pushes a key out */
    DedupStage(List<Integer> keys, int limit, long ttlMillis, QueryContext context, Stage next) {
        super(next);
        this.keys = keys;
        this.limit = limit;
        this.ttlNanos = ttlMillis * 1_000_000;
        this.context = context;
    }

    @Override
    public void push(RowBatch batch) {
        long now = context.ticker().nanos();
        expire(now);
        int[] kept = new int[batch.size()];
        int count = 0;
        for (int row = 0; row < batch.size(); row++) {
            List<@Nullable Object> key = new ArrayList<>(keys.size());
            for (int column : keys) {
                key.add(Vectors.value(batch.vector(column), row));
            }
            if (seen.putIfAbsent(key, now) == null) {
                kept[count++] = row;
                if (seen.size() > limit) {
                    seen.pollFirstEntry();
                }
                context.checkGroups(seen.size());
            }
        }
        if (count > 0) {
            next.push(Batches.gather(batch, kept, count));
        }
    }

    private void expire(long now) {
        if (ttlNanos <= 0) {
            return;
        }
        Iterator<Long> times = seen.values().iterator();
        while (times.hasNext() && now - times.next() >= ttlNanos) {
            times.remove();
        }
    }
}
