package io.millrace.pipeline.app;

import io.millrace.core.failure.InvalidRequestException;
import io.millrace.core.failure.InvalidRequestException.Reason;
import io.millrace.pipeline.app.PackageJson.Whole;
import io.millrace.pipeline.live.ServedPipelines;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

@Path("/api/v1/packages")
@Tag(name = "packages", description = "Packages: sending them, and what became of them")
@Produces(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
final class PackagesResource {

    private final ServedPipelines pipelines;

    PackagesResource(ServedPipelines pipelines) {
        this.pipelines = pipelines;
    }

    @GET
    @Path("{id}")
    @Operation(
            operationId = "package",
            summary =
                    "A package with its way through controllers, phases and modules, while it is within or not forgotten")
    @APIResponse(
            responseCode = "200",
            description = "the package as of now",
            content = @Content(schema = @Schema(implementation = Whole.class)))
    @APIResponse(responseCode = "404", description = "it never was, or is forgotten")
    public Whole find(@PathParam("id") String id) {
        return pipelines
                .findPackage(id)
                .map(found -> Whole.of(found.snapshot()))
                .orElseThrow(() -> new InvalidRequestException(
                        Reason.NOT_FOUND, "Package " + id + " not found: it never was, or is forgotten."));
    }
}
