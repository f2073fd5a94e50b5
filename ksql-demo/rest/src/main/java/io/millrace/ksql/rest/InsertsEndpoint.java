package io.millrace.ksql.rest;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.millrace.core.failure.StreamException;
import io.millrace.ksql.plan.DataSource;
import io.vertx.core.Context;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.parsetools.RecordParser;
import java.util.ArrayDeque;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;

/**
 * {@code /inserts-stream}: a line that names the target, then a row per line; each is confirmed by a line when Kafka
 * has it, in the order of the rows. Rows are read from the connection only as fast as they are confirmed.
 */
final class InsertsEndpoint {

    private static final int UNDER_WAY = 500;
    private static final int WAITING = 32;
    private static final int MAX_FIRST = 1 << 10;

    private final int maxRow;
    private final ApiMeters meters;

    InsertsEndpoint(KsqlApiSettings settings, ApiMeters meters) {
        this.maxRow = settings.limits().bodyBytes();
        this.meters = meters;
    }

    /** What comes from the connection. */
    sealed interface Part {

        record Line(Buffer text) implements Part {}

        record Broken(RuntimeException cause) implements Part {}

        record End() implements Part {}
    }

    /** A row that is being written. */
    private record Written(long sequence, CompletableFuture<Void> done) {}

    /** The lines of a request; some wait, then the connection is not read. */
    static final class Lines {

        private final BlockingQueue<Part> parts = new LinkedBlockingQueue<>();
        private final RecordParser parser;
        private final Context loop;
        private int taken;

        /** On the event loop of the request. */
        Lines(Exchange exchange, Context loop, int maxRow) {
            this.loop = loop;
            this.parser = RecordParser.newDelimited("\n", exchange.request());
            parser.maxRecordSize(maxRow);
            parser.exceptionHandler(e -> {
                parts.add(new Part.Broken(RefusedException.of(
                        RefusedException.TOO_LARGE, "a row must have at most " + maxRow + " bytes: " + e)));
            });
            parser.endHandler(_ -> parts.add(new Part.End()));
            parser.handler(line -> parts.add(new Part.Line(line)));
            parser.pause();
            parser.fetch(WAITING);
        }

        Part next() throws InterruptedException {
            Part part = parts.take();
            if (part instanceof Part.Line && ++taken == WAITING / 2) {
                taken = 0;
                loop.runOnContext(_ -> parser.fetch(WAITING / 2));
            }
            return part;
        }

        boolean waiting() {
            return parts.isEmpty();
        }

        void gone() {
            parts.add(new Part.End());
        }
    }

    Lines lines(Exchange exchange, Context loop) {
        Lines lines = new Lines(exchange, loop, maxRow);
        exchange.outlet().onGone(lines::gone);
        return lines;
    }

    void run(Exchange exchange, Lines lines) throws InterruptedException {
        DataSource target = target(exchange, lines.next());
        String accept = exchange.request().getHeader("accept");
        boolean array = accept != null && accept.contains(QueryForm.ARRAY.contentType());
        exchange.outlet().begin((array ? QueryForm.ARRAY : QueryForm.DELIMITED).contentType());
        exchange.answered(200);
        new Inserts(exchange, target, array).run(lines);
    }

    private static DataSource target(Exchange exchange, Part first) {
        if (first instanceof Part.Broken broken) {
            throw broken.cause();
        }
        if (!(first instanceof Part.Line line) || line.text().length() > MAX_FIRST) {
            throw RefusedException.badRequest("the first line must be {\"target\":\"...\"}");
        }
        String name = Json.read(line.text(), "the first line").path("target").asText("");
        if (name.isEmpty()) {
            throw RefusedException.badRequest("the first line must have a text named target");
        }
        DataSource target;
        try {
            target = exchange.engine().source(InsertRow.name(name));
        } catch (StreamException e) {
            throw RefusedException.badRequest(e.reason());
        }
        if (target.readOnly()) {
            throw RefusedException.badRequest(
                    "nothing can be inserted into " + target.name() + ": it was created with SOURCE");
        }
        return target;
    }

    /** One stream of rows. */
    private final class Inserts {

        private final Exchange exchange;
        private final DataSource target;
        private final boolean array;
        private final ArrayDeque<Written> written = new ArrayDeque<>();
        private long sequence;
        private long told;

        Inserts(Exchange exchange, DataSource target, boolean array) {
            this.exchange = exchange;
            this.target = target;
            this.array = array;
        }

        void run(Lines lines) throws InterruptedException {
            boolean read = true;
            while (read) {
                Part part = lines.waiting() && !written.isEmpty() ? null : lines.next();
                read = switch (part) {
                    // nothing came meanwhile: time to tell what is confirmed
                    case null -> confirm(0);
                    case Part.Line line -> line.text().length() == 0 || insert(line.text());
                    case Part.Broken broken -> {
                        if (confirm(0)) {
                            tell(refused(sequence, broken.cause()));
                        }
                        yield false;
                    }
                    case Part.End _ -> false;
                };
            }
            if (confirm(0) && (!array || exchange.outlet().write((told == 0 ? "[]" : "]").getBytes(UTF_8)))) {
                exchange.outlet().end();
            }
        }

        private boolean insert(Buffer line) throws InterruptedException {
            long own = sequence++;
            try {
                ObjectNode row = Json.read(line, "row " + own);
                written.add(new Written(
                        own,
                        exchange.engine().insert(target.name(), InsertRow.of(row, target.schema(), target.name()))));
            } catch (StreamException | RefusedException e) {
                return confirm(0) && tell(refused(own, e));
            }
            return confirm(UNDER_WAY);
        }

        /** Waits until no more than so many rows are unconfirmed, and tells those that are confirmed. */
        private boolean confirm(int left) throws InterruptedException {
            while (!written.isEmpty()
                    && (written.size() > left || written.getFirst().done().isDone())) {
                Written first = written.removeFirst();
                ObjectNode ack = Json.object().put("status", "ok").put("seq", first.sequence());
                try {
                    first.done().join();
                    meters.inserted.increment();
                } catch (RuntimeException e) {
                    ack = refused(first.sequence(), e.getCause() instanceof StreamException cause ? cause : e);
                }
                if (!tell(ack)) {
                    return false;
                }
            }
            return true;
        }

        private ObjectNode refused(long own, RuntimeException failure) {
            meters.refused.increment();
            return RefusedException.line(failure).put("seq", own);
        }

        private boolean tell(ObjectNode ack) throws InterruptedException {
            String before = !array ? "" : told == 0 ? "[" : ",\n";
            told++;
            return exchange.outlet().write((before + ack + (array ? "" : "\n")).getBytes(UTF_8));
        }
    }
}
