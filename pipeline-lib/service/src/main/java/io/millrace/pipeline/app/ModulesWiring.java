package io.millrace.pipeline.app;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.millrace.core.time.Ticker;
import io.millrace.pipeline.graph.ModuleCatalog;
import io.millrace.pipeline.live.LivePicture;
import io.millrace.pipeline.live.LiveStatus;
import io.millrace.pipeline.live.ServedPipelines;
import io.millrace.pipeline.live.ServedSettings;
import io.millrace.pipeline.registry.Presence;
import io.millrace.service.app.BodyReader;
import io.millrace.service.app.DrainStep;
import io.millrace.service.stream.LiveStreams;
import io.millrace.service.stream.StreamRoutes;
import io.quarkus.micrometer.runtime.MeterRegistryCustomizer;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.vertx.ext.web.Router;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;

/** Puts the service together, starts it and takes it down. */
@ApplicationScoped
class ModulesWiring {

    @Produces
    @Singleton
    BodyReader bodies(ModulesConfig config) {
        return new BodyReader(config.maxBodySize().asLongValue());
    }

    @Produces
    @Singleton
    ModuleCatalog catalog() {
        return ModuleCatalog.installed();
    }

    @Produces
    @Singleton
    MeterRegistryCustomizer names() {
        return registry -> registry.config()
                .namingConvention(new ReferenceNames(registry.config().namingConvention()));
    }

    @Produces
    @Singleton
    InstanceMeters instanceMeters(MeterRegistry registry, Ticker ticker) {
        return new InstanceMeters(registry, ticker);
    }

    @Produces
    @Singleton
    ServedPipelines pipelines(ModulesConfig config, InstanceMeters meters, Ticker ticker) {
        ServedSettings settings = new ServedSettings(
                config.maxPipelines(),
                config.maxInstances(),
                config.recent(),
                config.slowest(),
                config.recentBytes().asLongValue(),
                config.replaceTimeout(),
                config.drainTimeout());
        return new ServedPipelines(settings, meters, ticker);
    }

    @Produces
    @Singleton
    LivePicture picture(ServedPipelines pipelines, Ticker ticker) {
        return new LivePicture(pipelines, ticker);
    }

    @Produces
    @Singleton
    GrpcPort port(ModulesConfig config, ModuleCatalog catalog, Ticker ticker) {
        return GrpcPort.open(config, Hosted.of(config, catalog), ticker);
    }

    @Produces
    @Singleton
    ResultStreams results(ServedPipelines pipelines, ObjectMapper json, Ticker ticker) {
        return new ResultStreams(pipelines, json, ticker);
    }

    @Produces
    @Singleton
    LiveStreams live(
            LivePicture picture,
            ServedPipelines pipelines,
            ResultStreams results,
            GrpcPort port,
            ObjectMapper json,
            Ticker ticker) {
        Callable<LiveStatus> status = () -> {
            results.tidy();
            port.tick();
            pipelines.list().forEach(pipeline -> pipeline.recent().expire());
            return picture.look();
        };
        return new LiveStreams(Map.of("status", status), "results are at /api/v1/pipelines/{id}/results", json, ticker);
    }

    @Produces
    @Singleton
    DocumentReader reader(ModulesConfig config, ModuleCatalog catalog, GrpcPort port) {
        return DocumentReader.of(config, catalog, port.target());
    }

    @Produces
    @Singleton
    Documents documents(ModulesConfig config, ServedPipelines pipelines, DocumentReader reader, Ticker ticker) {
        return new Documents(config, pipelines, reader, ticker);
    }

    /** Before connections are closed: outcomes reach those who wait for them. */
    @Produces
    @Singleton
    DrainStep drain(Documents documents, ServedPipelines pipelines, ResultStreams results) {
        return () -> {
            documents.close();
            pipelines.close();
            results.flush();
        };
    }

    void routes(@Observes Router router, StreamRoutes routes, LiveStreams live, ResultStreams results) {
        routes.mount(router, "/streams/:name", live);
        routes.mount(router, "/api/v1/pipelines/:id/results", results);
    }

    void start(
            @Observes StartupEvent event,
            GrpcPort port,
            InstanceMeters meters,
            ResultStreams results,
            Documents documents,
            LiveStreams live) {
        // before pipelines, whose external modules may be hosted here
        port.tick();
        meters.results(results::ended);
        results.start();
        documents.start();
        live.start();
    }

    void meters(
            @Observes StartupEvent event,
            MeterRegistry registry,
            ServedPipelines pipelines,
            InstanceMeters instances,
            ResultStreams results,
            GrpcPort port) {
        Gauge.builder(
                        ServiceMeter.PIPELINES.meter(),
                        pipelines,
                        all -> all.list().size())
                .description(ServiceMeter.PIPELINES.description())
                .register(registry);
        Gauge.builder(ServiceMeter.INSTANCES.meter(), instances, InstanceMeters::instances)
                .description(ServiceMeter.INSTANCES.description())
                .register(registry);
        FunctionCounter.builder(ServiceMeter.RESULTS_MISSED.meter(), results, ResultStreams::missed)
                .description(ServiceMeter.RESULTS_MISSED.description())
                .register(registry);
        for (Presence presence : Presence.values()) {
            Gauge.builder(ServiceMeter.SERVERS.meter(), port, one -> one.servers(presence))
                    .description(ServiceMeter.SERVERS.description())
                    .tag("presence", presence.name().toLowerCase(Locale.ROOT))
                    .register(registry);
        }
    }

    void stop(@Observes ShutdownEvent event, LiveStreams live, ResultStreams results, GrpcPort port) {
        live.close();
        results.close();
        port.close();
    }
}
