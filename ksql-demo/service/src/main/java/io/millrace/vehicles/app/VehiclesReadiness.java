package io.millrace.vehicles.app;

import jakarta.enterprise.context.ApplicationScoped;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/**
 * Ready as long as the feed has not failed for good. A broker that is away does not make the service unready: the board
 * is still asked, and ages say how old it is.
 */
@Readiness
@ApplicationScoped
class VehiclesReadiness implements HealthCheck {

    private final VehicleFeed feed;

    VehiclesReadiness(VehicleFeed feed) {
        this.feed = feed;
    }

    @Override
    public HealthCheckResponse call() {
        return HealthCheckResponse.named("feed")
                .status(!feed.failed())
                .withData("state", feed.state())
                .build();
    }
}
