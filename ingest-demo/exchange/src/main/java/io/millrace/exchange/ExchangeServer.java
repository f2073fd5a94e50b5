package io.millrace.exchange;

import io.millrace.core.failure.FatalException;
import io.millrace.core.time.Ticker;
import io.millrace.exchange.market.Product;
import io.millrace.exchange.market.Trade;
import io.millrace.exchange.market.TradeIds;
import io.millrace.exchange.play.Capture;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * The parts of an exchange, put together, behind one port.
 *
 * <p><b>Threading:</b> not thread-safe; lives on one event loop.
 */
final class ExchangeServer {

    private static final int MAX_ADDRESSES = 10_000;

    private final ExchangeSettings settings;
    private final Vertx vertx;
    private final Context context;
    private final Hub hub;
    private final Production production;
    private final RestApi rest;
    private final ControlApi control;
    private final Map<String, RateLimit> rates = new LinkedHashMap<>();
    private @Nullable HttpServer server;
    private @Nullable Pump pump;
    private volatile int port;
    private long limited;

    private ExchangeServer(ExchangeSettings settings, Vertx vertx, Context context, Hub hub, Production production) {
        this.settings = settings;
        this.vertx = vertx;
        this.context = context;
        this.hub = hub;
        this.production = production;
        this.rest = new RestApi(hub, settings.limits());
        this.control = new ControlApi(hub, this::account);
    }

    static ExchangeServer create(ExchangeSettings settings, Ticker ticker, Vertx vertx, Context context) {
        Outlet outlet = new Outlet();
        Messages messages = new Messages();
        Faults faults = new Faults(settings.seed(), settings.faults());
        Map<String, Listing> listings = new LinkedHashMap<>();
        Hub hub = new Hub(ticker, settings.limits(), listings, faults, outlet, messages);
        PlaySettings play = settings.play();
        if (play != null) {
            for (String id : Capture.products(play.file())) {
                listings.put(id, new Listing(id, null, settings.keep(), outlet));
            }
            return new ExchangeServer(settings, vertx, context, hub, new PlayProduction(hub, play));
        }
        long micros = hub.micros();
        TradeIds ids = TradeIds.open(settings.state(), settings.firstTradeId(), micros, block(settings));
        for (String id : settings.products()) {
            listings.put(id, listing(settings, id, ids.first(id), micros, outlet));
        }
        return new ExchangeServer(settings, vertx, context, hub, new MarketProduction(hub, ids, settings));
    }

    private static Listing listing(ExchangeSettings settings, String id, long first, long micros, Outlet outlet) {
        Product product = new Product(id, settings.seed(), first, first * Product.EVENTS_PER_STEP, micros);
        Listing listing = new Listing(id, product, settings.keep(), outlet);
        Trade trade = product.last();
        listing.book(Fate.SENT, trade.id(), trade.price(), trade.size(), trade.makerBuys(), trade.time());
        return listing;
    }

    /** What a product is likely to need in two seconds. */
    private static long block(ExchangeSettings settings) {
        return Math.max(64, (long) (4 * settings.rate() / settings.products().size()));
    }

    CompletableFuture<HttpServer> listen() {
        pump = new Pump(vertx, context, hub, production, settings);
        HttpServer http = vertx.createHttpServer(new HttpServerOptions()
                        .setHost(settings.host())
                        .setPort(settings.port())
                        .setHttp2ClearTextEnabled(false)
                        .setTcpNoDelay(true))
                .requestHandler(this::request);
        server = http;
        CompletableFuture<HttpServer> listening = new CompletableFuture<>();
        http.listen()
                .onSuccess(it -> {
                    port = it.actualPort();
                    listening.complete(it);
                })
                .onFailure(e -> listening.completeExceptionally(new FatalException(
                        "cannot listen at " + settings.host() + ":" + settings.port() + ": " + e.getMessage(), e)));
        return listening;
    }

    int port() {
        return port;
    }

    String host() {
        return settings.host();
    }

    Faults faults() {
        return hub.faults();
    }

    private void request(HttpServerRequest request) {
        if (Handshake.asked(request)) {
            upgrade(request);
        } else if (RestApi.path(request).startsWith("/control")) {
            control.answer(request);
        } else {
            rest.answer(request);
        }
    }

    private void upgrade(HttpServerRequest request) {
        String address = request.remoteAddress().hostAddress();
        long nanos = hub.nanos();
        if (rates.size() > MAX_ADDRESSES) {
            rates.values().removeIf(rate -> rate.full(nanos));
        }
        ExchangeLimits limits = settings.limits();
        RateLimit rate = rates.computeIfAbsent(
                address, _ -> new RateLimit(limits.connectionsPerSecond(), limits.connectionBurst(), nanos));
        String key = Handshake.key(request);
        if (!rate.permits(nanos)) {
            limited++;
            RestApi.refuse(request, 429, "too many connection requests");
        } else if (key == null) {
            RestApi.refuse(request, 400, "a WebSocket needs Sec-WebSocket-Key and Sec-WebSocket-Version: 13");
        } else {
            boolean compressed = Handshake.answer(request, key);
            request.toNetSocket().onSuccess(socket -> hub.accept(socket, address, compressed));
        }
    }

    ExchangeAccount account() {
        List<ProductAccount> products =
                hub.listings().values().stream().map(Listing::account).toList();
        boolean plays = production instanceof PlayProduction;
        Map<String, Long> played = production instanceof PlayProduction play ? play.played() : Map.of();
        long skipped = production instanceof PlayProduction play ? play.skipped() : 0;
        return new ExchangeAccount(
                products,
                hub.outlet().counts(),
                hub.faults().counts(),
                hub.connections().size(),
                hub.accepted(),
                limited + rest.limited(),
                hub.slow(),
                played,
                skipped,
                plays && ((PlayProduction) production).over());
    }

    /** Says goodbye to all clients and gives the port back. */
    CompletableFuture<Void> stop() {
        if (pump == null) {
            production.close();
        } else {
            pump.stop();
        }
        hub.connections().forEach(connection -> connection.close(1001, "the exchange stops"));
        CompletableFuture<Void> stopped = new CompletableFuture<>();
        HttpServer http = server;
        if (http == null) {
            hub.outlet().end();
            stopped.complete(null);
        } else {
            http.close().onComplete(_ -> {
                hub.connections().forEach(Connection::abort);
                hub.outlet().end();
                stopped.complete(null);
            });
        }
        return stopped;
    }
}
