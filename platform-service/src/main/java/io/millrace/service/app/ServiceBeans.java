package io.millrace.service.app;

import io.micrometer.core.instrument.MeterRegistry;
import io.millrace.core.time.Ticker;
import io.millrace.service.security.TokenRule;
import io.millrace.service.stream.StreamRoutes;
import io.millrace.service.stream.StreamSettings;
import io.quarkus.arc.DefaultBean;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Optional;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** Turns configuration into the objects that the rest of a service is given. */
@ApplicationScoped
class ServiceBeans {

    @Produces
    @Singleton
    @DefaultBean
    Ticker ticker() {
        return Ticker.SYSTEM;
    }

    @Produces
    @Singleton
    StreamRoutes streamRoutes(
            ServiceConfig config,
            MeterRegistry registry,
            Ticker ticker,
            @ConfigProperty(name = "quarkus.http.cors.enabled", defaultValue = "false") boolean cors,
            @ConfigProperty(name = "quarkus.http.cors.origins") Optional<List<String>> origins) {
        ServiceConfig.Stream stream = config.stream();
        StreamSettings settings = new StreamSettings(
                stream.maxReaders(),
                stream.maxReadersPerStream(),
                stream.writeQueueBytes(),
                stream.mergeBytes(),
                stream.heartbeat(),
                stream.stallTimeout(),
                stream.firstDelivery(),
                cors ? origins.orElse(List.of()) : List.of());
        return new StreamRoutes(settings, registry, ticker);
    }

    @Produces
    @Singleton
    TokenRule tokenRule(ServiceConfig config) {
        return new TokenRule(config.token().filter(token -> !token.isBlank()).orElse(null));
    }
}
