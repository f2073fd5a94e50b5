package io.millrace.ingest.app;

import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

@Path("/v1/queries")
@Tag(name = "queries", description = "Questions to what a DuckDB sink has stored")
@Produces(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
final class QueriesResource {

    private static final int LIMIT = 100;

    private final NamedQueries queries;
    private final Found found;
    private final IngestConfig config;

    QueriesResource(NamedQueries queries, Found found, IngestConfig config) {
        this.queries = queries;
        this.found = found;
        this.config = config;
    }

    /** The queries that there are. */
    @Schema(name = "QueryList")
    record QueryList(List<NamedQueries.Query> queries) {}

    @GET
    @Operation(operationId = "queries", summary = "The queries that can be asked, with their SQL")
    public QueryList all() {
        return new QueryList(queries.all());
    }

    @GET
    @Path("{name}")
    @Operation(operationId = "ask", summary = "Asks a query of the first DuckDB sink of a pipeline; it can only read")
    @APIResponse(responseCode = "404", description = "there is no such query or pipeline, or nothing was stored yet")
    @APIResponse(responseCode = "409", description = "the pipeline has no DuckDB sink")
    public NamedQueries.Answer ask(
            @PathParam("name") String name,
            @QueryParam("pipeline") @Nullable String pipeline,
            @Parameter(schema = @Schema(type = SchemaType.INTEGER)) @QueryParam("limit") @Nullable String limit) {
        return queries.ask(
                queries.find(name),
                found.one(Asked.text(pipeline)),
                Asked.integer("limit", limit, LIMIT, 1, config.queries().maxRows()));
    }
}
