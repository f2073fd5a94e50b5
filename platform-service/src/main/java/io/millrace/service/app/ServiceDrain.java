package io.millrace.service.app;

import io.millrace.service.stream.StreamRoutes;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Ends streams when the service stops. A hook of the JVM, because the framework's own shutdown waits for running
 * requests before it tells anyone, and a stream is a request that runs until it is told.
 */
@ApplicationScoped
class ServiceDrain {

    private static final Logger log = LoggerFactory.getLogger(ServiceDrain.class);

    private final StreamRoutes routes;
    private final ServiceConfig config;
    private @Nullable Thread hook;

    ServiceDrain(StreamRoutes routes, ServiceConfig config) {
        this.routes = routes;
        this.config = config;
    }

    void started(@Observes StartupEvent event) {
        hook = Thread.ofPlatform().name("drain").unstarted(this::drain);
        Runtime.getRuntime().addShutdownHook(hook);
    }

    void stopping(@Observes ShutdownEvent event) {
        if (hook != null) {
            try {
                Runtime.getRuntime().removeShutdownHook(hook);
            } catch (IllegalStateException _) {
                // the JVM stops, and the hook runs already
            }
        }
        // in each case: the server closes its connections when this returns
        drain();
    }

    private void drain() {
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
