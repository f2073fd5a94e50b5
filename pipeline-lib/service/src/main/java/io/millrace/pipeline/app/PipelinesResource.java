package io.millrace.pipeline.app;

import io.millrace.pipeline.app.PipelineJson.Instances;
import io.millrace.pipeline.app.PipelineJson.One;
import io.millrace.pipeline.app.PipelineJson.PipelineModel;
import io.millrace.pipeline.app.PipelineJson.Pipelines;
import io.millrace.pipeline.app.PipelineJson.Registered;
import io.millrace.pipeline.live.LiveInstance;
import io.millrace.pipeline.live.LivePicture;
import io.millrace.pipeline.live.LivePipeline;
import io.millrace.pipeline.live.ServedPipeline;
import io.millrace.pipeline.live.ServedPipelines;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.net.URI;
import java.time.Duration;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

@Path("/api/v1/pipelines")
@Tag(name = "pipelines", description = "Pipelines and their instances")
@Produces(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
final class PipelinesResource {

    private static final Duration MAX_DRAIN = Duration.ofMinutes(10);
    private static final String NO_PIPELINE = "there is no such pipeline; detail is 'Pipeline X not found.'";

    private final ServedPipelines pipelines;
    private final LivePicture picture;
    private final ModulesConfig config;

    PipelinesResource(ServedPipelines pipelines, LivePicture picture, ModulesConfig config) {
        this.pipelines = pipelines;
        this.picture = picture;
        this.config = config;
    }

    @GET
    @Operation(operationId = "pipelines", summary = "All pipelines with their controllers, phases and modules")
    public Pipelines list() {
        return new Pipelines(pipelines.list().stream().map(PipelineModel::of).toList());
    }

    @GET
    @Path("{id}")
    @Operation(operationId = "pipeline", summary = "One pipeline, by its identifier or its name; its version as ETag")
    @APIResponse(
            responseCode = "200",
            description = "the pipeline",
            content = @Content(schema = @Schema(implementation = One.class)))
    @APIResponse(responseCode = "404", description = NO_PIPELINE)
    public Response pipeline(@PathParam("id") String id) {
        ServedPipeline pipeline = pipelines.find(id);
        return Response.ok(new One(PipelineModel.of(pipeline)))
                .tag(pipeline.version())
                .build();
    }

    @GET
    @Path("{id}/instances")
    @Operation(operationId = "instances", summary = "The identifiers of its instances, in order of registration")
    @APIResponse(
            responseCode = "200",
            description = "the identifiers",
            content = @Content(schema = @Schema(implementation = Instances.class)))
    @APIResponse(responseCode = "404", description = NO_PIPELINE)
    public Instances instances(@PathParam("id") String id) {
        return new Instances(
                pipelines.find(id).instances().stream().map(LiveInstance::id).toList());
    }

    @POST
    @Path("{id}/instances")
    @Operation(operationId = "registerInstance", summary = "Makes an instance with module objects of its own")
    @APIResponse(
            responseCode = "201",
            description = "it takes packages",
            content = @Content(schema = @Schema(implementation = Registered.class)))
    @APIResponse(responseCode = "404", description = NO_PIPELINE)
    @APIResponse(responseCode = "429", description = "there are as many instances as may be")
    public Response register(@PathParam("id") String id) {
        ServedPipeline pipeline = pipelines.find(id);
        String instance = pipelines.register(pipeline);
        return Response.created(URI.create("/api/v1/pipelines/" + pipeline.id() + "/instances/" + instance))
                .entity(new Registered(instance))
                .build();
    }

    @DELETE
    @Path("{id}/instances/{instance}")
    @Operation(
            operationId = "unregisterInstance",
            summary = "Closes an instance; packages within it end in an error, so drain it first")
    @APIResponse(responseCode = "204", description = "closed")
    @APIResponse(responseCode = "404", description = "there is no such pipeline or instance")
    public void unregister(@PathParam("id") String id, @PathParam("instance") String instance) {
        pipelines.unregister(pipelines.find(id), instance);
    }

    @POST
    @Path("{id}/instances/{instance}/pause")
    @Operation(operationId = "pause", summary = "Its workers take no package until it is resumed")
    @APIResponse(responseCode = "204", description = "paused")
    @APIResponse(responseCode = "404", description = "there is no such pipeline or instance")
    public void pause(@PathParam("id") String id, @PathParam("instance") String instance) {
        pipelines.find(id).pause(instance);
    }

    @POST
    @Path("{id}/instances/{instance}/resume")
    @Operation(operationId = "resume", summary = "Its workers go on")
    @APIResponse(responseCode = "204", description = "resumed")
    @APIResponse(responseCode = "404", description = "there is no such pipeline or instance")
    public void resume(@PathParam("id") String id, @PathParam("instance") String instance) {
        pipelines.find(id).resume(instance);
    }

    @POST
    @Path("{id}/instances/{instance}/drain")
    @Operation(
            operationId = "drain",
            summary = "Takes no more packages, for good, and waits up to ?timeout=3s for those within")
    @APIResponse(
            responseCode = "200",
            description = "whether all packages have ended",
            content = @Content(schema = @Schema(implementation = Drained.class)))
    @APIResponse(responseCode = "404", description = "there is no such pipeline or instance")
    public Drained drain(
            @PathParam("id") String id,
            @PathParam("instance") String instance,
            @QueryParam("timeout") @Nullable String timeout)
            throws InterruptedException {
        Duration wait = Asked.duration("timeout", timeout, config.drainTimeout(), MAX_DRAIN);
        return new Drained(pipelines.find(id).drain(instance, wait));
    }

    /** Whether the packages within an instance have ended. */
    record Drained(boolean drained) {}

    @GET
    @Path("{id}/statistics")
    @Operation(
            operationId = "statistics",
            summary = "Counts, rates and times of its elements, as of the last second; instances taken together")
    @APIResponse(
            responseCode = "200",
            description = "the pipeline at the last second",
            content = @Content(schema = @Schema(implementation = LivePipeline.class)))
    @APIResponse(responseCode = "404", description = NO_PIPELINE)
    public LivePipeline statistics(@PathParam("id") String id) {
        ServedPipeline pipeline = pipelines.find(id);
        return picture.of(pipeline.id());
    }
}
