package io.millrace.pipeline.app;

import io.millrace.pipeline.live.ServedPipeline;
import io.millrace.pipeline.live.ServedPipelines;
import jakarta.inject.Singleton;
import java.util.List;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;
import org.eclipse.microprofile.health.Startup;

/** Up once the pipelines take packages and the gRPC port is open. */
@Singleton
@Startup
@Readiness
final class ModulesReadiness implements HealthCheck {

    private final ServedPipelines pipelines;
    private final GrpcPort port;

    ModulesReadiness(ServedPipelines pipelines, GrpcPort port) {
        this.pipelines = pipelines;
        this.port = port;
    }

    @Override
    public HealthCheckResponse call() {
        List<ServedPipeline> served = pipelines.list();
        return HealthCheckResponse.named("pipelines")
                .status(port.port() > 0)
                .withData("pipelines", served.size())
                .withData(
                        "names",
                        String.join(
                                ", ", served.stream().map(ServedPipeline::name).toList()))
                .withData("grpc", port.port())
                .build();
    }
}
