package io.millrace.sql.exec.relation;

import io.millrace.sql.batch.RowBatch;
import org.jspecify.annotations.Nullable;

/** Gives random rows as fast as they are taken: for ever, up to max_events, or one block for a bounded read. */
final class UnpacedReader implements RowReader {

    /** What a bounded read gives when max_events is not set. */
    private static final long BOUNDED_ROWS = 65_409;

    private final ReadRequest request;
    private final RandomRows rows;
    private final int blockRows;
    private long left;
    private volatile boolean closed;

    UnpacedReader(RandomStream stream, ReadRequest request, int blockRows) {
        this.request = request;
        this.rows = new RandomRows(stream, request);
        this.blockRows = blockRows;
        long max = request.options().maxEvents();
        this.left = max > 0 ? max : request.bounded() ? BOUNDED_ROWS : Long.MAX_VALUE;
    }

    @Override
    public long due() {
        return ended() ? NEVER : request.ticker().nanos();
    }

    @Override
    public @Nullable RowBatch next() {
        if (ended()) {
            return null;
        }
        int count = (int) Math.min(left, blockRows);
        if (left != Long.MAX_VALUE) {
            left -= count;
        }
        return rows.next(count, request.ticker().now().toEpochMilli());
    }

    @Override
    public boolean ended() {
        return closed || left == 0;
    }

    @Override
    public void close() {
        closed = true;
    }
}
