package io.millrace.gateway.query;

import io.millrace.core.failure.StreamException;
import io.millrace.core.failure.TransientException;
import io.millrace.core.flow.Overflow;
import io.millrace.core.flow.SubscriberSettings;
import io.millrace.core.flow.Subscription;
import io.millrace.core.time.Ticker;
import io.millrace.gateway.catalog.PipelineSpec;
import io.millrace.sql.Engine;
import io.millrace.sql.EnginePipeline;
import io.millrace.sql.encode.JsonRows;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/**
 * One version of a pipeline: its set-up has run once, its queries start with their first reader and stop with their
 * last.
 *
 * <p><b>Threading:</b> thread-safe.
 */
final class ServedPipeline {

    private static final Logger log = LoggerFactory.getLogger(ServedPipeline.class);

    /** A reader's place in a run. */
    record Seat(QueryRun run, Subscription subscription) {}

    private final PipelineSpec spec;
    private final String version;
    private final Supplier<Engine> engine;
    private final QuerySettings settings;
    private final QueryQuota quota;
    private final Ticker ticker;
    private final QueryListener listener;
    private final Map<QueryRun, Integer> readers = new LinkedHashMap<>();
    private final Object preparation = new Object();
    private volatile @Nullable EnginePipeline prepared;
    private volatile @Nullable StreamException problem;
    private long rowsOfPastRuns;
    private volatile boolean closed;

    ServedPipeline(
            PipelineSpec spec,
            Supplier<Engine> engine,
            QuerySettings settings,
            QueryQuota quota,
            Ticker ticker,
            QueryListener listener) {
        this.spec = spec;
        this.version = spec.version();
        this.engine = engine;
        this.settings = settings;
        this.quota = quota;
        this.ticker = ticker;
        this.listener = listener;
    }

    PipelineSpec spec() {
        return spec;
    }

    String version() {
        return version;
    }

    /**
     * Runs the set-up unless it has run.
     *
     * @throws StreamException why this pipeline cannot be read
     */
    EnginePipeline prepare() {
        EnginePipeline ready = prepared;
        return ready != null && !closed ? ready : prepareNow();
    }

    private EnginePipeline prepareNow() {
        // beside the lock of the readers: a server that does not answer must not hold up who asks how things are
        synchronized (preparation) {
            refuseClosed();
            EnginePipeline ready = prepared;
            if (ready != null) {
                return ready;
            }
            StreamException known = problem;
            if (known != null && !(known instanceof TransientException)) {
                throw known;
            }
            try {
                EnginePipeline started = checked(engine.get().start(spec.name(), spec.sqls()));
                keep(started);
                return started;
            } catch (StreamException e) {
                problem = e;
                throw e;
            }
        }
    }

    private synchronized void keep(EnginePipeline started) {
        if (closed) {
            started.close();
        }
        refuseClosed();
        prepared = started;
        problem = null;
    }

    private void refuseClosed() {
        if (closed) {
            throw new TransientException("pipeline '" + spec.name() + "' has just been changed or removed");
        }
    }

    /** Tries again what could not be reached. Returns false when that is still so. */
    boolean retry() {
        if (!closed && state() instanceof PipelineState.Unavailable) {
            try {
                prepare();
                log.info("pipeline {} can be read now", spec.name());
            } catch (TransientException e) {
                log.debug("pipeline {} still cannot be read: {}", spec.name(), e.reason());
                return closed;
            } catch (StreamException e) {
                log.warn("pipeline {} cannot be read: {}", spec.name(), e.reason());
            }
        }
        return true;
    }

    private EnginePipeline checked(EnginePipeline started) {
        try {
            SchemaRules.checkKey(started.plan().schema(), spec.key());
            return started;
        } catch (StreamException e) {
            started.close();
            throw e;
        }
    }

    PipelineState state() {
        EnginePipeline ready = prepared;
        if (ready != null) {
            return new PipelineState.Ready(ready.plan());
        }
        return switch (problem) {
            case TransientException e -> new PipelineState.Unavailable(e);
            case StreamException e -> new PipelineState.Refused(e);
            case null -> new PipelineState.Unavailable(new TransientException("set-up has not run yet"));
        };
    }

    /**
     * A reader that has not started to read.
     *
     * @param overflow null for the pipeline's own policy
     * @param key null for the pipeline's own column
     * @throws StreamException why this pipeline cannot be read, or not so
     */
    Reader reader(@Nullable Overflow overflow, @Nullable String key) {
        EnginePipeline pipeline = prepare();
        SubscriberSettings bounds = bounds(overflow, pipeline.plan().bounded());
        String column = bounds.overflow() == Overflow.LATEST_BY_KEY ? key == null ? spec.key() : key : null;
        SchemaRules.checkLatest(bounds.overflow(), column);
        SchemaRules.checkKey(pipeline.plan().schema(), column);
        return new Reader(this, bounds, column, new JsonRows(pipeline.plan().schema()).schemaJson());
    }

    private SubscriberSettings bounds(@Nullable Overflow asked, boolean bounded) {
        SubscriberSettings usual = settings.reader();
        Overflow own = spec.overflow() == null ? bounded ? Overflow.BLOCK : usual.overflow() : spec.overflow();
        return new SubscriberSettings(
                asked == null ? own : asked,
                spec.maxRows() == null ? usual.maxRows() : spec.maxRows(),
                spec.maxBytes() == null ? usual.maxBytes() : spec.maxBytes(),
                spec.maxAge() == null ? usual.maxAge() : spec.maxAge());
    }

    /** Takes a seat in the shared query, or in one of its own: one that blocks must hold up nobody else. */
    Seat join(@Nullable String key, SubscriberSettings bounds, Runnable wakeUp) {
        return join(prepare(), key, bounds, wakeUp);
    }

    private synchronized Seat join(
            EnginePipeline pipeline, @Nullable String key, SubscriberSettings bounds, Runnable wakeUp) {
        refuseClosed();
        boolean share = spec.share() && !pipeline.plan().bounded() && bounds.overflow() != Overflow.BLOCK;
        if (share) {
            for (Map.Entry<QueryRun, Integer> running : readers.entrySet()) {
                if (running.getKey().joinable()) {
                    running.setValue(running.getValue() + 1);
                    return new Seat(running.getKey(), running.getKey().subscribe(key, bounds, wakeUp));
                }
            }
        }
        String id = quota.enter();
        QueryRun run = new QueryRun(
                id,
                spec.name(),
                share,
                pipeline.plan().schema(),
                pipeline::query,
                settings,
                ticker,
                listener,
                this::over);
        Seat seat = new Seat(run, run.subscribe(key, bounds, wakeUp));
        readers.put(run, 1);
        log.atLevel(share ? Level.INFO : Level.DEBUG)
                .log("query started, pipeline={} query={} shared={}", spec.name(), id, share);
        run.start();
        return seat;
    }

    /** Gives a seat back; the last one to leave stops the query. */
    void leave(Seat seat) {
        seat.subscription().close();
        boolean last;
        synchronized (this) {
            Integer left = readers.computeIfPresent(seat.run(), (_, count) -> count - 1);
            last = left != null && left == 0;
            if (last) {
                forget(seat.run());
            }
        }
        if (last) {
            seat.run().stop("no reader left");
        }
    }

    private synchronized void over(QueryRun run) {
        forget(run);
    }

    private void forget(QueryRun run) {
        if (readers.remove(run) != null) {
            quota.leave();
            rowsOfPastRuns += run.rows();
        }
    }

    synchronized List<QueryStatus> queries() {
        return readers.entrySet().stream()
                .map(running -> running.getKey().status(running.getValue()))
                .toList();
    }

    synchronized PipelineStatus status() {
        return new PipelineStatus(
                spec,
                version,
                state(),
                readers.size(),
                readers.values().stream().mapToInt(Integer::intValue).sum(),
                rowsOfPastRuns
                        + readers.keySet().stream().mapToLong(QueryRun::rows).sum());
    }

    /** Stops the query of that id; false when it is not one of this pipeline's. */
    boolean stop(String id, String reason) {
        QueryRun found;
        synchronized (this) {
            found = readers.keySet().stream()
                    .filter(run -> run.id().equals(id))
                    .findFirst()
                    .orElse(null);
        }
        if (found != null) {
            found.stop(reason);
        }
        return found != null;
    }

    /** Stops all queries, tells their readers why, and drops what the set-up made. */
    void close(String reason) {
        List<QueryRun> running;
        EnginePipeline made;
        synchronized (this) {
            closed = true;
            running = List.copyOf(readers.keySet());
            made = prepared;
        }
        running.forEach(run -> run.stop(reason));
        if (made != null) {
            made.close();
        }
    }
}
