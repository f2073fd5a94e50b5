package io.millrace.pipeline.app;

import io.millrace.pipeline.DataPackage;
import io.millrace.pipeline.app.PackageJson.Lists;
import io.millrace.pipeline.app.PackageJson.Result;
import io.millrace.pipeline.live.ServedPipeline;
import io.millrace.pipeline.live.ServedPipelines;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

@Path("/api/v1/pipelines")
@Tag(name = "packages", description = "Packages: sending them, and what became of them")
@Produces(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
final class RecentResource {

    private final ServedPipelines pipelines;

    RecentResource(ServedPipelines pipelines) {
        this.pipelines = pipelines;
    }

    @GET
    @Path("{id}/packages")
    @Operation(
            operationId = "packages",
            summary = "The packages of a pipeline that ended last, and of the last ten minutes those that took longest")
    @APIResponse(
            responseCode = "200",
            description = "both lists",
            content = @Content(schema = @Schema(implementation = Lists.class)))
    @APIResponse(responseCode = "404", description = "there is no such pipeline; detail is 'Pipeline X not found.'")
    public Lists packages(@PathParam("id") String id) {
        ServedPipeline pipeline = pipelines.find(id);
        return new Lists(
                results(pipeline.recent().last()), results(pipeline.recent().slowest()));
    }

    private static List<Result> results(List<DataPackage<Object>> packages) {
        return packages.stream().map(one -> Result.of(one.snapshot(), null)).toList();
    }
}
