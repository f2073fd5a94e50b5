package io.millrace.sql.exec.stage;

import io.millrace.sql.batch.Batches;
import io.millrace.sql.batch.LongVector;
import io.millrace.sql.batch.RowBatch;
import io.millrace.sql.batch.Schema;
import io.millrace.sql.batch.Vector;
import io.millrace.sql.plan.Plan;
import java.util.Arrays;

/**
 * Adds the bounds of each row's windows and tells, after each block, the largest event time seen. A hop window's rows
 * leave once per overlapping window, one batch for each step back, so that rows of one window stay together.
 */
final class WindowStage extends Step {

    private final int timeColumn;
    private final Schema schema;
    private final WindowGrid grid;
    private final boolean tumbling;
    private final QueryContext context;
    private long latest = Long.MIN_VALUE;
    /** The window found last: times are mostly in order. */
    private long start = 1;
    /** Where the slot of {@link #start} ends. */
    private long slotEnd;

    private long end;

    WindowStage(Plan.Window plan, QueryContext context, Stage next) {
        super(next);
        this.timeColumn = plan.timeColumn();
        this.schema = plan.schema();
        this.grid = WindowGrid.of(
                plan.spec(), plan.input().schema().column(timeColumn).type());
        this.tumbling = plan.spec().kind() == Plan.WindowSpec.Kind.TUMBLE;
        this.context = context;
    }

    @Override
    public void push(RowBatch batch) {
        RowBatch timed = withTime(batch);
        int size = timed.size();
        if (size == 0) {
            return;
        }
        long[] starts = new long[size];
        long[] ends = new long[size];
        locate(timed.longs(timeColumn).values, size, starts, ends);
        next.push(with(timed, size, starts, ends));
        if (!tumbling) {
            stepBack(timed, starts);
        }
    }

    /** The rows that have a time. */
    private RowBatch withTime(RowBatch batch) {
        boolean[] nulls = batch.vector(timeColumn).nulls;
        if (nulls == null) {
            return batch;
        }
        int[] rows = new int[batch.size()];
        int count = 0;
        for (int i = 0; i < batch.size(); i++) {
            if (!nulls[i]) {
                rows[count++] = i;
            }
        }
        context.addLateRows(batch.size() - count);
        return count == batch.size() ? batch : Batches.gather(batch, rows, count);
    }

    private void locate(long[] times, int size, long[] starts, long[] ends) {
        long max = latest;
        int row = 0;
        while (row < size) {
            long time = times[row];
            if (time < start || time >= slotEnd) {
                find(time);
            }
            int from = row;
            while (row < size && times[row] >= start && times[row] < slotEnd) {
                max = Math.max(max, times[row]);
                row++;
            }
            Arrays.fill(starts, from, row, start);
            Arrays.fill(ends, from, row, end);
        }
        latest = max;
    }

    private void find(long time) {
        start = grid.floor(time);
        end = grid.end(start);
        // in a tumble window the next one begins where this one ends; a hop's slot is looked up per distinct time
        slotEnd = tumbling ? end : Math.min(end, nextStart(time));
    }

    /** A time up to which {@link WindowGrid#floor} surely stays the same. */
    private long nextStart(long time) {
        long width = start - grid.previous(start);
        long candidate = start + width;
        return grid.floor(candidate - 1) == start ? Math.max(candidate, time + 1) : time + 1;
    }

    private void stepBack(RowBatch batch, long[] firstStarts) {
        long[] times = batch.longs(timeColumn).values;
        RowBatch rows = batch;
        long[] starts = firstStarts;
        while (true) {
            int size = rows.size();
            long[] earlierStarts = new long[size];
            long[] earlierEnds = new long[size];
            int[] covered = new int[size];
            int count = 0;
            long fromStart = Long.MIN_VALUE;
            long toStart = 0;
            long toEnd = 0;
            for (int row = 0; row < size; row++) {
                if (starts[row] != fromStart || row == 0) {
                    fromStart = starts[row];
                    toStart = grid.previous(fromStart);
                    toEnd = grid.end(toStart);
                }
                if (times[row] < toEnd) {
                    earlierStarts[count] = toStart;
                    earlierEnds[count] = toEnd;
                    covered[count++] = row;
                }
            }
            if (count == 0) {
                return;
            }
            if (count < size) {
                rows = Batches.gather(rows, covered, count);
                times = rows.longs(timeColumn).values;
            }
            starts = earlierStarts;
            next.push(with(rows, count, earlierStarts, earlierEnds));
        }
    }

    private RowBatch with(RowBatch batch, int size, long[] starts, long[] ends) {
        int columns = batch.schema().size();
        Vector[] vectors = new Vector[columns + 2];
        for (int i = 0; i < columns; i++) {
            vectors[i] = batch.vector(i);
        }
        vectors[columns] = new LongVector(starts);
        vectors[columns + 1] = new LongVector(ends);
        return new RowBatch(schema, size, vectors);
    }

    @Override
    public void watermark(long time) {
        // this window's own time column makes the watermark
    }

    @Override
    public void flush() {
        if (latest != Long.MIN_VALUE) {
            next.watermark(latest);
        }
        next.flush();
    }
}
