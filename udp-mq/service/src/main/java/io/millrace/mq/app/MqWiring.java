package io.millrace.mq.app;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import io.micrometer.core.instrument.MeterRegistry;
import io.millrace.core.time.Ticker;
import io.millrace.mq.hub.Hub;
import io.millrace.mq.live.LiveGraph;
import io.millrace.mq.topology.Topology;
import io.millrace.mq.topology.TopologyRun;
import io.millrace.service.app.BodyReader;
import io.millrace.service.app.ResourceText;
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
import java.util.Map;

/** Puts the service together, starts it and takes it down. */
@ApplicationScoped
class MqWiring {

    @Produces
    @Singleton
    BodyReader bodies(MqConfig config) {
        return new BodyReader(config.maxBodySize().asLongValue());
    }

    @Produces
    @Singleton
    TopologyRun run(MqConfig config, Ticker ticker) {
        Map<String, String> variables = variables(config);
        Topology topology = config.topology()
                .map(file -> Topology.read(file, variables))
                .orElseGet(() ->
                        Topology.parse("sample-topology.yaml", ResourceText.of("sample-topology.yaml"), variables));
        return TopologyRun.start(topology, ticker);
    }

    @Produces
    @Singleton
    Hub hub(MqConfig config, Ticker ticker) {
        return new Hub(config.hubKeys(), ticker);
    }

    @Produces
    @Singleton
    LiveGraph graph(TopologyRun run, Hub hub, MqConfig config, Ticker ticker) {
        Topology observed = config.observe()
                .map(file -> Topology.read(file, variables(config)))
                .orElse(null);
        return new LiveGraph(run, observed, hub, ticker);
    }

    private static Map<String, String> variables(MqConfig config) {
        Map<String, String> variables = new HashMap<>(config.variables());
        variables.putIfAbsent("udp-host", config.udpHost());
        variables.putIfAbsent("udp-port", String.valueOf(config.udpPort()));
        return variables;
    }

    @Produces
    @Singleton
    LiveStreams streams(LiveGraph graph, Hub hub, Ticker ticker) {
        ObjectMapper json = JsonMapper.builder()
                .addModule(new JavaTimeModule())
                .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
                .build();
        return new LiveStreams(
                Map.of("status", graph::look, "hub", () -> Map.of("hub", hub.reports())), "", json, ticker);
    }

    void routes(@Observes Router router, StreamRoutes routes, LiveStreams streams) {
        routes.mount(router, "/streams/:name", streams);
    }

    void start(
            @Observes StartupEvent event,
            TopologyRun run,
            LiveGraph graph,
            LiveStreams streams,
            MeterRegistry registry) {
        new MqMeters(registry, graph).bind(run);
        streams.start();
    }

    void stop(@Observes ShutdownEvent event, LiveStreams streams, TopologyRun run) {
        streams.close();
        run.close();
    }
}
