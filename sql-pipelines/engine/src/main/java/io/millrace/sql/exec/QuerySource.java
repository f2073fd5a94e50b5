package io.millrace.sql.exec;

import io.millrace.core.Ack;
import io.millrace.core.Poll;
import io.millrace.core.Record;
import io.millrace.core.Source;
import io.millrace.core.failure.FatalException;
import io.millrace.core.failure.StreamException;
import io.millrace.sql.batch.RowBatch;
import io.millrace.sql.exec.relation.ReadRequest;
import io.millrace.sql.exec.relation.ReadableRelation;
import io.millrace.sql.exec.relation.RowReader;
import io.millrace.sql.exec.stage.Chain;
import io.millrace.sql.exec.stage.QueryContext;
import io.millrace.sql.exec.stage.Stage;
import io.millrace.sql.plan.Plan;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One run of a query. Whoever polls drives it: reading, computing and timers all happen within {@link #poll}, in the
 * order of their scheduled times, so that a late poll gives the rows that a punctual one would have given.
 */
final class QuerySource implements Source<RowBatch> {

    /** How long a poll that has rows may go on to get more. */
    private static final long GATHER_NANOS = 2_000_000;
    /** How long, and how often, a poll goes on beyond its timeout while there is input but no result. */
    private static final long EXTRA_NANOS = 20_000_000;

    private static final int EXTRA_STEPS = 256;

    private final Plan plan;
    private final QueryContext context;
    private final Runnable onClose;
    private final Wakeup wakeup;
    private final Output output = new Output();
    private volatile @Nullable RowReader reader;
    private @Nullable Stage first;
    private @Nullable StreamException failed;
    private volatile boolean closed;

    /** @param onClose runs once or more, when the query has ended or was closed */
    QuerySource(Plan plan, QueryContext context, Runnable onClose) {
        this.plan = plan;
        this.context = context;
        this.onClose = onClose;
        this.wakeup = new Wakeup(context.ticker());
    }

    @Override
    public void open() {
        if (closed || reader != null) {
            return;
        }
        try {
            first = Chain.of(plan, context, output);
            reader = reader(Chain.leaf(plan));
        } catch (StreamException failure) {
            close();
            throw failure;
        } catch (RuntimeException failure) {
            close();
            throw bug(failure);
        }
        if (closed) {
            // the close came from another thread meanwhile
            close();
        }
    }

    private RowReader reader(Plan leaf) {
        return switch (leaf) {
            case Plan.Values values -> new ValuesReader(values, context.ticker());
            case Plan.Scan scan -> {
                if (!(scan.relation() instanceof ReadableRelation relation)) {
                    throw new FatalException("cannot read " + scan.relation().name() + " in this engine");
                }
                yield relation.open(new ReadRequest(
                        scan.schema(),
                        scan.columns(),
                        scan.bounded(),
                        scan.options(),
                        context.ticker(),
                        context.nextSeed(),
                        wakeup::call));
            }
            default -> throw new IllegalStateException("no leaf: " + leaf);
        };
    }

    @Override
    public Poll<RowBatch> poll(Duration timeout) throws InterruptedException {
        Stage stages = first;
        RowReader rows = reader;
        if (closed || stages == null || rows == null) {
            return new Poll.End<>();
        }
        StreamException failure = failed;
        if (failure == null) {
            try {
                return run(stages, rows, timeout);
            } catch (StreamException cause) {
                failure = cause;
            } catch (RuntimeException cause) {
                failure = bug(cause);
            } catch (OutOfMemoryError cause) {
                first = null;
                output.clear();
                failure = new FatalException("the query needs more memory than there is", cause);
            }
            failed = failure;
        }
        if (output.rows() > 0) {
            // what was computed before the failure is still good
            return batch();
        }
        close();
        throw failure;
    }

    private static FatalException bug(RuntimeException failure) {
        return new FatalException("the query failed: " + failure.getMessage(), failure);
    }

    private Poll<RowBatch> run(Stage stages, RowReader rows, Duration timeout) throws InterruptedException {
        long begin = context.ticker().nanos();
        long deadline = plus(begin, timeout);
        int steps = 0;
        while (!closed) {
            if (Thread.interrupted()) {
                throw new InterruptedException();
            }
            boolean done = context.ended() || output.finished();
            long tick = done ? Stage.NEVER : stages.nextTick();
            long due = done ? RowReader.NEVER : rows.due();
            long now = context.ticker().nanos();
            if (output.rows() > 0
                    && (done
                            || output.rows() >= Output.ENOUGH_ROWS
                            || Math.min(tick, due) > now
                            || now - begin > GATHER_NANOS)) {
                return batch();
            }
            if (done) {
                close();
                return new Poll.End<>();
            }
            if (now >= deadline && (steps >= EXTRA_STEPS || now - deadline > EXTRA_NANOS)) {
                return output.rows() > 0 ? batch() : new Poll.Idle<>();
            }
            if (!step(stages, rows, tick, due, now)) {
                if (now >= deadline) {
                    return new Poll.Idle<>();
                }
                wakeup.await(Math.min(deadline, Math.min(tick, due)));
            }
            steps++;
        }
        return new Poll.End<>();
    }

    private static long plus(long nanos, Duration timeout) {
        try {
            return Math.addExact(nanos, timeout.toNanos());
        } catch (ArithmeticException _) {
            return Long.MAX_VALUE;
        }
    }

    /** Does what is due first; false when nothing is. */
    private static boolean step(Stage stages, RowReader rows, long tick, long due, long now) {
        if (tick <= now && tick <= due) {
            stages.tick(tick);
            return true;
        }
        if (due <= now) {
            RowBatch batch = rows.next();
            if (batch != null && batch.size() > 0) {
                stages.push(batch);
                stages.flush();
            }
            return true;
        }
        if (rows.ended()) {
            stages.finish();
            return true;
        }
        return false;
    }

    private Poll<RowBatch> batch() {
        RowBatch batch = output.take();
        if (batch == null) {
            throw new IllegalStateException("no rows wait");
        }
        return new Poll.Batch<>(List.of(Record.of(batch, context.ticker().now())), Ack.NONE);
    }

    /** Rows that came too late for their windows. */
    long lateRows() {
        return context.lateRows();
    }

    @Override
    public void close() {
        closed = true;
        RowReader rows = reader;
        if (rows != null) {
            rows.close();
        }
        wakeup.call();
        onClose.run();
    }
}
