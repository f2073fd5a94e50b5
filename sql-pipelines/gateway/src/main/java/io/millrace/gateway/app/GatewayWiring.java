package io.millrace.gateway.app;

import io.micrometer.core.instrument.MeterRegistry;
import io.millrace.core.flow.SubscriberSettings;
import io.millrace.core.time.Ticker;
import io.millrace.gateway.Gateway;
import io.millrace.gateway.catalog.CatalogFile;
import io.millrace.gateway.query.Engines;
import io.millrace.gateway.query.Pipelines;
import io.millrace.gateway.query.QuerySettings;
import io.millrace.service.stream.StreamRoutes;
import io.millrace.sql.Engine;
import io.millrace.sql.exec.EmbeddedEngine;
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
    Engine engine() {
        return new EmbeddedEngine();
    }

    @Produces
    @Singleton
    Pipelines pipelines(Engine engine, GatewayConfig config, MeterRegistry registry) {
        GatewayConfig.ReaderConfig reader = config.reader();
        QuerySettings settings = new QuerySettings(
                config.maxQueries(),
                new SubscriberSettings(
                        reader.overflow(), reader.maxRows(), reader.maxBytes().asLongValue(), reader.maxAge()),
                POLL_TIMEOUT);
        return new Pipelines(new Engines(engine), settings, Ticker.SYSTEM, new QueryMeters(registry));
    }

    @Produces
    @Singleton
    Gateway gateway(GatewayConfig config, Pipelines pipelines) {
        CatalogFile file = new CatalogFile(config.config(), ResourceText.of("/sample-config.yaml"));
        return new Gateway(file, pipelines, Ticker.SYSTEM);
    }

    @Produces
    @Singleton
    StreamRoutes streams(MeterRegistry registry) {
        return new StreamRoutes(io.millrace.service.stream.StreamSettings.DEFAULT, registry, Ticker.SYSTEM);
    }

    void routes(@Observes Router router, StreamRoutes streams, Pipelines pipelines) {
        streams.mount(router, "/queries/:name", new GatewayStreams(pipelines));
    }

    void start(@Observes StartupEvent event, Gateway gateway, Engine engine, GatewayConfig config) {
        gateway.start(config.watchInterval());
        WarmUp.run(engine, Ticker.SYSTEM);
    }

    void stop(@Observes ShutdownEvent event, Gateway gateway) {
        gateway.close();
    }
}
