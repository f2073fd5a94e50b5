package io.millrace.gateway.app;

import io.micrometer.core.instrument.MeterRegistry;
import io.millrace.connector.proton.ProtonEngine;
import io.millrace.connector.proton.ProtonSettings;
import io.millrace.core.flow.SubscriberSettings;
import io.millrace.core.pipeline.Backoff;
import io.millrace.core.time.Ticker;
import io.millrace.gateway.Gateway;
import io.millrace.gateway.catalog.Backend;
import io.millrace.gateway.catalog.CatalogFile;
import io.millrace.gateway.query.Engines;
import io.millrace.gateway.query.Pipelines;
import io.millrace.gateway.query.QuerySettings;
import io.millrace.service.app.BodyReader;
import io.millrace.service.app.ResourceText;
import io.millrace.service.stream.StreamRoutes;
import io.millrace.sql.Engine;
import io.millrace.sql.exec.EmbeddedEngine;
import io.millrace.sql.exec.EngineSettings;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.vertx.ext.web.Router;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.time.Duration;

/** Puts the gateway together, starts it and takes it down. */
@ApplicationScoped
class GatewayWiring {

    private static final Duration POLL_TIMEOUT = Duration.ofSeconds(1);

    @Produces
    @Singleton
    BodyReader bodies(GatewayConfig config) {
        return new BodyReader(config.maxBodySize().asLongValue());
    }

    @Produces
    @Singleton
    Engine engine(Ticker ticker) {
        return new EmbeddedEngine(ticker, EngineSettings.defaults());
    }

    @Produces
    @Singleton
    Pipelines pipelines(Engine engine, GatewayConfig config, MeterRegistry registry, Ticker ticker) {
        GatewayConfig.ReaderConfig reader = config.reader();
        QuerySettings settings = new QuerySettings(
                config.maxQueries(),
                new SubscriberSettings(
                        reader.overflow(), reader.maxRows(), reader.maxBytes().asLongValue(), reader.maxAge()),
                POLL_TIMEOUT);
        Engines engines = new Engines(engine, backend -> new ProtonEngine(proton(config.proton(), backend), ticker));
        return new Pipelines(engines, settings, ticker, new QueryMeters(registry));
    }

    private static ProtonSettings proton(GatewayConfig.ProtonConfig config, Backend backend) {
        return new ProtonSettings(
                backend.host(),
                backend.port(),
                backend.db(),
                backend.user(),
                backend.password(),
                config.connectTimeout(),
                config.statementTimeout(),
                config.silence(),
                config.maxConnections(),
                config.onLost(),
                Backoff.DEFAULT,
                config.cancelTimeout());
    }

    @Produces
    @Singleton
    Gateway gateway(GatewayConfig config, Pipelines pipelines, Ticker ticker) {
        CatalogFile file = new CatalogFile(config.config(), ResourceText.of("sample-config.yaml"));
        return new Gateway(file, pipelines, ticker);
    }

    void routes(@Observes Router router, StreamRoutes streams, Pipelines pipelines) {
        streams.mount(router, "/queries/:name", new GatewayStreams(pipelines));
    }

    void start(@Observes StartupEvent event, Gateway gateway, Engine engine, GatewayConfig config, Ticker ticker) {
        // beside the rest of the start, which it would otherwise hold up
        Thread.ofVirtual().name("warm-up").start(() -> WarmUp.run(engine, ticker));
        gateway.start(config.watchInterval());
    }

    void stop(@Observes ShutdownEvent event, Gateway gateway) {
        gateway.close();
    }
}
