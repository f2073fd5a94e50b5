package io.millrace.ingest.app;

import io.millrace.ingest.Ingest;
import io.millrace.ingest.IngestPipeline;
import io.millrace.ingest.live.LiveDocument;
import io.millrace.ingest.live.LivePipeline;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import java.util.function.Consumer;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

@Path("/v1/pipelines")
@Tag(name = "pipelines", description = "What runs, and how it is doing")
@Produces(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
final class PipelinesResource {

    private final Ingest ingest;
    private final Documents documents;
    private final Found found;

    PipelinesResource(Ingest ingest, Documents documents, Found found) {
        this.ingest = ingest;
        this.documents = documents;
        this.found = found;
    }

    /**
     * All pipelines.
     *
     * @param document the document in force
     * @param pipelines in its order
     */
    record Pipelines(LiveDocument document, List<LivePipeline> pipelines) {}

    @GET
    @Operation(operationId = "pipelines", summary = "All pipelines, and what is wrong with an edit of their document")
    public Pipelines all() {
        return new Pipelines(
                documents.view(),
                ingest.pipelines().stream().map(LivePipeline::of).toList());
    }

    @GET
    @Path("{name}")
    @Operation(operationId = "pipeline", summary = "One pipeline: its source, its buffer, its sinks")
    @APIResponse(responseCode = "404", description = "there is no such pipeline")
    public LivePipeline one(@PathParam("name") String name) {
        return LivePipeline.of(found.find(name));
    }

    @POST
    @Path("{name}/pause")
    @Operation(operationId = "pause", summary = "Closes the source; sinks store what is left")
    @APIResponse(responseCode = "404", description = "there is no such pipeline")
    public LivePipeline pause(@PathParam("name") String name) {
        return done(name, IngestPipeline::pause);
    }

    @POST
    @Path("{name}/resume")
    @Operation(operationId = "resume", summary = "Opens the source again after a pause")
    @APIResponse(responseCode = "404", description = "there is no such pipeline")
    public LivePipeline resume(@PathParam("name") String name) {
        return done(name, IngestPipeline::resume);
    }

    @POST
    @Path("{name}/start")
    @Operation(operationId = "start", summary = "Starts what was stopped, has ended or has failed, source and sinks")
    @APIResponse(responseCode = "404", description = "there is no such pipeline")
    public LivePipeline start(@PathParam("name") String name) {
        return done(name, IngestPipeline::start);
    }

    @POST
    @Path("{name}/stop")
    @Operation(operationId = "stop", summary = "Closes source and sinks; what is not stored stays in the log")
    @APIResponse(responseCode = "404", description = "there is no such pipeline")
    public LivePipeline stop(@PathParam("name") String name) {
        return done(name, IngestPipeline::stop);
    }

    private LivePipeline done(String name, Consumer<IngestPipeline> what) {
        IngestPipeline pipeline = found.find(name);
        what.accept(pipeline);
        return LivePipeline.of(pipeline);
    }
}
