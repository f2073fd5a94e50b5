package io.millrace.sql.exec;

import io.millrace.sql.batch.Batches;
import io.millrace.sql.batch.RowBatch;
import io.millrace.sql.exec.stage.Stage;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The last stage: keeps result rows until they are polled. */
final class Output implements Stage {

    /** Small batches are put together up to this many rows. */
    static final int ENOUGH_ROWS = 1024;

    private final Deque<RowBatch> batches = new ArrayDeque<>();
    private long rows;
    private boolean finished;

    @Override
    public void push(RowBatch batch) {
        if (batch.size() > 0) {
            batches.add(batch);
            rows += batch.size();
        }
    }

    @Override
    public void flush() {
        // rows may leave at any time
    }

    @Override
    public long nextTick() {
        return NEVER;
    }

    @Override
    public void tick(long scheduled) {
        // no timers
    }

    @Override
    public void finish() {
        finished = true;
    }

    boolean finished() {
        return finished;
    }

    /** Rows that wait. */
    long rows() {
        return rows;
    }

    void clear() {
        batches.clear();
        rows = 0;
    }

    /** The next rows, small batches put together; null when there are none. */
    @Nullable
    RowBatch take() {
        RowBatch first = batches.poll();
        if (first == null) {
            return null;
        }
        int count = first.size();
        List<RowBatch> together = new ArrayList<>();
        together.add(first);
        while (count < ENOUGH_ROWS) {
            RowBatch following = batches.peek();
            if (following == null || count + following.size() > 4 * ENOUGH_ROWS) {
                break;
            }
            together.add(following);
            count += following.size();
            batches.remove();
        }
        rows -= count;
        return Batches.concat(together);
    }
}
