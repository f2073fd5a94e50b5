package io.millrace.gateway.app;

import io.millrace.gateway.Gateway;
import io.millrace.gateway.catalog.PipelineSpec;
import io.millrace.gateway.query.PipelineStatus;
import io.millrace.service.app.BodyReader;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.EntityTag;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

@Path("/pipelines")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "pipelines", description = "The pipelines of the configuration file")
@RunOnVirtualThread
final class PipelinesResource {

    private final Gateway gateway;
    private final BodyReader bodies;

    PipelinesResource(Gateway gateway, BodyReader bodies) {
        this.gateway = gateway;
        this.bodies = bodies;
    }

    @GET
    @Operation(operationId = "listPipelines", summary = "All pipelines in file order")
    public List<PipelineView> list(@QueryParam("status") @DefaultValue("false") boolean status) {
        return gateway.pipelines().list().stream()
                .map(pipeline -> PipelineView.of(pipeline, status))
                .toList();
    }

    @GET
    @Path("{name}")
    @Operation(operationId = "getPipeline", summary = "One pipeline, its version as ETag")
    @APIResponse(responseCode = "200", content = @Content(schema = @Schema(implementation = PipelineView.class)))
    @APIResponse(responseCode = "404", description = "pipeline not found")
    public Response get(@PathParam("name") String name, @QueryParam("status") @DefaultValue("false") boolean status) {
        PipelineStatus found = gateway.pipelines().status(name);
        return Response.ok(PipelineView.of(found, status))
                .tag(new EntityTag(found.version()))
                .build();
    }

    @GET
    @Path("{name}/explain")
    @Operation(operationId = "explainPipeline", summary = "The columns and the plan of a pipeline's query")
    @APIResponse(responseCode = "200", content = @Content(schema = @Schema(implementation = PlanView.class)))
    @APIResponse(responseCode = "404", description = "pipeline not found")
    @APIResponse(responseCode = "422", description = "its SQL is wrong")
    public PlanView explain(@PathParam("name") String name) {
        return PlanView.of(gateway.pipelines().explain(name));
    }

    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(
            operationId = "createPipeline",
            summary = "Adds a pipeline to the configuration file",
            description = "With dryRun=true it is only checked, and the plan of its query is answered.")
    @RequestBody(content = @Content(schema = @Schema(implementation = PipelineView.class)))
    @APIResponse(
            responseCode = "200",
            description = "the pipeline, or with dryRun=true its plan",
            content = @Content(schema = @Schema(implementation = PipelineView.class)))
    @APIResponse(responseCode = "400", description = "pipeline exist")
    @APIResponse(responseCode = "413", description = "the body is too large")
    @APIResponse(responseCode = "422", description = "the body or the SQL is wrong; says where and what was expected")
    public Response create(@QueryParam("dryRun") @DefaultValue("false") boolean dryRun, InputStream body)
            throws IOException {
        PipelineSpec spec = PipelineJson.read(bodies.read(body), null);
        if (dryRun) {
            return Response.ok(PlanView.of(gateway.checkCreate(spec))).build();
        }
        gateway.create(spec);
        return answer(spec);
    }

    @PUT
    @Path("{name}")
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(
            operationId = "replacePipeline",
            summary = "Replaces a pipeline; its readers get an end event",
            description = "With If-Match only the version that the caller has seen is replaced.")
    @RequestBody(content = @Content(schema = @Schema(implementation = PipelineView.class)))
    @APIResponse(
            responseCode = "200",
            description = "the pipeline, or with dryRun=true its plan",
            content = @Content(schema = @Schema(implementation = PipelineView.class)))
    @APIResponse(responseCode = "404", description = "pipeline not found")
    @APIResponse(responseCode = "412", description = "the pipeline has changed meanwhile")
    @APIResponse(responseCode = "422", description = "the body or the SQL is wrong")
    public Response replace(
            @PathParam("name") String name,
            @HeaderParam("If-Match") @Nullable String ifMatch,
            @QueryParam("dryRun") @DefaultValue("false") boolean dryRun,
            InputStream body)
            throws IOException {
        gateway.pipelines().status(name);
        PipelineSpec spec = PipelineJson.read(bodies.read(body), name);
        if (dryRun) {
            return Response.ok(PlanView.of(gateway.checkReplace(spec, version(ifMatch))))
                    .build();
        }
        gateway.replace(spec, version(ifMatch));
        return answer(spec);
    }

    @DELETE
    @Path("{name}")
    @Operation(operationId = "deletePipeline", summary = "Removes a pipeline; its readers get an end event")
    @APIResponse(responseCode = "204", description = "removed")
    @APIResponse(responseCode = "404", description = "pipeline not found")
    @APIResponse(responseCode = "412", description = "the pipeline has changed meanwhile")
    public void delete(@PathParam("name") String name, @HeaderParam("If-Match") @Nullable String ifMatch) {
        gateway.delete(name, version(ifMatch));
    }

    private static Response answer(PipelineSpec spec) {
        return Response.ok(PipelineView.of(spec))
                .tag(new EntityTag(spec.version()))
                .build();
    }

    /** The version that an If-Match header names, {@code "1f0c…"}; null for {@code *} and for none. */
    private static @Nullable String version(@Nullable String ifMatch) {
        if (ifMatch == null || ifMatch.strip().equals("*")) {
            return null;
        }
        String tag = ifMatch.strip();
        return tag.length() > 1 && tag.startsWith("\"") && tag.endsWith("\"")
                ? tag.substring(1, tag.length() - 1)
                : tag;
    }
}
