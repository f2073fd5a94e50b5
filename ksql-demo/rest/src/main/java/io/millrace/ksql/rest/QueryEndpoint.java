package io.millrace.ksql.rest;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.millrace.core.failure.StreamException;
import io.millrace.ksql.engine.SelectResult;
import io.vertx.core.buffer.Buffer;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** {@code /query}, {@code /query-stream} and {@code /close-query}. */
final class QueryEndpoint {

    /** A pull query's answer up to this is sent as a whole, so that a failure until then has its own status. */
    private static final int WHOLE_BYTES = 32 << 10;

    private final KsqlApiSettings settings;
    private final ApiMeters meters;
    private final OpenQueries open;
    private final AtomicLong pulls = new AtomicLong();

    QueryEndpoint(KsqlApiSettings settings, ApiMeters meters, OpenQueries open) {
        this.settings = settings;
        this.meters = meters;
        this.open = open;
    }

    void query(Exchange exchange, Buffer body) throws InterruptedException {
        QueryForm form = QueryForm.of(exchange.request());
        QueryRequest request = QueryRequest.read(body);
        SelectResult result;
        try {
            result = exchange.engine()
                    .select(
                            request.text(),
                            request.session(),
                            RequestProperties.pull(request.properties()),
                            settings.push().queue());
        } catch (StreamException e) {
            throw RefusedException.of(e, request.text());
        }
        switch (result) {
            case SelectResult.Pull pull -> pull(exchange, pull, form, request.text());
            case SelectResult.Push push ->
                new PushRun(exchange, push.source(), form, settings, meters, open).run(request.text());
        }
    }

    private void pull(Exchange exchange, SelectResult.Pull pull, QueryForm form, String text)
            throws InterruptedException {
        try (RowWriter writer = new RowWriter(form, pull.columns())) {
            writer.text(form.header("query_" + pulls.incrementAndGet(), pull.columns(), true));
            PullOutlet rows = new PullOutlet(exchange, writer);
            try {
                pull.run(row -> rows.accept(writer, row));
                rows.finish(writer, form.end("Pull query complete"));
            } catch (StreamException e) {
                if (!exchange.outlet().begun()) {
                    throw RefusedException.of(e, text);
                }
                rows.finish(writer, form.failed(e));
            }
            meters.pulled.increment((double) rows.given);
        }
    }

    /** Sends rows as soon as there are enough of them for a piece. */
    private static final class PullOutlet {

        private final Exchange exchange;
        private final String contentType;
        private long given;

        PullOutlet(Exchange exchange, RowWriter writer) {
            this.exchange = exchange;
            this.contentType = writer.form().contentType(exchange.request());
        }

        boolean accept(RowWriter writer, @Nullable Object[] row) {
            writer.row(row, false);
            given++;
            if (writer.size() < WHOLE_BYTES) {
                return true;
            }
            if (!exchange.outlet().begun()) {
                exchange.outlet().begin(contentType);
            }
            try {
                return exchange.outlet().write(writer.take());
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return false;
            }
        }

        void finish(RowWriter writer, String end) throws InterruptedException {
            writer.text(end);
            if (exchange.outlet().begun()) {
                if (exchange.outlet().write(writer.take())) {
                    exchange.outlet().end();
                }
                exchange.answered(200);
            } else {
                exchange.answer(200, contentType, writer.take());
            }
        }
    }

    void close(Exchange exchange, Buffer body) {
        ObjectNode all = Json.read(body, "the body");
        String id = all.path("queryId").asText("");
        if (id.isEmpty()) {
            throw RefusedException.badRequest("the body must have a text named queryId");
        }
        if (!open.end(id)) {
            throw RefusedException.badRequest("No query with id " + id);
        }
        exchange.json(Json.object());
    }
}
