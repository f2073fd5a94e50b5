package io.millrace.gateway.app;

import io.millrace.gateway.query.Pipelines;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

@Path("/queries")
@Tag(name = "queries", description = "What is running, and its rows")
@RunOnVirtualThread
final class QueriesResource {

    private final Pipelines pipelines;

    QueriesResource(Pipelines pipelines) {
        this.pipelines = pipelines;
    }

    @GET
    @Produces(MediaType.APPLICATION_JSON)
    @Operation(operationId = "listQueries", summary = "The queries that run at this moment")
    public List<QueryView> list() {
        return pipelines.queries().stream().map(QueryView::of).toList();
    }

    @DELETE
    @Path("{id}")
    @Operation(operationId = "stopQuery", summary = "Stops a running query; its readers get an end event")
    @APIResponse(responseCode = "204", description = "stopping")
    @APIResponse(responseCode = "404", description = "query not found")
    public void stop(@PathParam("id") String id) {
        pipelines.stop(id);
    }
}
