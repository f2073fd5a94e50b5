package io.millrace.ingest.app;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.micrometer.core.instrument.MeterRegistry;
import io.millrace.core.time.Ticker;
import io.millrace.ingest.Ingest;
import io.millrace.ingest.IngestSettings;
import io.millrace.ingest.live.LiveRows;
import io.millrace.ingest.live.LiveStatus;
import io.millrace.ingest.live.PriceBoard;
import io.millrace.service.app.BodyReader;
import io.millrace.service.stream.LiveStreams;
import io.millrace.service.stream.StreamRoutes;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.vertx.ext.web.Router;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;

/** Puts the service together, starts it and takes it down. */
@ApplicationScoped
class IngestWiring {

    private static final String ROWS = "rows";

    @Produces
    @Singleton
    LocalExchange exchange(IngestConfig config, Ticker ticker) {
        return LocalExchange.start(config, ticker);
    }

    @Produces
    @Singleton
    PriceBoard prices(IngestConfig config) {
        return new PriceBoard(config.maxProducts());
    }

    @Produces
    @Singleton
    LiveRows rows(Ticker ticker) {
        return new LiveRows(ticker);
    }

    @Produces
    @Singleton
    IngestMeters meters(MeterRegistry registry) {
        return new IngestMeters(registry);
    }

    @Produces
    @Singleton
    Ingest ingest(IngestConfig config, IngestMeters meters, PriceBoard prices, LiveRows live, Ticker ticker) {
        IngestSettings settings = new IngestSettings(config.data(), config.grace(), config.checkpoint());
        return Ingest.open(
                settings,
                meters,
                (pipeline, rows) -> {
                    prices.rows(pipeline, rows);
                    live.rows(pipeline, rows);
                },
                ticker);
    }

    @Produces
    @Singleton
    Documents documents(IngestConfig config, LocalExchange exchange, Ingest ingest, Ticker ticker) {
        Map<String, String> environment = new HashMap<>(System.getenv());
        environment.putAll(exchange.variables());
        // INGEST_VARIABLES_WSS_URL comes as wss.url
        config.variables()
                .forEach((name, value) ->
                        environment.put(name.replaceAll("[.-]", "_").toUpperCase(Locale.ROOT), value));
        return new Documents(FirstDocument.find(config), environment, ingest, config.reload(), ticker);
    }

    @Produces
    @Singleton
    LivePicture picture(Ingest ingest, Documents documents, PriceBoard prices, LocalExchange exchange, Ticker ticker) {
        return new LivePicture(ingest, documents, prices, exchange.feed(), ticker);
    }

    @Produces
    @Singleton
    LiveStreams live(LivePicture picture, IngestMeters meters, ObjectMapper json, Ticker ticker) {
        Callable<LiveStatus> status = () -> {
            LiveStatus seen = picture.look();
            meters.seen(seen);
            return seen;
        };
        return new LiveStreams(Map.of("status", status), "rows are at /v1/rows", json, ticker);
    }

    @Produces
    @Singleton
    NamedQueries queries(IngestConfig config, Documents documents, Ticker ticker) {
        return new NamedQueries(documents::base, config.queries().timeout(), ticker);
    }

    @Produces
    @Singleton
    Found found(Ingest ingest) {
        return new Found(ingest);
    }

    @Produces
    @Singleton
    BodyReader bodies(IngestConfig config) {
        return new BodyReader(config.maxDocument());
    }

    void routes(@Observes Router router, StreamRoutes routes, LiveStreams live, LiveRows rows) {
        routes.mount(router, "/streams/:name", live);
        RowStreams streams = new RowStreams(rows);
        router.get("/v1/rows").handler(context -> routes.answer(context, ROWS, streams));
    }

    void start(@Observes StartupEvent event, Documents documents, LiveStreams live) {
        documents.start();
        live.start();
    }

    /** The drain has closed the pipelines, unless the start failed; the exchange goes last, since they read from it. */
    void stop(
            @Observes ShutdownEvent event,
            Documents documents,
            Ingest ingest,
            LiveStreams live,
            LocalExchange exchange) {
        documents.close();
        ingest.close();
        live.close();
        exchange.close();
    }
}
