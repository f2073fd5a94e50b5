package io.millrace.ksql.rest;

import io.millrace.core.time.Ticker;
import io.millrace.ksql.engine.KsqlEngine;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** Leads requests to what answers them: checks on the event loop, the rest on a virtual thread of the request. */
final class ApiRoutes {

    private static final String INSERTS = "/inserts-stream";

    private final Vertx vertx;
    private final KsqlApiSettings settings;
    private final ApiMeters meters;
    private final AccessRule access;
    private final InsertsEndpoint inserts;
    private final Map<String, Route> routes = new HashMap<>();
    private final AtomicInteger underWay = new AtomicInteger();
    private volatile @Nullable KsqlEngine engine;

    /** What answers a request, on a thread that may wait. */
    interface Endpoint {
        void answer(Exchange exchange, Buffer body) throws InterruptedException;
    }

    private record Route(String name, HttpMethod method, Endpoint endpoint) {}

    /** For a server that is reached at {@code host:port}. */
    ApiRoutes(
            Vertx vertx,
            KsqlApiSettings settings,
            String host,
            OpenQueries open,
            Peers peers,
            ApiMeters meters,
            Ticker ticker) {
        this.vertx = vertx;
        this.settings = settings;
        this.meters = meters;
        this.access = new AccessRule(settings);
        this.inserts = new InsertsEndpoint(settings, meters);
        QueryEndpoint queries = new QueryEndpoint(settings, meters, open);
        StatementsEndpoint statements = new StatementsEndpoint(host);
        ServerEndpoint server = new ServerEndpoint(host, peers, ticker);
        post("/ksql", statements::execute);
        post("/ksql/terminate", statements::terminate);
        post("/query", queries::query);
        post("/query-stream", queries::query);
        post("/close-query", queries::close);
        post(InternalEndpoint.PATH, new InternalEndpoint(meters)::pull);
        get("/status", statements::status);
        get("/is_valid_property", server::property);
        get("/info", server::info);
        get("/healthcheck", server::health);
        get("/clusterStatus", server::cluster);
        get("/v1/metadata/id", server::serverId);
    }

    private void post(String path, Endpoint endpoint) {
        routes.put(path, new Route(path, HttpMethod.POST, endpoint));
    }

    private void get(String path, Endpoint endpoint) {
        routes.put(path, new Route(path, HttpMethod.GET, endpoint));
    }

    /** Answers from that engine from now on. */
    void serve(@Nullable KsqlEngine one) {
        engine = one;
    }

    void handle(HttpServerRequest request) {
        long since = meters.now();
        Outlet outlet = new Outlet(
                request, settings.limits().writeBytes(), settings.push().stall(), meters.stalled::increment);
        String path = Exchange.path(request);
        Route route = find(path);
        String name = route != null ? route.name() : path.equals(INSERTS) ? INSERTS : "other";
        try {
            RefusedException refusal = access.refusal(request);
            if (refusal != null) {
                throw refusal;
            }
            if (request.method().equals(HttpMethod.OPTIONS)) {
                preflight(request);
                return;
            }
            if (route == null && !name.equals(INSERTS)) {
                throw RefusedException.of(RefusedException.NOT_FOUND, "there is nothing at " + path);
            }
            HttpMethod method = route == null ? HttpMethod.POST : route.method();
            if (!request.method().equals(method)) {
                throw RefusedException.of(RefusedException.NO_SUCH_METHOD, name + " takes " + method);
            }
            answer(exchange(request, outlet, name, since), route);
        } catch (RefusedException e) {
            outlet.answer(e.status(), Exchange.contentType(request), Json.bytes(e.body()));
            meters.answered(name, e.status(), since);
        }
    }

    /** Without a route it is a stream of inserts, which alone is worked on before its body has ended. */
    private void answer(Exchange exchange, @Nullable Route route) {
        if (route == null) {
            InsertsEndpoint.Lines lines = inserts.lines(exchange, vertx.getOrCreateContext());
            run(exchange, () -> inserts.run(exchange, lines));
        } else {
            new BodyReader(exchange.request(), settings.limits().bodyBytes(), exchange::fail)
                    .read(body -> run(exchange, () -> route.endpoint().answer(exchange, body)));
        }
    }

    private @Nullable Route find(String path) {
        Route route = routes.get(path);
        if (route == null && path.startsWith("/status/")) {
            return routes.get("/status");
        }
        return route == null && path.startsWith("/is_valid_property/") ? routes.get("/is_valid_property") : route;
    }

    private Exchange exchange(HttpServerRequest request, Outlet outlet, String name, long since) {
        KsqlEngine serving = engine;
        if (serving == null) {
            request.response().putHeader(HttpHeaders.RETRY_AFTER, "1");
            throw RefusedException.of(RefusedException.NOT_READY, "the server is not ready yet, or is stopping");
        }
        if (underWay.incrementAndGet() > settings.limits().underWay()) {
            underWay.decrementAndGet();
            request.response().putHeader(HttpHeaders.RETRY_AFTER, "1");
            throw RefusedException.of(RefusedException.TOO_MANY, "too many requests are being worked on");
        }
        return new Exchange(request, outlet, serving, meters, name, since, underWay::decrementAndGet);
    }

    private static void preflight(HttpServerRequest request) {
        AccessRule.share(request);
        var _ = request.response()
                .putHeader("access-control-allow-methods", "GET, POST, OPTIONS")
                .putHeader("access-control-allow-headers", "authorization, content-type, accept")
                .putHeader("access-control-max-age", "600")
                .setStatusCode(204)
                .end();
    }

    /** What answers on a thread of its own. */
    private interface Answering {
        void run() throws InterruptedException;
    }

    private static void run(Exchange exchange, Answering answering) {
        Thread.startVirtualThread(() -> {
            try {
                answering.run();
            } catch (InterruptedException _) {
                exchange.fail(RefusedException.of(RefusedException.UNAVAILABLE, "the server is stopping"));
            } catch (RuntimeException e) {
                exchange.fail(e);
            }
        });
    }
}
