package io.millrace.sql.exec.relation;

import io.millrace.core.time.Ticker;
import io.millrace.sql.batch.RowBatch;
import org.jspecify.annotations.Nullable;

/**
 * Gives random rows at a rate. The schedule is fixed on the wall clock at the start and kept by the monotonic clock, so
 * it neither drifts nor jumps. A read that is late catches up, slot by slot with their own times, unless it is late by
 * more than ten seconds: then whole seconds are left out.
 */
final class PacedReader implements RowReader {

    private static final long NANOS_PER_MILLI = 1_000_000;
    private static final long MAX_LATE_MILLIS = 10_000;
    private static final long MAX_SKEW_MILLIS = 1_000;

    private final Ticker ticker;
    private final RandomRows rows;
    private final Pace pace;
    private final long startNanos;
    private long startMillis;
    private long left;
    private volatile boolean closed;

    PacedReader(RandomStream stream, ReadRequest request, double eps) {
        this.ticker = request.ticker();
        this.rows = new RandomRows(stream, request);
        this.startMillis = ticker.now().toEpochMilli();
        this.startNanos = ticker.nanos();
        this.pace = new Pace(eps, stream.intervalMillis(), stream.shards(), startMillis);
        long max = request.options().maxEvents();
        this.left = max > 0 ? max : Long.MAX_VALUE;
        skipEmpty();
    }

    private void skipEmpty() {
        while (pace.rows() == 0) {
            pace.advance();
        }
    }

    @Override
    public long due() {
        return ended() ? NEVER : startNanos + (pace.time() - startMillis) * NANOS_PER_MILLI;
    }

    @Override
    public @Nullable RowBatch next() {
        if (ended() || due() > ticker.nanos()) {
            return null;
        }
        catchUp();
        if (due() > ticker.nanos()) {
            return null;
        }
        int count = (int) Math.min(left, pace.rows());
        RowBatch batch = rows.next(count, pace.time());
        if (left != Long.MAX_VALUE) {
            left -= count;
        }
        pace.advance();
        skipEmpty();
        return batch;
    }

    private void catchUp() {
        long scheduled = startMillis + (ticker.nanos() - startNanos) / NANOS_PER_MILLI;
        long skew = ticker.now().toEpochMilli() - scheduled;
        if (skew > MAX_SKEW_MILLIS) {
            // the machine slept, or its clock was set forward: the monotonic clock did not notice
            startMillis += skew;
            scheduled += skew;
        }
        if (scheduled - pace.time() > MAX_LATE_MILLIS) {
            pace.skipTo(scheduled);
            skipEmpty();
        }
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
