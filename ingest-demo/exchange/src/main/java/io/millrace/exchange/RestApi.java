package io.millrace.exchange;

import io.millrace.exchange.market.Product;
import io.millrace.exchange.wire.Text;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The REST endpoints of Coinbase that a feed needs: {@code /time}, {@code /products}, {@code /products/ID},
 * {@code /products/ID/ticker} and {@code /products/ID/trades}.
 */
final class RestApi {

    private static final int MAX_LIMIT = 1000;
    private static final int MAX_ADDRESSES = 10_000;

    private final Hub hub;
    private final ExchangeLimits limits;
    private final Map<String, RateLimit> rates = new LinkedHashMap<>();
    private final Text text = new Text();
    private long limited;

    RestApi(Hub hub, ExchangeLimits limits) {
        this.hub = hub;
        this.limits = limits;
    }

    long limited() {
        return limited;
    }

    void answer(HttpServerRequest request) {
        long nanos = hub.nanos();
        if (rates.size() > MAX_ADDRESSES) {
            rates.values().removeIf(rate -> rate.full(nanos));
        }
        RateLimit rate = rates.computeIfAbsent(
                request.remoteAddress().hostAddress(),
                _ -> new RateLimit(limits.requestsPerSecond(), limits.requestBurst(), nanos));
        if (!rate.permits(nanos)) {
            limited++;
            refuse(request, 429, "Public rate limit exceeded");
        } else if (!request.method().equals(HttpMethod.GET)) {
            refuse(request, 405, "only GET is allowed");
        } else {
            String[] path = path(request).split("/", -1);
            if (path.length == 2 && path[1].equals("time")) {
                time(request);
            } else if (path.length >= 2 && path[1].equals("products")) {
                products(request, path);
            } else {
                refuse(request, 404, "NotFound");
            }
        }
    }

    private void products(HttpServerRequest request, String[] path) {
        if (path.length == 2) {
            all(request);
            return;
        }
        Listing listing = hub.listings().get(path[2]);
        String rest = path.length == 3 ? "" : path.length == 4 ? path[3] : "?";
        if (listing == null) {
            refuse(request, 404, "NotFound");
            return;
        }
        switch (rest) {
            case "" -> {
                Messages.product(text.clear(), listing);
                send(request);
            }
            case "ticker" -> ticker(request, listing);
            case "trades" -> trades(request, listing);
            default -> refuse(request, 404, "NotFound");
        }
    }

    private void all(HttpServerRequest request) {
        text.clear();
        char before = '[';
        for (Listing listing : hub.listings().values()) {
            Messages.product(text.raw(before), listing);
            before = ',';
        }
        text.raw(']');
        send(request);
    }

    private void time(HttpServerRequest request) {
        long micros = hub.micros();
        text.clear().raw("{\"iso\":\"").time(micros).raw("\",\"epoch\":");
        text.decimal(micros, 6).raw('}');
        send(request);
    }

    private void ticker(HttpServerRequest request, Listing listing) {
        Product product = listing.market();
        text.clear().raw('{');
        if (product != null) {
            int scale = product.priceScale();
            text.raw("\"ask\":\"").decimal(product.asks().best().price(), scale);
            text.raw("\",\"bid\":\"").decimal(product.bids().best().price(), scale);
            text.raw("\",\"volume\":\"")
                    .decimal(product.volume24h(), Product.SIZE_SCALE)
                    .raw("\",");
        }
        listing.log().newestFirst(Long.MIN_VALUE, Long.MAX_VALUE, 1, (id, price, size, makerBuys, micros) -> {
            text.raw("\"trade_id\":").number(id);
            price(listing, price);
            text.raw(",\"size\":\"").decimal(size, Product.SIZE_SCALE);
            text.raw("\",\"time\":\"").time(micros).raw('"');
        });
        text.raw('}');
        send(request);
    }

    private void price(Listing listing, long price) {
        text.raw(",\"price\":\"");
        if (listing.market() == null) {
            text.shortDecimal(price, listing.priceScale());
        } else {
            text.decimal(price, listing.priceScale());
        }
        text.raw('"');
    }

    private void trades(HttpServerRequest request, Listing listing) {
        Long after = number(request, "after", Long.MAX_VALUE);
        Long before = number(request, "before", Long.MIN_VALUE);
        Long limit = number(request, "limit", MAX_LIMIT);
        if (after == null || before == null || limit == null || limit < 1) {
            String wrong = after == null ? "after" : before == null ? "before" : "limit";
            refuse(request, 400, wrong + " must be a number above 0, was '" + request.getParam(wrong) + "'");
            return;
        }
        text.clear().raw('[');
        long[] ends = {-1, -1};
        int count = (int) Math.min(limit, MAX_LIMIT);
        listing.log().newestFirst(before, after, count, (id, price, size, makerBuys, micros) -> {
            text.raw(ends[0] < 0 ? "{\"trade_id\":" : ",{\"trade_id\":").number(id);
            ends[0] = ends[0] < 0 ? id : ends[0];
            ends[1] = id;
            text.raw(makerBuys ? ",\"side\":\"buy\"" : ",\"side\":\"sell\"");
            text.raw(",\"size\":\"").decimal(size, Product.SIZE_SCALE).raw('"');
            price(listing, price);
            text.raw(",\"time\":\"").time(micros).raw("\"}");
        });
        text.raw(']');
        if (ends[0] >= 0) {
            request.response()
                    .putHeader("CB-BEFORE", Long.toString(ends[0]))
                    .putHeader("CB-AFTER", Long.toString(ends[1]));
        }
        send(request);
    }

    /** Null when it is not a number. */
    private static @Nullable Long number(HttpServerRequest request, String name, long otherwise) {
        String value = request.getParam(name);
        if (value == null) {
            return otherwise;
        }
        try {
            return Long.parseLong(value);
        } catch (NumberFormatException _) {
            return null;
        }
    }

    private void send(HttpServerRequest request) {
        request.response()
                .putHeader("Content-Type", "application/json; charset=utf-8")
                .end(Buffer.buffer(text.length()).appendBytes(text.bytes(), 0, text.length()));
    }

    static String path(HttpServerRequest request) {
        String path = request.path();
        return path == null ? "/" : path;
    }

    static void refuse(HttpServerRequest request, int status, String message) {
        Text body = new Text().raw("{\"message\":").quoted(message).raw('}');
        request.response()
                .setStatusCode(status)
                .putHeader("Content-Type", "application/json; charset=utf-8")
                .end(Buffer.buffer(body.toBytes()));
    }
}
