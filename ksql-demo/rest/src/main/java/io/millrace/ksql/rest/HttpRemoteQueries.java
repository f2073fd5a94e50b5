package io.millrace.ksql.rest;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.millrace.core.failure.FatalException;
import io.millrace.core.failure.TransientException;
import io.millrace.core.time.Ticker;
import io.millrace.ksql.query.RemoteQueries;
import io.millrace.ksql.query.RowSink;
import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.streams.state.HostInfo;
import org.jspecify.annotations.Nullable;

/**
 * Asks other processes for the rows that they keep, over the internal path of their {@link KsqlApi}. Rows are handed on
 * when the answer is complete, so that a copy can be asked instead when the owner breaks off; of very long answers they
 * are handed on as they come, and breaking off then fails the query. A process that did not answer is not asked again
 * for a second.
 *
 * <p><b>Threading:</b> thread-safe; waits for at most the timeout.
 */
public final class HttpRemoteQueries implements RemoteQueries, AutoCloseable {

    private static final Duration CONNECT = Duration.ofSeconds(1);
    private static final long REST_NANOS = TimeUnit.SECONDS.toNanos(1);
    private static final int HELD_ROWS = 10_000;
    private static final int MAX_REASON = 64 << 10;

    private final Peers peers;
    private final Duration timeout;
    private final Ticker ticker;
    private final Map<HostInfo, Long> silent = new ConcurrentHashMap<>();
    private final ScheduledExecutorService watch = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("ksql-remote-timeouts").factory());

    /**
     * As a client that has not connected yet.
     *
     * @param token that all processes ask for; null for none
     * @param timeout for a whole answer, positive
     */
    public HttpRemoteQueries(@Nullable String token, Duration timeout, Ticker ticker) {
        if (!timeout.isPositive()) {
            throw new IllegalArgumentException("timeout must be positive, was " + timeout);
        }
        this.peers = new Peers(token, CONNECT);
        this.timeout = timeout;
        this.ticker = ticker;
    }

    @Override
    public void pull(HostInfo host, Request request, RowSink rows) {
        String process = host.host() + ":" + host.port();
        Long since = silent.get(host);
        if (since != null && ticker.nanos() - since < REST_NANOS) {
            throw new TransientException(process + " did not answer a moment ago");
        }
        read(process, ask(host, process, request), rows);
    }

    private HttpResponse<InputStream> ask(HostInfo host, String process, Request request) {
        try {
            HttpResponse<InputStream> answer = peers.post(process, InternalEndpoint.PATH, body(request), timeout);
            silent.remove(host);
            return answer;
        } catch (TransientException e) {
            silent.put(host, ticker.nanos());
            throw e;
        }
    }

    private static byte[] body(Request request) {
        ObjectNode body = Json.object()
                .put("statement", request.statement())
                .put("query", request.query())
                .put("maxLag", request.maxLag());
        request.partitions().forEach(body.putArray("partitions")::add);
        return Json.bytes(body);
    }

    private void read(String process, HttpResponse<InputStream> answer, RowSink rows) {
        Future<?> late = null;
        Held held = new Held(rows);
        try (InputStream in = answer.body()) {
            late = watch.schedule(() -> closeQuietly(in), timeout.toNanos(), TimeUnit.NANOSECONDS);
            if (answer.statusCode() != 200) {
                throw new TransientException(process + " answered " + answer.statusCode() + ": "
                        + new String(in.readNBytes(MAX_REASON), UTF_8));
            }
            WireReader reader = new WireReader(in);
            @Nullable Object @Nullable [] row = reader.row();
            while (row != null) {
                if (!held.take(row)) {
                    return;
                }
                row = reader.row();
            }
            held.handOn();
        } catch (IOException e) {
            throw held.brokenOff(process + " broke off its answer, or took longer than " + timeout, e);
        } finally {
            if (late != null) {
                late.cancel(false);
            }
        }
    }

    private static void closeQuietly(InputStream in) {
        try {
            in.close();
        } catch (IOException _) {
            // whoever reads it is told
        }
    }

    @Override
    public void close() {
        watch.shutdownNow();
        peers.close();
    }

    /** Rows that wait for the end of the answer. */
    private static final class Held {

        private final RowSink rows;
        private final List<@Nullable Object[]> waiting = new ArrayList<>();
        private boolean handedOn;

        Held(RowSink rows) {
            this.rows = rows;
        }

        /** False when no more are wanted. */
        boolean take(@Nullable Object[] row) {
            if (handedOn) {
                return rows.accept(row);
            }
            waiting.add(row);
            return waiting.size() < HELD_ROWS || handOn();
        }

        boolean handOn() {
            handedOn = true;
            for (@Nullable Object[] row : waiting) {
                if (!rows.accept(row)) {
                    return false;
                }
            }
            waiting.clear();
            return true;
        }

        RuntimeException brokenOff(String reason, IOException cause) {
            return handedOn ? new FatalException(reason, cause) : new TransientException(reason, cause);
        }
    }
}
