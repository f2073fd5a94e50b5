package io.millrace.gateway.query;

import io.millrace.core.Poll;
import io.millrace.core.Record;
import io.millrace.core.Source;
import io.millrace.core.failure.FatalException;
import io.millrace.core.failure.PoisonException;
import io.millrace.core.failure.StreamException;
import io.millrace.core.flow.Broadcast;
import io.millrace.core.flow.Chunk;
import io.millrace.core.flow.EndReason;
import io.millrace.core.flow.SubscriberSettings;
import io.millrace.core.flow.Subscription;
import io.millrace.core.time.Ticker;
import io.millrace.sql.GapListener;
import io.millrace.sql.batch.RowBatch;
import io.millrace.sql.batch.Schema;
import io.millrace.sql.encode.JsonRows;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/**
 * One running query: polls its source, encodes each batch once and hands it to all readers.
 *
 * <p><b>Threading:</b> thread-safe; the query itself runs on a virtual thread of its own.
 */
final class QueryRun {

    private static final Logger log = LoggerFactory.getLogger(QueryRun.class);
    private static final String NO_KEY = "";

    /** Rows in one encoding: readers who keep the latest row of a key need chunks that know it. */
    private record Channel(JsonRows encoder, Broadcast broadcast) {}

    private final String id;
    private final String pipeline;
    private final boolean shared;
    private final Schema schema;
    private final Source<RowBatch> source;
    private final Ticker ticker;
    private final Duration pollTimeout;
    private final QueryListener listener;
    private final Consumer<QueryRun> onOver;
    private final Map<String, Channel> channels = new ConcurrentHashMap<>();
    private final AtomicLong rows = new AtomicLong();
    private final AtomicLong bytes = new AtomicLong();
    private final AtomicLong dropped = new AtomicLong();
    private final Instant startedAt;
    private final long startedNanos;
    private final Thread thread;
    private volatile @Nullable String stopReason;
    private boolean poisoned;

    /** @param onOver runs before the readers are told the end, so that nobody joins a query that is over */
    QueryRun(
            String id,
            String pipeline,
            boolean shared,
            Schema schema,
            Function<GapListener, Source<RowBatch>> query,
            QuerySettings settings,
            Ticker ticker,
            QueryListener listener,
            Consumer<QueryRun> onOver) {
        this.id = id;
        this.pipeline = pipeline;
        this.shared = shared;
        this.schema = schema;
        this.source = query.apply(this::interrupted);
        this.ticker = ticker;
        this.pollTimeout = settings.pollTimeout();
        this.listener = listener;
        this.onOver = onOver;
        this.startedAt = ticker.now();
        this.startedNanos = ticker.nanos();
        this.thread = Thread.ofVirtual().name("query-" + pipeline + "-" + id).unstarted(this::run);
    }

    String id() {
        return id;
    }

    /** Whether another reader may join; not once it has been told to stop. */
    boolean joinable() {
        return shared && stopReason == null;
    }

    long rows() {
        return rows.get();
    }

    /** Adds a reader. Before {@link #start}, so that the first reader misses nothing. */
    Subscription subscribe(@Nullable String key, SubscriberSettings settings, Runnable wakeUp) {
        Channel channel = channels.computeIfAbsent(key == null ? NO_KEY : key, _ -> channel(key));
        return channel.broadcast().subscribe(settings, wakeUp);
    }

    private Channel channel(@Nullable String key) {
        Broadcast broadcast = new Broadcast(pipeline, ticker, (policy, lost, _) -> {
            dropped.addAndGet(lost);
            listener.dropped(pipeline, policy, lost);
        });
        return new Channel(new JsonRows(schema, key), broadcast);
    }

    void start() {
        thread.start();
    }

    /** Ends the query; readers that it still has are told why. Returns at once. */
    void stop(String reason) {
        synchronized (this) {
            if (stopReason != null) {
                return;
            }
            stopReason = reason;
        }
        source.close();
        thread.interrupt();
    }

    private void run() {
        EndReason reason;
        try {
            reason = pump();
        } catch (InterruptedException _) {
            reason = new EndReason.Stopped("interrupted");
        } catch (StreamException e) {
            reason = new EndReason.Failed(e);
        } catch (RuntimeException | Error e) {
            log.error("query failed unexpectedly, pipeline={} query={}", pipeline, id, e);
            reason = new EndReason.Failed(new FatalException("query of pipeline '" + pipeline + "' failed", e));
        }
        String stopped = stopReason;
        finish(stopped == null ? reason : new EndReason.Stopped(stopped));
    }

    private void finish(EndReason reason) {
        try {
            source.close();
        } catch (RuntimeException e) {
            log.warn("query did not close cleanly, pipeline={} query={}", pipeline, id, e);
        }
        onOver.accept(this);
        channels.values().forEach(channel -> channel.broadcast().end(reason));
        listener.ended(pipeline, reason);
        switch (reason) {
            case EndReason.Completed _ ->
                log.debug("query completed, pipeline={} query={} rows={}", pipeline, id, rows());
            case EndReason.Stopped(String why) ->
                log.atLevel(shared ? Level.INFO : Level.DEBUG)
                        .log("query stopped: {}, pipeline={} query={} rows={}", why, pipeline, id, rows());
            case EndReason.Failed(StreamException cause) ->
                log.warn("query failed: {}, pipeline={} query={} rows={}", cause.reason(), pipeline, id, rows());
        }
    }

    @SuppressWarnings("ThreadPriorityCheck") // nothing depends on the yield but fairness
    private EndReason pump() throws InterruptedException {
        source.open();
        while (stopReason == null) {
            try {
                switch (source.poll(pollTimeout)) {
                    case Poll.Batch<RowBatch>(var records, var ack) -> {
                        for (Record<RowBatch> batch : records) {
                            publish(batch);
                        }
                        ack.commit();
                        // an unlimited stream never waits by itself, and virtual threads share few carriers
                        Thread.yield();
                    }
                    case Poll.Idle<RowBatch> _ -> {}
                    case Poll.End<RowBatch> _ -> {
                        return new EndReason.Completed();
                    }
                }
            } catch (PoisonException e) {
                skip(e);
            }
        }
        return new EndReason.Completed();
    }

    private void skip(PoisonException e) {
        if (!poisoned) {
            poisoned = true;
            log.warn("input skipped: {}, pipeline={} query={}; more of them are not told", e.reason(), pipeline, id);
        }
    }

    /** The engine has lost rows: all readers are told, at this place. */
    private void interrupted(Instant from, Instant to, String reason) {
        log.warn("query was interrupted: {}, pipeline={} query={}", reason, pipeline, id);
        listener.interrupted(pipeline);
        channels.values().forEach(channel -> channel.broadcast().interrupt(from, to, reason));
    }

    private void publish(Record<RowBatch> batch) throws InterruptedException {
        if (batch.value().size() == 0) {
            return;
        }
        long before = rows.get();
        int readers = 0;
        int length = 0;
        for (Channel channel : channels.values()) {
            int subscribers = channel.broadcast().subscribers();
            if (subscribers > 0) {
                Chunk chunk = channel.encoder().encode(batch.value());
                length = chunk.length();
                readers += subscribers;
                channel.broadcast().publish(chunk);
            }
        }
        if (before == 0) {
            listener.firstRow(pipeline, Duration.ofNanos(ticker.nanos() - startedNanos));
        }
        rows.set(before + batch.value().size());
        bytes.set(bytes.get() + length);
        listener.published(
                pipeline, batch.value().size(), length, readers, Duration.between(batch.timestamp(), ticker.now()));
    }

    QueryStatus status(int readers) {
        return new QueryStatus(
                id,
                pipeline,
                stopReason != null
                        ? QueryStatus.State.STOPPING
                        : rows() == 0 ? QueryStatus.State.STARTING : QueryStatus.State.RUNNING,
                shared,
                rows(),
                bytes.get(),
                readers,
                dropped.get(),
                startedAt,
                Duration.ofNanos(ticker.nanos() - startedNanos));
    }
}
