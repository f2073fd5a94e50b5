package io.millrace.sql.exec.stage;

import io.millrace.sql.batch.Batches;
import io.millrace.sql.batch.RowBatch;
import io.millrace.sql.batch.Vector;
import io.millrace.sql.plan.Emit;
import io.millrace.sql.plan.Plan;

/** Aggregates groups that are no windows: they live as long as the query. */
final class GlobalAggregateStage extends Step {

    private static final long NANOS_PER_MILLI = 1_000_000;

    private final AggregateState state;
    private final KeyTable table;
    private final Emit emit;
    private final boolean onlyAtEnd;
    private final QueryContext context;
    private final TouchedGroups touched = new TouchedGroups();
    private int[] groups = new int[0];
    private boolean changed;
    private long nextEmission = NEVER;
    private long lastEmission;

    GlobalAggregateStage(Plan.Aggregate plan, QueryContext context, Stage next) {
        super(next);
        this.state = new AggregateState(plan, context, next);
        this.table = state.newTable(context, null);
        this.emit = plan.emit();
        this.onlyAtEnd = plan.bounded() || emit instanceof Emit.AtEnd || emit instanceof Emit.AfterWindow;
        this.context = context;
        if (!onlyAtEnd && emit instanceof Emit.Periodic periodic) {
            nextEmission = context.ticker().nanos() + periodic.periodMillis() * NANOS_PER_MILLI;
        }
        if (table instanceof NoKeyTable single) {
            // an aggregation without keys has its one group from the start
            single.group();
        }
        this.lastEmission = Long.MIN_VALUE / 2;
    }

    @Override
    public void push(RowBatch batch) {
        if (!onlyAtEnd && emit instanceof Emit.PerEvent) {
            for (int row = 0; row < batch.size(); row++) {
                add(Batches.slice(batch, row, row + 1));
                state.emitAll(table, 0, 0);
                state.emitted();
            }
        } else {
            add(batch);
        }
    }

    private void add(RowBatch batch) {
        int size = batch.size();
        Vector[] arguments = state.evaluate(batch);
        changed = true;
        boolean track = !onlyAtEnd && emit instanceof Emit.OnUpdate;
        if (table instanceof NoKeyTable single) {
            state.addAll(single.group(), arguments, 0, size);
            if (track) {
                touched.add(single.group());
            }
            return;
        }
        if (groups.length < size) {
            groups = new int[size];
        }
        table.assign(batch, 0, size, groups);
        state.add(groups, arguments, size, table.size());
        if (track) {
            for (int i = 0; i < size; i++) {
                touched.add(groups[i]);
            }
        }
    }

    @Override
    public void watermark(long time) {
        // event time ends here: what comes out has the time of its emission
    }

    @Override
    public void flush() {
        if (onlyAtEnd || !(emit instanceof Emit.OnUpdate update) || touched.isEmpty()) {
            return;
        }
        long now = context.ticker().nanos();
        long earliest = lastEmission + update.batchMillis() * NANOS_PER_MILLI;
        if (update.batchMillis() == 0 || now >= earliest) {
            emitTouched(now);
        } else {
            nextEmission = earliest;
        }
    }

    private void emitTouched(long now) {
        state.emitSome(table, touched.numbers(), touched.count(), 0, 0);
        touched.clear();
        changed = false;
        lastEmission = now;
        nextEmission = NEVER;
        state.emitted();
    }

    @Override
    public long nextTick() {
        return Math.min(nextEmission, next.nextTick());
    }

    @Override
    public void tick(long scheduled) {
        if (scheduled >= nextEmission) {
            switch (emit) {
                case Emit.Periodic periodic -> {
                    if (changed || periodic.repeat()) {
                        emitAll();
                    }
                    nextEmission = following(periodic.periodMillis() * NANOS_PER_MILLI);
                }
                case Emit.OnUpdate _ -> emitTouched(scheduled);
                case Emit.AfterWindow _, Emit.PerEvent _, Emit.AtEnd _ -> nextEmission = NEVER;
            }
        }
        next.tick(scheduled);
    }

    /** The next period's end; after a stall the periods that were missed as a whole are left out. */
    private long following(long period) {
        long following = nextEmission + period;
        long late = context.ticker().nanos() - following;
        return late < 10 * period ? following : following + late / period * period;
    }

    private void emitAll() {
        state.emitAll(table, 0, 0);
        changed = false;
        state.emitted();
    }

    @Override
    public void finish() {
        if (onlyAtEnd || changed || (!state.keyed() && state.emissions() == 0)) {
            if (!onlyAtEnd && emit instanceof Emit.OnUpdate && !touched.isEmpty()) {
                emitTouched(context.ticker().nanos());
            } else if (!(emit instanceof Emit.PerEvent) || state.emissions() == 0) {
                emitAll();
            }
        }
        next.finish();
    }
}
