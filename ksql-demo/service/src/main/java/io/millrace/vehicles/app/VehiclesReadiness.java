package io.millrace.vehicles.app;

import io.millrace.vehicles.engine.LocalKsql;
import jakarta.enterprise.context.ApplicationScoped;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/**
 * Ready as long as neither the feed nor a query has failed for good. A broker that is away does not make the service
 * unready: the board is still asked, and ages say how old it is. A connector that failed starts again by itself.
 */
@Readiness
@ApplicationScoped
class VehiclesReadiness implements HealthCheck {

    private final VehicleFeed feed;
    private final LocalKsql engine;
    private final Connectors connectors;

    VehiclesReadiness(VehicleFeed feed, LocalKsql engine, Connectors connectors) {
        this.feed = feed;
        this.engine = engine;
        this.connectors = connectors;
    }

    @Override
    public HealthCheckResponse call() {
        return HealthCheckResponse.named("feed")
                .status(!feed.failed() && engine.state().sound())
                .withData("state", feed.state())
                .withData("ksql", engine.state().text())
                .withData("connect", connectors.state())
                .build();
    }
}
