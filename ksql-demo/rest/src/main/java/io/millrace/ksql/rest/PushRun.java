package io.millrace.ksql.rest;

import io.millrace.core.Poll;
import io.millrace.core.Record;
import io.millrace.core.failure.StreamException;
import io.millrace.ksql.query.Change;
import io.millrace.ksql.query.PushSource;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One push query from its header to its end, on the thread of its request. */
final class PushRun {

    private static final Logger log = LoggerFactory.getLogger(PushRun.class);
    private static final Duration FOREVER = Duration.ofHours(1);
    private static final int PIECE_BYTES = 32 << 10;

    private final Exchange exchange;
    private final PushSource source;
    private final QueryForm form;
    private final KsqlApiSettings settings;
    private final ApiMeters meters;
    private final OpenQueries open;
    private final AtomicBoolean closed = new AtomicBoolean();

    PushRun(
            Exchange exchange,
            PushSource source,
            QueryForm form,
            KsqlApiSettings settings,
            ApiMeters meters,
            OpenQueries open) {
        this.exchange = exchange;
        this.source = source;
        this.form = form;
        this.settings = settings;
        this.meters = meters;
        this.open = open;
    }

    /** Returns when the query has ended, or nobody reads it any more. */
    void run(String text) throws InterruptedException {
        int max = settings.limits().pushQueries();
        try {
            if (meters.pushQueries.incrementAndGet() > max) {
                throw RefusedException.of(
                        RefusedException.TOO_MANY_PUSH_QUERIES,
                        "there are " + max + " push queries already, which is as many as there may be");
            }
            open.add(source.id(), this::end);
            exchange.outlet().onGone(this::end);
            give();
        } catch (StreamException e) {
            throw RefusedException.of(e, text);
        } finally {
            meters.pushQueries.decrementAndGet();
            open.remove(source.id());
            close();
        }
    }

    /** Wakes the thread of the request, which then closes. Closing may take time, and this comes from event loops. */
    private void end() {
        Thread.ofVirtual().name("end-" + source.id()).start(this::close);
    }

    private void close() {
        if (closed.compareAndSet(false, true)) {
            try {
                source.close();
            } catch (StreamException e) {
                log.warn("a push query did not end cleanly, id={} cause={}", source.id(), e.getMessage());
            }
        }
    }

    private void give() throws InterruptedException {
        try (RowWriter writer = new RowWriter(form, source.columns())) {
            source.open();
            exchange.outlet().begin(form.contentType(exchange.request()));
            writer.text(form.header(source.id(), source.columns(), false));
            boolean read = exchange.outlet().write(writer.take());
            exchange.answered(200);
            if (read && rows(writer) && exchange.outlet().write(writer.take())) {
                exchange.outlet().end();
            }
        }
    }

    /** False when nobody reads any more; else the writer holds what comes last. */
    private boolean rows(RowWriter writer) throws InterruptedException {
        Duration heartbeat = settings.push().heartbeat();
        Duration wait = heartbeat.isZero() ? FOREVER : heartbeat;
        try {
            while (true) {
                switch (source.poll(wait)) {
                    case Poll.Batch<Change> batch -> {
                        if (!batch(writer, batch)) {
                            return false;
                        }
                    }
                    case Poll.Idle<Change> _ -> {
                        writer.text(heartbeat.isZero() ? "" : form.heartbeat());
                        if (!exchange.outlet().write(writer.take())) {
                            return false;
                        }
                    }
                    case Poll.End<Change> _ -> {
                        writer.text(form.end(closed.get() ? "Query Completed" : "Limit Reached"));
                        return true;
                    }
                }
            }
        } catch (StreamException e) {
            writer.text(form.failed(e));
            return true;
        }
    }

    private boolean batch(RowWriter writer, Poll.Batch<Change> batch) throws InterruptedException {
        for (Record<Change> record : batch.records()) {
            writer.row(record.value().row(), record.value().removed());
            if (writer.size() >= PIECE_BYTES && !exchange.outlet().write(writer.take())) {
                return false;
            }
        }
        batch.ack().commit();
        meters.pushed.increment(batch.records().size());
        return writer.size() == 0 || exchange.outlet().write(writer.take());
    }
}
