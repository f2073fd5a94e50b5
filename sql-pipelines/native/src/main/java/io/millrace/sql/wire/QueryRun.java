package io.millrace.sql.wire;

import io.millrace.core.Poll;
import io.millrace.core.Record;
import io.millrace.core.Source;
import io.millrace.core.failure.StreamException;
import io.millrace.sql.batch.Batches;
import io.millrace.sql.batch.RowBatch;
import io.millrace.sql.batch.Schema;
import io.millrace.sql.exec.PreparedQuery;
import io.millrace.sql.wire.codec.WireCode;
import io.millrace.sql.wire.codec.WireException;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A query while it runs: polled on a thread of its own as fast as its client reads.
 *
 * <p><b>Threading:</b> {@link #end} is for any thread.
 */
final class QueryRun implements Runnable {

    private static final Logger log = LoggerFactory.getLogger(QueryRun.class);

    /** Why a query does not run to its end. */
    enum Ending {
        /** The client asked for it: it is told the end of the stream. */
        CANCELLED,
        KILLED,
        SHUTDOWN,
        /** There is nobody to tell. */
        GONE
    }

    /**
     * What a query runs with.
     *
     * @param sent the query's columns with the types of the wire
     * @param compressed whether blocks go in frames
     * @param onEnd called once, before the last packet leaves
     * @param disconnect cuts off a client that is too slow
     */
    record Setting(
            Schema sent,
            boolean compressed,
            Duration heartbeat,
            PacketOutput output,
            NativeListener listener,
            Runnable onEnd,
            Runnable disconnect) {}

    private final String id;
    private final Source<RowBatch> source;
    private final Schema sent;
    private final boolean compressed;
    private final RowLimit limit;
    private final Duration heartbeat;
    private final PacketOutput output;
    private final Runnable onEnd;
    private final NativeListener listener;
    private final AtomicReference<@Nullable Ending> ending = new AtomicReference<>();
    private final AtomicBoolean over = new AtomicBoolean();
    private long rows;
    private long blocks;
    private long bytes;

    QueryRun(String id, PreparedQuery query, QueryOptions options, Setting setting) {
        this.id = id;
        this.sent = setting.sent();
        this.compressed = setting.compressed();
        this.heartbeat = setting.heartbeat();
        this.output = setting.output();
        this.listener = setting.listener();
        this.onEnd = setting.onEnd();
        this.limit = options.limit();
        this.source = options.buffered(
                query.run(id, () -> ending.compareAndSet(null, Ending.KILLED)), listener, setting.disconnect());
    }

    String id() {
        return id;
    }

    /** Ends the query at its next step; the first reason counts. */
    void end(Ending reason) {
        ending.compareAndSet(null, reason);
        source.close();
    }

    @Override
    public void run() {
        try {
            stream();
            Ending reason = ending.get();
            if (reason == null) {
                output.profile(rows, blocks, bytes);
                output.endOfStream(this::over);
            } else {
                tell(reason);
            }
        } catch (StreamException | WireException failure) {
            tell(failure);
        } catch (IOException gone) {
            log.debug("client has gone, query={} reason={}", id, gone.getMessage());
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException | OutOfMemoryError bug) {
            log.error("query failed, query={}", id, bug);
            tell(bug);
        } finally {
            over();
            source.close();
        }
    }

    private void over() {
        if (over.compareAndSet(false, true)) {
            onEnd.run();
        }
    }

    private void stream() throws IOException, InterruptedException {
        source.open();
        output.header(sent, compressed);
        while (ending.get() == null) {
            switch (source.poll(heartbeat)) {
                case Poll.Batch<RowBatch> batch -> {
                    for (Record<RowBatch> record : batch.records()) {
                        if (!send(record.value())) {
                            return;
                        }
                    }
                    batch.ack().commit();
                }
                case Poll.Idle<RowBatch> _ -> output.progress(0, 0);
                case Poll.End<RowBatch> _ -> {
                    return;
                }
            }
        }
    }

    /** False when the client wants no more. */
    private boolean send(RowBatch batch) throws IOException {
        int wanted = limit.take(batch.size());
        for (int at = 0; at < wanted && ending.get() == null; at += limit.maxBlockRows()) {
            RowBatch part = Batches.slice(batch, at, Math.min(wanted, at + limit.maxBlockRows()));
            bytes += output.rows(sent, part, compressed);
            rows += part.size();
            blocks++;
        }
        return !limit.reached();
    }

    private void tell(Ending reason) throws IOException {
        switch (reason) {
            case CANCELLED -> output.endOfStream(this::over);
            case KILLED -> exception(WireCode.QUERY_WAS_CANCELLED.number(), "query '" + id + "' was killed");
            case SHUTDOWN ->
                exception(WireCode.QUERY_WAS_CANCELLED.number(), "query '" + id + "' was cancelled: the server stops");
            case GONE -> {
                // nobody listens
            }
        }
    }

    private void tell(Throwable failure) {
        try {
            if (ending.get() == Ending.GONE) {
                return;
            }
            exception(Failures.code(failure), Failures.text(failure));
        } catch (IOException gone) {
            log.debug("client has gone, query={} reason={}", id, gone.getMessage());
        }
    }

    private void exception(int code, String text) throws IOException {
        listener.exception(code);
        output.exception(code, text, this::over);
    }
}
