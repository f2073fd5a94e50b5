package io.millrace.sql.exec.stage;

import io.millrace.sql.batch.Batches;
import io.millrace.sql.batch.RowBatch;

/** Skips rows, passes some, then ends the query: the next stage is finished and no more input is wanted. */
final class LimitStage extends Step {

    private final QueryContext context;
    private long toSkip;
    private long toPass;
    private boolean done;

    /** @param limit rows to pass; {@code Long.MAX_VALUE} for all */
    LimitStage(long limit, long offset, QueryContext context, Stage next) {
        super(next);
        this.context = context;
        this.toSkip = offset;
        this.toPass = limit;
    }

    /** Ends a query that wants no row at all before it reads any. */
    void start() {
        if (toPass == 0) {
            end();
        }
    }

    @Override
    public void push(RowBatch batch) {
        if (done) {
            return;
        }
        int from = (int) Math.min(toSkip, batch.size());
        toSkip -= from;
        int to = (int) Math.min(batch.size(), from + Math.min(toPass, Integer.MAX_VALUE / 2));
        if (to > from) {
            if (toPass != Long.MAX_VALUE) {
                toPass -= to - from;
            }
            next.push(Batches.slice(batch, from, to));
        }
        if (toPass == 0) {
            end();
        }
    }

    private void end() {
        done = true;
        context.end();
        next.flush();
        next.finish();
    }

    @Override
    public void flush() {
        if (!done) {
            next.flush();
        }
    }

    @Override
    public void watermark(long time) {
        if (!done) {
            next.watermark(time);
        }
    }

    @Override
    public void tick(long scheduled) {
        if (!done) {
            next.tick(scheduled);
        }
    }

    @Override
    public long nextTick() {
        return done ? NEVER : next.nextTick();
    }

    @Override
    public void finish() {
        if (!done) {
            done = true;
            next.finish();
        }
    }
}
