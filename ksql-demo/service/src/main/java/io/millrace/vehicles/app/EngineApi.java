package io.millrace.vehicles.app;

import io.micrometer.core.instrument.MeterRegistry;
import io.millrace.core.failure.FatalException;
import io.millrace.core.time.Ticker;
import io.millrace.ksql.client.KsqlServer;
import io.millrace.ksql.query.RemoteQueries;
import io.millrace.ksql.rest.HttpRemoteQueries;
import io.millrace.ksql.rest.KsqlApi;
import io.millrace.ksql.rest.KsqlApiSettings;
import io.millrace.ksql.run.RunSettings;
import io.millrace.vehicles.engine.LocalKsql;
import io.vertx.core.Vertx;
import java.net.URI;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * ksqlDB's API over the engine of this process, moved, and told, when its port is taken. It listens before the engine
 * is there, because the engine is made with its address.
 */
final class EngineApi implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(EngineApi.class);

    private static final int MAX_ROW_BYTES = 1 << 20;

    private final @Nullable KsqlApi api;
    private final @Nullable HttpRemoteQueries remote;

    private EngineApi(@Nullable KsqlApi api, @Nullable HttpRemoteQueries remote) {
        this.api = api;
        this.remote = remote;
    }

    /**
     * Listens, unless there will be no engine.
     *
     * @param token that every request needs; null for none
     */
    static EngineApi start(
            VehiclesConfig config,
            LocalEngines engines,
            Vertx vertx,
            MeterRegistry registry,
            Ticker ticker,
            @Nullable String token) {
        if (engines.kafka() == null || !config.ksql().enabled()) {
            return new EngineApi(null, null);
        }
        try {
            KsqlApi api = listen(config.ksql(), vertx, registry, ticker, token);
            log.info("ksqlDB's API in this process, address={}", api.address());
            return new EngineApi(
                    api, new HttpRemoteQueries(token, config.ksqldb().timeout(), ticker));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new FatalException("interrupted while ksqlDB's API was starting", e);
        }
    }

    private static KsqlApi listen(
            VehiclesConfig.Ksql ksql, Vertx vertx, MeterRegistry registry, Ticker ticker, @Nullable String token)
            throws InterruptedException {
        KsqlApiSettings settings = KsqlApiSettings.LOOPBACK.with(token).at(ksql.host(), ksql.port());
        String advertised = ksql.advertised().map(EngineApi::place).orElse(null);
        try {
            return KsqlApi.start(vertx, settings, advertised, registry, ticker);
        } catch (FatalException e) {
            if (ksql.port() == 0) {
                throw e;
            }
            KsqlApi moved = KsqlApi.start(vertx, settings.at(ksql.host(), 0), advertised, registry, ticker);
            log.warn("ksqlDB's API has moved to port {}: {}", moved.port(), e.getMessage());
            return moved;
        }
    }

    private static String place(URI advertised) {
        int port = advertised.getPort();
        if (advertised.getHost() == null || port < 0 || !"http".equals(advertised.getScheme())) {
            throw new FatalException("vehicles.ksql.advertised must be like http://vehicles-1:8088, was " + advertised);
        }
        return advertised.getHost() + ":" + port;
    }

    /** A server as clients of this service ask it. */
    static KsqlServer server(VehiclesConfig.Ksqldb ksqldb, URI address) {
        return new KsqlServer(address, ksqldb.http2(), ksqldb.timeout(), MAX_ROW_BYTES);
    }

    /** {@code host:port} by which other processes reach this one. */
    String server() {
        return api == null ? RunSettings.alone() : api.address();
    }

    /** Where this process itself reaches it; null when it is off. */
    @Nullable
    URI address() {
        return api == null ? null : URI.create("http://" + api.local());
    }

    /** How the engine asks other processes. */
    RemoteQueries remote() {
        return remote == null ? RemoteQueries.NONE : remote;
    }

    /** Answers from an engine as soon as it is there. */
    void serve(LocalKsql engine) {
        if (api != null) {
            engine.whenStarted(api::serve);
        }
    }

    /** No more answers; to be closed before the engine. */
    @Override
    public void close() {
        if (api != null) {
            api.close();
        }
        if (remote != null) {
            remote.close();
        }
    }
}
