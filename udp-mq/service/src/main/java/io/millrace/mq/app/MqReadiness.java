package io.millrace.mq.app;

import io.millrace.mq.topology.NodeStatus;
import io.millrace.mq.topology.TopologyRun;
import jakarta.inject.Singleton;
import java.util.List;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;
import org.eclipse.microprofile.health.Startup;

/**
 * Up while no node of the graph has failed; one that waits for another system to come back is told, and is no failure.
 */
@Singleton
@Startup
@Readiness
final class MqReadiness implements HealthCheck {

    private final TopologyRun run;

    MqReadiness(TopologyRun run) {
        this.run = run;
    }

    @Override
    public HealthCheckResponse call() {
        List<NodeStatus> nodes = run.nodes();
        String failed = named(nodes, "failed");
        String waiting = named(nodes, "backing-off");
        var answer = HealthCheckResponse.named("topology")
                .status(failed.isEmpty())
                .withData("topology", run.topology().name())
                .withData("nodes", nodes.size())
                .withData("edges", run.topology().edges().size());
        if (!failed.isEmpty()) {
            answer.withData("failed", failed);
        }
        if (!waiting.isEmpty()) {
            answer.withData("backing-off", waiting);
        }
        return answer.build();
    }

    private static String named(List<NodeStatus> nodes, String state) {
        return String.join(
                "; ",
                nodes.stream()
                        .filter(node -> node.state().equals(state))
                        .map(node -> node.name() + ": " + node.detail())
                        .toList());
    }
}
