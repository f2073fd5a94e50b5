package io.millrace.gateway.app;

import io.millrace.gateway.Gateway;
import io.millrace.gateway.GatewayStatus;
import io.millrace.gateway.query.EngineStatus;
import io.millrace.gateway.query.PipelineState;
import io.millrace.gateway.query.PipelineStatus;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.stream.Collectors;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.HealthCheckResponseBuilder;
import org.eclipse.microprofile.health.Readiness;
import org.eclipse.microprofile.health.Startup;

/**
 * Up once the file has been read. Pipelines that cannot be read, a Proton that is down, and an edit that cannot be used
 * are told and do not make the service unready: the other pipelines work.
 */
@Singleton
@Startup
@Readiness
final class GatewayReadiness implements HealthCheck {

    private final Gateway gateway;

    GatewayReadiness(Gateway gateway) {
        this.gateway = gateway;
    }

    @Override
    public HealthCheckResponse call() {
        HealthCheckResponseBuilder answer = HealthCheckResponse.named("pipelines");
        GatewayStatus status = gateway.status();
        if (status == null) {
            return answer.down()
                    .withData("reason", "the configuration file has not been read yet")
                    .build();
        }
        List<PipelineStatus> pipelines = gateway.pipelines().list();
        List<String> broken = pipelines.stream()
                .filter(pipeline -> !(pipeline.state() instanceof PipelineState.Ready))
                .map(pipeline -> pipeline.spec().name())
                .toList();
        answer.up()
                .withData("file", status.file())
                .withData("pipelines", pipelines.size())
                .withData("queries", gateway.pipelines().running());
        EngineStatus server = gateway.pipelines().server();
        if (server != null) {
            String problem = server.problem();
            answer.withData(server.engine(), problem == null ? "UP" : "DOWN: " + problem);
        }
        if (!broken.isEmpty()) {
            answer.withData("unreadable", String.join(", ", broken));
        }
        if (!status.problems().isEmpty()) {
            answer.withData(
                    "file-problems",
                    status.problems().stream()
                            .map(problem -> problem.text("file"))
                            .collect(Collectors.joining("; ")));
        }
        return answer.build();
    }
}
