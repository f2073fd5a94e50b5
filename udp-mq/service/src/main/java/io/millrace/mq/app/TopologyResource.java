package io.millrace.mq.app;

import io.millrace.core.failure.InvalidRequestException;
import io.millrace.core.failure.InvalidRequestException.Reason;
import io.millrace.mq.live.LiveGraph;
import io.millrace.mq.live.LiveStatus;
import io.millrace.mq.topology.TopologyDrawing;
import io.millrace.mq.topology.TopologyRun;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

@Path("/topology")
@Tag(name = "topology", description = "The graph, and how it does")
@RunOnVirtualThread
final class TopologyResource {

    private static final String DOT = "text/vnd.graphviz";
    private static final String MERMAID = "text/vnd.mermaid";

    private final TopologyRun run;
    private final LiveGraph graph;

    TopologyResource(TopologyRun run, LiveGraph graph) {
        this.run = run;
        this.graph = graph;
    }

    @GET
    @Produces(MediaType.APPLICATION_JSON)
    @Operation(
            operationId = "topology",
            summary = "Nodes and edges with rates, latencies and depths of the last second")
    public LiveStatus topology() {
        return graph.status();
    }

    @GET
    @Path("diagram")
    @Operation(operationId = "diagram", summary = "The graph as Mermaid, or as DOT with ?format=dot or Accept: " + DOT)
    public Response diagram(
            @QueryParam("format") @Nullable String format, @HeaderParam("Accept") @Nullable String accept) {
        String wanted = format != null ? format : accept != null && accept.contains(DOT) ? "dot" : "mermaid";
        Response.ResponseBuilder answer = switch (wanted) {
            case "mermaid" -> Response.ok(TopologyDrawing.mermaid(run.topology()), MERMAID + ";charset=utf-8");
            case "dot" -> Response.ok(TopologyDrawing.dot(run.topology()), DOT + ";charset=utf-8");
            default ->
                throw new InvalidRequestException(
                        Reason.MALFORMED, "parameter format is '" + wanted + "', must be mermaid or dot");
        };
        return answer.header("Vary", "Accept").build();
    }
}
