package io.millrace.sql.exec.stage;

import io.millrace.sql.batch.Batches;
import io.millrace.sql.batch.RowBatch;
import io.millrace.sql.batch.Vector;
import io.millrace.sql.plan.Emit;
import io.millrace.sql.plan.Plan;
import io.millrace.sql.type.DataType;
import io.millrace.sql.type.TypeKind;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Aggregates groups per window. Each open window has a key table of its own, and all share the accumulators; a closed
 * window gives its group numbers back. A window comes out when the watermark, less the delay, has reached its end;
 * windows come out in order of their ends, each as an emission of its own.
 */
final class WindowedAggregateStage extends Step {

    private static final long NANOS_PER_MILLI = 1_000_000;

    private final Plan.Aggregate plan;
    private final AggregateState state;
    private final QueryContext context;
    private final GroupNumbers numbers;
    private final TreeMap<Long, OpenWindow> open = new TreeMap<>();
    private final long delayTicks;
    private final long timeoutNanos;
    private final long periodNanos;
    private final boolean onUpdate;
    private final boolean onlyAtEnd;
    private final TouchedGroups touched = new TouchedGroups();
    private @Nullable OpenWindow current;
    private int[] groups = new int[0];
    /** Windows up to this end are closed: their rows are late. */
    private long closed = Long.MIN_VALUE;

    private long lastInput;
    private long nextEmission = NEVER;

    WindowedAggregateStage(Plan.Aggregate plan, QueryContext context, Stage next) {
        super(next);
        this.plan = plan;
        this.state = new AggregateState(plan, context, next);
        this.context = context;
        this.numbers = new GroupNumbers(context);
        this.onlyAtEnd = plan.bounded() || plan.emit() instanceof Emit.AtEnd;
        this.onUpdate = !onlyAtEnd && (plan.emit() instanceof Emit.OnUpdate || plan.emit() instanceof Emit.PerEvent);
        Emit.AfterWindow after =
                plan.emit() instanceof Emit.AfterWindow afterWindow ? afterWindow : new Emit.AfterWindow(0, 0);
        DataType timeType = plan.input().schema().column(plan.windowEnd()).type();
        this.delayTicks = ticks(after.delayMillis(), timeType);
        this.timeoutNanos = onlyAtEnd ? 0 : after.timeoutMillis() * NANOS_PER_MILLI;
        this.periodNanos = periodMillis(plan.emit()) * NANOS_PER_MILLI;
        if (!onlyAtEnd && plan.emit() instanceof Emit.Periodic) {
            nextEmission = context.ticker().nanos() + periodNanos;
        }
        this.lastInput = context.ticker().nanos();
    }

    private static long periodMillis(Emit emit) {
        return switch (emit) {
            case Emit.Periodic periodic -> periodic.periodMillis();
            case Emit.OnUpdate update -> update.batchMillis();
            case Emit.AfterWindow _, Emit.PerEvent _, Emit.AtEnd _ -> 0;
        };
    }

    /** A wall-clock time in ticks of the time column, rounded up. */
    private static long ticks(long millis, DataType type) {
        int precision = type.kind() == TypeKind.DATETIME64 ? type.precision() : 0;
        long ticks = millis;
        for (int digits = precision; digits > 3; digits--) {
            ticks *= 10;
        }
        for (int digits = precision; digits < 3; digits++) {
            ticks = Math.ceilDiv(ticks, 10);
        }
        return ticks;
    }

    @Override
    public void push(RowBatch batch) {
        if (plan.emit() instanceof Emit.PerEvent && !onlyAtEnd) {
            for (int row = 0; row < batch.size(); row++) {
                add(Batches.slice(batch, row, row + 1));
                emitTouched();
            }
        } else {
            add(batch);
        }
    }

    private void add(RowBatch batch) {
        lastInput = context.ticker().nanos();
        RowBatch rows = withoutLate(batch);
        int size = rows.size();
        if (size == 0) {
            return;
        }
        long[] starts = rows.longs(plan.windowStart()).values;
        long[] ends = rows.longs(plan.windowEnd()).values;
        Vector[] arguments = state.evaluate(rows);
        boolean keyed = state.keyed();
        if (groups.length < size) {
            groups = new int[size];
        }
        for (int from = 0; from < size; ) {
            long end = ends[from];
            int to = from + 1;
            while (to < size && ends[to] == end) {
                to++;
            }
            OpenWindow window = window(starts[from], end);
            window.changed = true;
            if (keyed) {
                window.table.assign(rows, from, to, groups);
            } else {
                int group = ((NoKeyTable) window.table).group();
                state.addAll(group, arguments, from, to);
                if (onUpdate) {
                    touched.add(group);
                }
            }
            from = to;
        }
        if (keyed) {
            state.add(groups, arguments, size, numbers.count());
            if (onUpdate) {
                for (int i = 0; i < size; i++) {
                    touched.add(groups[i]);
                }
            }
        }
    }

    private RowBatch withoutLate(RowBatch batch) {
        if (closed == Long.MIN_VALUE) {
            return batch;
        }
        long[] ends = batch.longs(plan.windowEnd()).values;
        int size = batch.size();
        int late = 0;
        for (int i = 0; i < size; i++) {
            late += ends[i] <= closed ? 1 : 0;
        }
        if (late == 0) {
            return batch;
        }
        context.addLateRows(late);
        int[] kept = new int[size - late];
        int count = 0;
        for (int i = 0; i < size; i++) {
            if (ends[i] > closed) {
                kept[count++] = i;
            }
        }
        return Batches.gather(batch, kept, count);
    }

    private OpenWindow window(long start, long end) {
        OpenWindow last = current;
        if (last != null && last.end == end && last.start == start) {
            return last;
        }
        OpenWindow window = open.get(end);
        if (window == null) {
            window = new OpenWindow(start, end, state.newTable(context, numbers));
            open.put(end, window);
            context.checkGroups(open.size());
        }
        current = window;
        return window;
    }

    @Override
    public void watermark(long time) {
        if (!onlyAtEnd) {
            close(time - delayTicks);
        }
    }

    /** Ends all windows up to a time. */
    private void close(long time) {
        if (time <= closed) {
            return;
        }
        closed = time;
        while (!open.isEmpty() && open.firstKey() <= time) {
            OpenWindow window = open.pollFirstEntry().getValue();
            if (onUpdate) {
                emitTouched(window);
            } else if (window.changed || !(plan.emit() instanceof Emit.Periodic)) {
                emit(window);
            }
            release(window);
        }
    }

    private void emit(OpenWindow window) {
        state.emitAll(window.table, window.start, window.end);
        window.changed = false;
        state.emitted();
    }

    private void release(OpenWindow window) {
        state.reset(window.table);
        window.table.clear();
        if (current == window) {
            current = null;
        }
    }

    @Override
    public void flush() {
        if (!onUpdate || touched.isEmpty()) {
            return;
        }
        long now = context.ticker().nanos();
        if (periodNanos == 0) {
            emitTouched();
        } else if (nextEmission == NEVER) {
            nextEmission = now + periodNanos;
        }
    }

    /** One emission of the changed groups of all open windows. */
    private void emitTouched() {
        boolean any = false;
        for (OpenWindow window : open.values()) {
            any |= pushTouched(window);
        }
        touched.clear();
        if (any) {
            state.emitted();
        }
    }

    /** The last emission of a window that is about to close. */
    private void emitTouched(OpenWindow window) {
        if (pushTouched(window)) {
            state.emitted();
        }
    }

    private boolean pushTouched(OpenWindow window) {
        if (!window.changed) {
            return false;
        }
        window.changed = false;
        KeyTable table = window.table;
        int[] positions = new int[table.size()];
        int count = 0;
        for (int position = 0; position < table.size(); position++) {
            if (touched.contains(table.number(position))) {
                positions[count++] = position;
            }
        }
        state.emitSome(table, positions, count, window.start, window.end);
        return count > 0;
    }

    @Override
    public long nextTick() {
        long timeout = timeoutNanos > 0 && !open.isEmpty() ? lastInput + timeoutNanos : NEVER;
        return Math.min(Math.min(timeout, nextEmission), next.nextTick());
    }

    @Override
    public void tick(long scheduled) {
        if (timeoutNanos > 0 && !open.isEmpty() && scheduled >= lastInput + timeoutNanos) {
            close(open.lastKey());
        }
        if (scheduled >= nextEmission) {
            if (onUpdate) {
                nextEmission = NEVER;
                emitTouched();
            } else {
                nextEmission =
                        Math.max(nextEmission + periodNanos, context.ticker().nanos() - 10 * periodNanos);
                emitPeriodically();
            }
        }
        next.tick(scheduled);
    }

    private void emitPeriodically() {
        boolean repeat = plan.emit() instanceof Emit.Periodic periodic && periodic.repeat();
        boolean any = false;
        for (OpenWindow window : open.values()) {
            if (window.changed || repeat) {
                state.emitAll(window.table, window.start, window.end);
                window.changed = false;
                any = true;
            }
        }
        if (any) {
            state.emitted();
        }
    }

    @Override
    public void finish() {
        if (onlyAtEnd) {
            for (Map.Entry<Long, OpenWindow> entry : open.entrySet()) {
                OpenWindow window = entry.getValue();
                state.emitAll(window.table, window.start, window.end);
            }
            open.clear();
            state.emitted();
        } else {
            close(Long.MAX_VALUE);
        }
        next.finish();
    }

    /** A window that has rows and has not come out. */
    private static final class OpenWindow {

        final long start;
        final long end;
        final KeyTable table;
        boolean changed;

        OpenWindow(long start, long end, KeyTable table) {
            this.start = start;
            this.end = end;
            this.table = table;
        }
    }
}
