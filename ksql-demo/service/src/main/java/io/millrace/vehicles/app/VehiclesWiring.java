package io.millrace.vehicles.app;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.millrace.connector.redis.RedisReader;
import io.millrace.core.meter.MicrometerListener;
import io.millrace.core.time.Ticker;
import io.millrace.ksql.client.KsqlClient;
import io.millrace.ksql.engine.KsqlEngine;
import io.millrace.service.app.ServiceConfig;
import io.millrace.service.stream.LiveStreams;
import io.millrace.service.stream.StreamRoutes;
import io.millrace.vehicles.engine.LocalKsql;
import io.millrace.vehicles.live.Arrival;
import io.millrace.vehicles.live.BoardSettings;
import io.millrace.vehicles.live.BoardSink;
import io.millrace.vehicles.live.VehicleBoard;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.vertx.core.Vertx;
import io.vertx.ext.web.Router;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Disposes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.ToLongFunction;

/** Puts the service together, starts it and takes it down. */
@ApplicationScoped
class VehiclesWiring {

    @Produces
    @Singleton
    VehicleBoard board(VehiclesConfig config, Ticker ticker) {
        VehiclesConfig.Board board = config.board();
        BoardSettings settings = new BoardSettings(
                board.maxVehicles(), board.expiry(), board.maxAhead(), board.trailPoints(), board.trailGap());
        return new VehicleBoard(settings, ticker);
    }

    @Produces
    @Singleton
    BoardSink sink(VehicleBoard board) {
        return new BoardSink(board);
    }

    @Produces
    @Singleton
    LocalEngines engines(VehiclesConfig config) {
        return LocalEngines.start(config);
    }

    @Produces
    @Singleton
    EngineApi api(
            VehiclesConfig config,
            ServiceConfig service,
            LocalEngines engines,
            Vertx vertx,
            MeterRegistry registry,
            Ticker ticker) {
        return EngineApi.start(
                config, engines, vertx, registry, ticker, service.token().orElse(null));
    }

    @Produces
    @Singleton
    LocalKsql engine(VehiclesConfig config, LocalEngines engines, EngineApi api, Ticker ticker) {
        return new EngineParts(config).engine(engines, api.server(), ticker);
    }

    @Produces
    @Singleton
    MicrometerListener pipelineMeters(MeterRegistry registry, Ticker ticker) {
        return new MicrometerListener(registry, ticker);
    }

    @Produces
    @Singleton
    Channels channels(MicrometerListener meters, Ticker ticker) {
        return new Channels(meters, ticker);
    }

    @Produces
    @Singleton
    FlowParts flow(
            VehiclesConfig config, LocalEngines engines, Channels channels, MicrometerListener meters, Ticker ticker) {
        return new FlowParts(config, engines, channels, meters, ticker);
    }

    @Produces
    @Singleton
    VehicleFeed feed(
            VehiclesConfig config,
            LocalEngines engines,
            Channels channels,
            BoardSink sink,
            MicrometerListener meters,
            Ticker ticker) {
        return new VehicleFeed(config, engines, channels, sink, meters, ticker);
    }

    @Produces
    @Singleton
    BoardPicture picture(VehicleBoard board, VehicleFeed feed, Ticker ticker) {
        return new BoardPicture(board, feed::state, ticker);
    }

    @Produces
    @Singleton
    LiveStreams live(BoardPicture picture, ObjectMapper json, Ticker ticker) {
        return new LiveStreams(Map.of("status", picture::look), "vehicles are at /v1/vehicles", json, ticker);
    }

    @Produces
    @Singleton
    RedisLocations redis(VehiclesConfig config, LocalEngines engines, Ticker ticker) {
        String address = engines.redis();
        RedisReader reader = address == null
                ? null
                : new RedisReader(
                        new FeedParts(config, ticker).redis(address),
                        config.redis().connections());
        return new RedisLocations(reader, config.redis().maxKeys());
    }

    @Produces
    @Singleton
    KsqlLocations ksql(VehiclesConfig config, ServiceConfig service, EngineApi api) {
        VehiclesConfig.Ksqldb ksqldb = config.ksqldb();
        Map<String, KsqlClient> servers = new TreeMap<>();
        ksqldb.servers()
                .forEach((name, address) -> servers.put(name, new KsqlClient(EngineApi.server(ksqldb, address))));
        URI own = api.address();
        if (servers.isEmpty() && own != null) {
            servers.put(
                    ksqldb.server(),
                    new KsqlClient(
                            EngineApi.server(ksqldb, own), service.token().orElse(null)));
        }
        return new KsqlLocations(servers, ksqldb.server(), ksqldb.table(), ksqldb.maxLag(), ksqldb.maxRows());
    }

    void routes(
            @Observes Router router,
            StreamRoutes routes,
            VehiclesConfig config,
            VehicleBoard board,
            KsqlLocations ksql,
            LiveStreams live,
            Ticker ticker) {
        routes.mount(router, "/streams/:name", live);
        PushStreams push = new PushStreams(ksql, ticker);
        router.get("/ksqldb-push").handler(context -> routes.answer(context, "ksqldb-push", push));
        new VehicleRoutes(board, routes, ticker, config.pageSize()).mount(router);
    }

    void start(@Observes StartupEvent event, EngineApi api, LocalKsql engine, VehicleFeed feed, LiveStreams live) {
        api.serve(engine);
        engine.start(api.remote());
        feed.start();
        live.start();
    }

    void engineMeters(@Observes StartupEvent event, MeterRegistry registry, LocalKsql engine, FlowParts flow) {
        FunctionCounter.builder(VehicleMeter.LOST_SESSIONS.meter(), flow, FlowParts::lostSessions)
                .description(VehicleMeter.LOST_SESSIONS.description())
                .register(registry);
        gauge(
                registry,
                VehicleMeter.QUERIES,
                engine,
                one -> one.engine().map(KsqlEngine::queries).map(List::size).orElse(0));
        FunctionCounter.builder(
                        VehicleMeter.ROW_FAILURES.meter(),
                        engine,
                        one -> one.engine().map(KsqlEngine::failures).orElse(0L))
                .description(VehicleMeter.ROW_FAILURES.description())
                .register(registry);
    }

    void meters(@Observes StartupEvent event, MeterRegistry registry, VehicleBoard board, BoardSink sink) {
        for (Arrival arrival : Arrival.values()) {
            counter(
                    registry,
                    VehicleMeter.POSITIONS,
                    "outcome",
                    arrival.text(),
                    board,
                    one -> one.counts().arrivals(arrival));
        }
        counter(registry, VehicleMeter.POSITIONS, "outcome", "nowhere", sink, BoardSink::nowhere);
        counter(
                registry,
                VehicleMeter.GONE,
                "reason",
                "expired",
                board,
                one -> one.counts().expired());
        counter(
                registry,
                VehicleMeter.GONE,
                "reason",
                "evicted",
                board,
                one -> one.counts().evicted());
        gauge(registry, VehicleMeter.BOARD, board, one -> one.counts().vehicles());
        gauge(registry, VehicleMeter.FOLLOWERS, board, one -> one.counts().followers());
    }

    private static <T> void counter(
            MeterRegistry registry, VehicleMeter meter, String tag, String value, T of, ToLongFunction<T> count) {
        FunctionCounter.builder(meter.meter(), of, count::applyAsLong)
                .description(meter.description())
                .tag(tag, value)
                .register(registry);
    }

    private static <T> void gauge(MeterRegistry registry, VehicleMeter meter, T of, ToLongFunction<T> value) {
        Gauge.builder(meter.meter(), of, value::applyAsLong)
                .description(meter.description())
                .register(registry);
    }

    /** What takes from outside stops first, then what carries, then the engine. */
    void stop(
            @Observes ShutdownEvent event,
            LiveStreams live,
            VehicleFeed feed,
            Channels channels,
            RedisLocations redis,
            KsqlLocations ksql,
            EngineApi api,
            LocalKsql engine) {
        live.close();
        feed.close();
        channels.close();
        redis.close();
        ksql.close();
        api.close();
        engine.close();
    }

    /** After all that the framework itself closes, such as readers of Kafka. */
    void stopEngines(@Disposes LocalEngines engines) {
        engines.close();
    }
}
