package io.millrace.mq.app;

import io.millrace.mq.live.LiveGraph;
import io.millrace.service.app.PageText;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.Map;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.jspecify.annotations.Nullable;

@Path("/")
final class RootResource {

    private final PageText page;
    private final LiveGraph graph;

    RootResource(PageText page, LiveGraph graph) {
        this.page = page;
        this.graph = graph;
    }

    @GET
    @Operation(operationId = "root", summary = "The live page for browsers, a line of JSON for everyone else")
    public Response root(@HeaderParam("Accept") @Nullable String accept) {
        Response.ResponseBuilder answer = accept != null && accept.contains(MediaType.TEXT_HTML)
                ? Response.ok(page.html(), "text/html;charset=utf-8")
                : Response.ok(Map.of("info", "message queues and workers"), MediaType.APPLICATION_JSON);
        return answer.header("Vary", "Accept").build();
    }

    @GET
    @Path("history")
    @Produces(MediaType.APPLICATION_JSON)
    @Operation(operationId = "history", summary = "Rates and depths of the last five minutes, one for each second")
    public Map<String, Object> history() {
        return graph.history().series();
    }
}
