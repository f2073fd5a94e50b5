package io.millrace.vehicles.app;

import io.millrace.vehicles.engine.LocalKsql;
import jakarta.enterprise.context.ApplicationScoped;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/**
 * Ready as long as neither the feed nor a query has failed for good. A broker that is away does not make the service
 * unready: the board is still asked, and ages say how old it is.
 */
@Readiness
@ApplicationScoped
class VehiclesReadiness implements HealthCheck {

    private final VehicleFeed feed;
    private final LocalKsql engine;

    VehiclesReadiness(VehicleFeed feed, LocalKsql engine) {
        this.feed = feed;
        this.engine = engine;
    }

    @Override
    public HealthCheckResponse call() {
        return HealthCheckResponse.named("feed")
                .status(!feed.failed() && engine.state().sound())
                .withData("state", feed.state())
                .withData("ksql", engine.state().text())
                .build();
    }
}
