package io.millrace.ksql.rest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.millrace.core.failure.StreamException;
import io.millrace.ksql.query.RemoteQueries;
import io.vertx.core.buffer.Buffer;
import java.util.HashSet;
import java.util.Set;

/** Where other processes of the application ask for the rows that are kept here. */
final class InternalEndpoint {

    static final String PATH = "/internal/pull";

    private static final String TYPE = "application/octet-stream";
    private static final int PIECE_BYTES = 32 << 10;

    private final ApiMeters meters;

    InternalEndpoint(ApiMeters meters) {
        this.meters = meters;
    }

    void pull(Exchange exchange, Buffer body) throws InterruptedException {
        RemoteQueries.Request request = request(Json.read(body, "the body"));
        WireWriter writer = new WireWriter();
        try {
            exchange.engine().pullHere(request, row -> {
                writer.row(row);
                meters.remote.increment();
                return writer.size() < PIECE_BYTES || piece(exchange, writer);
            });
            writer.end();
        } catch (StreamException e) {
            if (!exchange.outlet().begun()) {
                throw e;
            }
            writer.failed(e.reason());
        }
        if (!exchange.outlet().begun()) {
            exchange.answer(200, TYPE, writer.take());
            return;
        }
        if (exchange.outlet().write(writer.take())) {
            exchange.outlet().end();
        }
        exchange.answered(200);
    }

    private static RemoteQueries.Request request(ObjectNode body) {
        Set<Integer> partitions = new HashSet<>();
        for (JsonNode partition : body.path("partitions")) {
            partitions.add(partition.asInt());
        }
        return new RemoteQueries.Request(
                body.path("statement").asText(),
                body.path("query").asText(),
                partitions,
                body.path("maxLag").asLong(Long.MAX_VALUE));
    }

    private static boolean piece(Exchange exchange, WireWriter writer) {
        if (!exchange.outlet().begun()) {
            exchange.outlet().begin(TYPE);
        }
        try {
            return exchange.outlet().write(writer.take());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
