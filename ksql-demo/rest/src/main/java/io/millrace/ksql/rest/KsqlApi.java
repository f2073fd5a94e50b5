package io.millrace.ksql.rest;

import io.micrometer.core.instrument.MeterRegistry;
import io.millrace.core.failure.FatalException;
import io.millrace.core.net.HostPort;
import io.millrace.core.time.Ticker;
import io.millrace.ksql.engine.KsqlEngine;
import io.vertx.core.AbstractVerticle;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * ksqlDB's HTTP API, over HTTP/1.1 and HTTP/2 without TLS. It listens from the start, so that its address is known
 * before the engine is made, and answers 503 until it is given one.
 *
 * <p><b>Threading:</b> thread-safe.
 *
 * <p><b>Lifecycle:</b> {@link #start}, {@link #serve}, {@link #close}; the engine is closed by whoever made it, after
 * this.
 */
public final class KsqlApi implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(KsqlApi.class);
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final Duration PROBE_CONNECT = Duration.ofSeconds(1);
    // far from the small numbers that others in the same Vertx use: who has the same number shares the port
    private static final AtomicInteger anyPort = new AtomicInteger(-70_000);

    private final Vertx vertx;
    private final OpenQueries open = new OpenQueries();
    private final Peers peers;
    private final List<String> deployments = new ArrayList<>();
    private final int port;
    private final String local;
    private final String address;
    private final ApiRoutes routes;
    private boolean closed;

    private KsqlApi(
            Vertx vertx, KsqlApiSettings settings, @Nullable String advertised, MeterRegistry registry, Ticker ticker)
            throws InterruptedException {
        this.vertx = vertx;
        this.peers = new Peers(settings.token(), PROBE_CONNECT);
        // servers with one negative number share one port, whichever is free
        int asked = settings.port() == 0 ? anyPort.decrementAndGet() : settings.port();
        Listener first = new Listener(settings.host(), asked);
        deploy(first, settings);
        this.port = first.port();
        this.local = new HostPort(reachable(settings.host()), port).toString();
        this.address = advertised == null ? local : advertised;
        this.routes = new ApiRoutes(vertx, settings, address, open, peers, new ApiMeters(registry, ticker), ticker);
        first.routes(routes);
        for (int i = 1; i < settings.eventLoops(); i++) {
            Listener another = new Listener(settings.host(), asked);
            another.routes(routes);
            deploy(another, settings);
        }
    }

    /** Nobody can connect to "all addresses". */
    private static String reachable(String host) {
        return host.equals("0.0.0.0") || host.equals("::") ? "localhost" : host;
    }

    /**
     * Listens.
     *
     * @param advertised {@code host:port} by which other processes reach this one; null for where it listens
     * @throws FatalException when the port is taken, or cannot be used
     */
    public static KsqlApi start(
            Vertx vertx, KsqlApiSettings settings, @Nullable String advertised, MeterRegistry registry, Ticker ticker)
            throws InterruptedException {
        return new KsqlApi(vertx, settings, advertised, registry, ticker);
    }

    private void deploy(Listener listener, KsqlApiSettings settings) throws InterruptedException {
        try {
            deployments.add(await(vertx.deployVerticle(listener, new DeploymentOptions())));
        } catch (ExecutionException | TimeoutException e) {
            throw new FatalException(
                    "cannot listen at " + new HostPort(settings.host(), settings.port()) + ": " + e.getMessage(), e);
        }
    }

    private static <T> T await(Future<T> future) throws InterruptedException, ExecutionException, TimeoutException {
        return future.toCompletionStage().toCompletableFuture().get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** The port that it listens at. */
    public int port() {
        return port;
    }

    /** {@code host:port} by which this process itself reaches it. */
    public String local() {
        return local;
    }

    /** {@code host:port} by which other processes reach this one. */
    public String address() {
        return address;
    }

    /** Answers from an engine from now on. */
    public void serve(KsqlEngine engine) {
        routes.serve(engine);
        log.info("ksqlDB's API answers, address={}", address);
    }

    /** Ends the push queries, whose readers are told, then stops listening. Idempotent; waits for at most 20 s. */
    @Override
    public synchronized void close() {
        if (closed) {
            return;
        }
        closed = true;
        routes.serve(null);
        open.endAll();
        for (String deployment : deployments) {
            try {
                await(vertx.undeploy(deployment));
            } catch (ExecutionException | TimeoutException e) {
                log.warn("ksqlDB's API did not stop cleanly", e);
            } catch (InterruptedException _) {
                Thread.currentThread().interrupt();
            }
        }
        peers.close();
    }

    /** One event loop's share of the connections. */
    private static final class Listener extends AbstractVerticle {

        private final HttpServerOptions options;
        private volatile @Nullable ApiRoutes routes;
        private @Nullable HttpServer server;

        Listener(String host, int port) {
            this.options = new HttpServerOptions()
                    .setHost(host)
                    .setPort(port)
                    .setHandle100ContinueAutomatically(true)
                    .setTcpNoDelay(true);
        }

        void routes(ApiRoutes all) {
            routes = all;
        }

        int port() {
            return server == null ? 0 : server.actualPort();
        }

        @Override
        public void start(Promise<Void> started) {
            HttpServer listening = vertx.createHttpServer(options).requestHandler(request -> {
                ApiRoutes all = routes;
                if (all == null) {
                    var _ = request.response().setStatusCode(503).end();
                } else {
                    all.handle(request);
                }
            });
            server = listening;
            listening.listen().<Void>mapEmpty().onComplete(started);
        }
    }
}
