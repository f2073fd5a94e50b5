package io.millrace.ksql.query;

import io.millrace.core.Poll;
import io.millrace.core.Record;
import io.millrace.core.Source;
import io.millrace.core.failure.StreamException;
import io.millrace.core.flow.DropListener;
import io.millrace.core.flow.QueueSettings;
import io.millrace.core.flow.QueueSource;
import io.millrace.ksql.format.Key;
import io.millrace.ksql.format.Row;
import io.millrace.ksql.plan.Column;
import io.millrace.ksql.plan.QueryPlan;
import io.millrace.ksql.plan.Schema;
import io.millrace.ksql.run.ResultTaker;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * A push query: its results wait in one bounded queue until they are polled. {@link #close} frees everything that the
 * query uses. Ends by itself when LIMIT is reached.
 *
 * <p><b>Threading:</b> as {@link Source} says.
 */
public final class PushSource implements Source<Change>, ResultTaker {

    private final String id;
    private final QueryPlan plan;
    private final int[] keyPlaces;
    private final int[] valuePlaces;
    private final QueueSource<Change> queue;
    private final AtomicBoolean closed = new AtomicBoolean();
    private final long limit;
    private long taken;
    private volatile @Nullable AutoCloseable upstream;

    PushSource(String id, QueryPlan plan, QueueSettings settings) {
        this.id = id;
        this.plan = plan;
        this.keyPlaces = places(plan, true);
        this.valuePlaces = places(plan, false);
        this.queue = new QueueSource<>(settings, DropListener.NONE);
        this.limit = plan.limit().isPresent() ? plan.limit().getAsInt() : Long.MAX_VALUE;
        if (limit == 0) {
            queue.end();
        }
    }

    private static int[] places(QueryPlan plan, boolean keys) {
        int[] places = new int[plan.columns().size()];
        int count = 0;
        for (int i = 0; i < plan.columns().size(); i++) {
            if (plan.columns().get(i).column().isKey() == keys) {
                places[count++] = i;
            }
        }
        return Arrays.copyOf(places, count);
    }

    /** What is to be closed with it. */
    void upstream(AutoCloseable resource) {
        upstream = resource;
        if (closed.get()) {
            free();
        }
    }

    /** Name of the query. */
    public String id() {
        return id;
    }

    /** The columns of the results. */
    public Schema schema() {
        return new Schema(plan.columns().stream().map(QueryPlan.Output::column).toList());
    }

    /** Names and types in the order of the results. */
    public java.util.List<Column> columns() {
        return plan.columns().stream().map(QueryPlan.Output::column).toList();
    }

    /** How many results were dropped because nobody polled. */
    public long dropped() {
        return queue.dropped();
    }

    @Override
    public synchronized void take(@Nullable Key key, @Nullable Row value, long timestamp) {
        if (taken >= limit || closed.get()) {
            return;
        }
        taken++;
        @Nullable Object[] row = new @Nullable Object[plan.columns().size()];
        for (int i = 0; key != null && i < keyPlaces.length; i++) {
            row[keyPlaces[i]] = key.row().get(i);
        }
        for (int i = 0; value != null && i < valuePlaces.length; i++) {
            row[valuePlaces[i]] = value.get(i);
        }
        try {
            queue.put(new Record<>(
                    key == null ? null : key.toString(),
                    new Change(row, value == null),
                    Instant.ofEpochMilli(Math.max(0, timestamp)),
                    Map.of()));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        if (taken >= limit) {
            queue.end();
        }
    }

    /** Whether there is nobody left to give results to. */
    boolean over() {
        return closed.get() || taken >= limit;
    }

    /** Makes polls throw this after what waits. */
    void fail(StreamException cause) {
        queue.fail(cause);
    }

    @Override
    public void open() {
        queue.open();
    }

    @Override
    public Poll<Change> poll(Duration timeout) throws InterruptedException {
        return queue.poll(timeout);
    }

    @Override
    public void close() {
        if (closed.compareAndSet(false, true)) {
            queue.close();
            free();
        }
    }

    private void free() {
        AutoCloseable resource = upstream;
        upstream = null;
        if (resource != null) {
            try {
                resource.close();
            } catch (Exception e) {
                throw new io.millrace.core.failure.TransientException("cannot close query " + id + ": " + e, e);
            }
        }
    }
}
