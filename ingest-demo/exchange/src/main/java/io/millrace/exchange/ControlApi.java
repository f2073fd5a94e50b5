package io.millrace.exchange;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import java.io.IOException;
import java.util.EnumMap;
import java.util.Map;
import java.util.function.Supplier;

/** Faults and accounts over HTTP, for clients on the same machine alone. */
final class ControlApi {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int MAX_BODY = 64 * 1024;

    private final Hub hub;
    private final Supplier<ExchangeAccount> account;

    ControlApi(Hub hub, Supplier<ExchangeAccount> account) {
        this.hub = hub;
        this.account = account;
    }

    void answer(HttpServerRequest request) {
        String path = RestApi.path(request);
        boolean get = request.method().equals(HttpMethod.GET);
        if (!loopback(request.remoteAddress().hostAddress())) {
            RestApi.refuse(request, 403, "control is for the same machine alone");
        } else if (path.equals("/control") && get) {
            send(request, state());
        } else if (path.startsWith("/control/trades/") && get) {
            trades(request, path.substring("/control/trades/".length()));
        } else if (path.equals("/control/faults") && request.method().equals(HttpMethod.POST)) {
            body(request);
        } else {
            RestApi.refuse(request, 404, "there are GET /control, GET /control/trades/PRODUCT, POST /control/faults");
        }
    }

    private static boolean loopback(String address) {
        return address.startsWith("127.") || address.equals("::1") || address.startsWith("0:0:0:0:0:0:0:1");
    }

    private void body(HttpServerRequest request) {
        Buffer body = Buffer.buffer();
        request.handler(part -> {
            if (body.length() <= MAX_BODY) {
                body.appendBuffer(part);
            }
        });
        request.endHandler(_ -> faults(request, body));
    }

    private void faults(HttpServerRequest request, Buffer body) {
        try {
            JsonNode json = JSON.readTree(body.getBytes());
            if (body.length() > MAX_BODY || json == null || !json.isObject()) {
                throw new IllegalArgumentException("expected {\"gap\":0.01,...,\"next\":{\"disconnect\":1,...}}");
            }
            apply(json);
            send(request, state());
        } catch (IOException | IllegalArgumentException e) {
            RestApi.refuse(request, 400, e instanceof IOException ? "the body is not JSON" : e.getMessage() + "");
        }
    }

    /** All of it or nothing. */
    private void apply(JsonNode json) {
        Map<Fault, Double> probabilities = new EnumMap<>(Fault.class);
        Map<Fault, Long> occasions = new EnumMap<>(Fault.class);
        for (Map.Entry<String, JsonNode> entry : json.properties()) {
            if (entry.getKey().equals("next")) {
                for (Map.Entry<String, JsonNode> each : entry.getValue().properties()) {
                    if (!each.getValue().canConvertToLong() || each.getValue().longValue() < 0) {
                        throw new IllegalArgumentException(
                                "next." + each.getKey() + " must be 0 or more times, was " + each.getValue());
                    }
                    occasions.put(Fault.of(each.getKey()), each.getValue().longValue());
                }
            } else {
                Fault fault = Fault.of(entry.getKey());
                if (!entry.getValue().isNumber()) {
                    throw new IllegalArgumentException(
                            fault.text() + " must be a number from 0 to 1, was " + entry.getValue());
                }
                Faults.check(fault, entry.getValue().doubleValue());
                probabilities.put(fault, entry.getValue().doubleValue());
            }
        }
        probabilities.forEach(hub.faults()::probability);
        occasions.forEach(hub.faults()::next);
    }

    private void trades(HttpServerRequest request, String product) {
        Listing listing = hub.listings().get(product);
        if (listing == null) {
            RestApi.refuse(request, 404, "there is no product '" + product + "'");
        } else {
            send(request, trades(listing.account()));
        }
    }

    private static ObjectNode trades(ProductAccount account) {
        return JSON.createObjectNode()
                .put("product_id", account.product())
                .put("first", account.first())
                .put("last", account.last())
                .put("made", account.made())
                .put("sent", account.sent())
                .put("gap", account.gap())
                .put("lost", account.lost())
                .put("malformed", account.malformed())
                .put("kept", account.kept());
    }

    private ObjectNode state() {
        ExchangeAccount now = account.get();
        ObjectNode json = JSON.createObjectNode();
        json.put("connections", now.connections())
                .put("accepted", now.accepted())
                .put("limited", now.limited())
                .put("slow", now.slow());
        ObjectNode faults = json.putObject("faults");
        for (Fault fault : Fault.values()) {
            faults.putObject(fault.text())
                    .put("probability", hub.faults().probability(fault))
                    .put("count", now.faults().getOrDefault(fault, 0L));
        }
        ObjectNode frames = json.putObject("frames");
        now.frames().forEach(frames::put);
        ObjectNode played = json.putObject("played");
        now.played().forEach(played::put);
        json.put("skipped", now.skipped()).put("play_over", now.playOver());
        var products = json.putArray("products");
        now.products().forEach(product -> products.add(trades(product)));
        return json;
    }

    private static void send(HttpServerRequest request, ObjectNode json) {
        request.response()
                .putHeader("Content-Type", "application/json; charset=utf-8")
                .end(Buffer.buffer(json.toString()));
    }
}
