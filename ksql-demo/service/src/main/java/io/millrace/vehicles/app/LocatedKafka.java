package io.millrace.vehicles.app;

import io.smallrye.config.SmallRyeConfigBuilder;
import io.smallrye.mutiny.Multi;
import io.smallrye.reactive.messaging.connector.InboundConnector;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.Flow;
import org.eclipse.microprofile.config.Config;
import org.eclipse.microprofile.reactive.messaging.Message;
import org.eclipse.microprofile.reactive.messaging.spi.Connector;

/**
 * SmallRye's connector for Kafka, told where Kafka is when the channel is made: a cluster in this process has its port
 * only then. Without a cluster, or with nobody who takes its messages, the channel is silent.
 */
@ApplicationScoped
@Connector(LocatedKafka.NAME)
class LocatedKafka implements InboundConnector {

    static final String NAME = "millrace-kafka";

    private final InboundConnector kafka;
    private final LocalEngines engines;
    private final FlowParts flow;

    LocatedKafka(@Connector("smallrye-kafka") InboundConnector kafka, LocalEngines engines, FlowParts flow) {
        this.kafka = kafka;
        this.engines = engines;
        this.flow = flow;
    }

    @Override
    public Flow.Publisher<? extends Message<?>> getPublisher(Config config) {
        String servers = engines.kafka();
        if (servers == null || !flow.locations()) {
            return Multi.createFrom().nothing();
        }
        Map<String, String> all = new HashMap<>();
        for (String name : config.getPropertyNames()) {
            config.getOptionalValue(name, String.class).ifPresent(value -> all.put(name, value));
        }
        all.put("channel-name", config.getValue("channel-name", String.class));
        all.put("bootstrap.servers", servers);
        return kafka.getPublisher(
                new SmallRyeConfigBuilder().withDefaultValues(all).build());
    }
}
