package io.millrace.service.app;

import io.millrace.core.time.Ticker;
import io.millrace.service.stream.StreamRoutes;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.shutdown.ShutdownListener;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.Instance;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings work to an end when the service stops, then ends streams and waits until their readers have been told and
 * requests have their answers.
 */
@ApplicationScoped
class ServiceDrain implements ShutdownListener {

    private static final Logger log = LoggerFactory.getLogger(ServiceDrain.class);

    private final StreamRoutes routes;
    private final ServiceConfig config;
    private final Instance<DrainStep> steps;
    private final RequestsUnderWay requests;
    private final Ticker ticker;

    ServiceDrain(
            StreamRoutes routes,
            ServiceConfig config,
            @Any Instance<DrainStep> steps,
            RequestsUnderWay requests,
            Ticker ticker) {
        this.steps = steps;
        this.routes = routes;
        this.config = config;
        this.requests = requests;
        this.ticker = ticker;
    }

    /** For services that stop without a signal, as in tests. */
    void stopping(@Observes ShutdownEvent event) {
        drain();
    }

    @Override
    public void shutdown(ShutdownNotification notification) {
        try {
            drain();
        } finally {
            notification.done();
        }
    }

    private void drain() {
        requests.stop();
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
            long began = ticker.nanos();
            Duration timeout = config.drain().timeout();
            routes.drain("the service stops", timeout);
            requests.await(timeout.minusNanos(ticker.nanos() - began));
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }
}
