package io.millrace.service.app;

import io.millrace.service.stream.StreamRoutes;
import io.quarkus.runtime.ShutdownEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Ends streams when the service stops, and waits until their readers have been told. */
@ApplicationScoped
class ServiceDrain {

    private static final Logger log = LoggerFactory.getLogger(ServiceDrain.class);

    private final StreamRoutes routes;
    private final ServiceConfig config;

    ServiceDrain(StreamRoutes routes, ServiceConfig config) {
        this.routes = routes;
        this.config = config;
    }

    /** For services that stop without a signal, as in tests. */
    void stopping(@Observes ShutdownEvent event) {
        drain();
    }

    void drain() {
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
