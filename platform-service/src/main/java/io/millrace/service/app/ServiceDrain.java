package io.millrace.service.app;

import io.millrace.service.stream.StreamRoutes;
import io.quarkus.runtime.ShutdownEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.Instance;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Brings work to an end when the service stops, then ends streams and waits until their readers have been told. */
@ApplicationScoped
class ServiceDrain {

    private static final Logger log = LoggerFactory.getLogger(ServiceDrain.class);

    private final StreamRoutes routes;
    private final ServiceConfig config;
    private final Instance<DrainStep> steps;

    ServiceDrain(StreamRoutes routes, ServiceConfig config, @Any Instance<DrainStep> steps) {
        this.steps = steps;
        this.routes = routes;
        this.config = config;
    }

    /** For services that stop without a signal, as in tests. */
    void stopping(@Observes ShutdownEvent event) {
        drain();
    }

    void drain() {
        for (DrainStep step : steps) {
            try {
                step.drain();
            } catch (InterruptedException _) {
                Thread.currentThread().interrupt();
                return;
            } catch (RuntimeException e) {
                log.error("a step of stopping failed", e);
            }
        }
        int readers = routes.readers();
        if (readers > 0) {
            log.info("ending streams, readers={}", readers);
        }
        try {
            routes.drain("the service stops", config.drain().timeout());
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }
}
