package io.millrace.vehicles.app;

import io.smallrye.reactive.messaging.connector.InboundConnector;
import io.smallrye.reactive.messaging.connector.OutboundConnector;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.concurrent.Flow;
import org.eclipse.microprofile.config.Config;
import org.eclipse.microprofile.reactive.messaging.Message;
import org.eclipse.microprofile.reactive.messaging.spi.Connector;

/** Channels whose far ends are sources and sinks of the core: MQTT, topics written in batches, and Redis. */
@ApplicationScoped
@Connector(CoreConnector.NAME)
class CoreConnector implements InboundConnector, OutboundConnector {

    static final String NAME = "millrace";

    private final FlowParts flow;

    CoreConnector(FlowParts flow) {
        this.flow = flow;
    }

    @Override
    public Flow.Publisher<? extends Message<?>> getPublisher(Config config) {
        return flow.from(channel(config));
    }

    @Override
    public Flow.Subscriber<? extends Message<?>> getSubscriber(Config config) {
        return flow.to(channel(config));
    }

    private static String channel(Config config) {
        return config.getValue("channel-name", String.class);
    }
}
