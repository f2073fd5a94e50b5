package io.millrace.ingest.app;

import io.millrace.service.stream.LiveStreams;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Liveness;

/** Live as long as the pipelines answer when they are looked at, which is done each second. */
@Liveness
@ApplicationScoped
class IngestLiveness implements HealthCheck {

    private static final Duration PATIENCE = Duration.ofMinutes(1);

    private final LiveStreams live;

    IngestLiveness(LiveStreams live) {
        this.live = live;
    }

    @Override
    public HealthCheckResponse call() {
        Duration silence = live.silence();
        return HealthCheckResponse.named("engine")
                .status(silence.compareTo(PATIENCE) < 0)
                .withData("answered-seconds-ago", silence.toSeconds())
                .build();
    }
}
