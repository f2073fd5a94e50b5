package io.millrace.pipeline.app;

import io.millrace.pipeline.live.LivePicture;
import io.millrace.pipeline.live.LiveStatus;
import io.millrace.service.app.PageText;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

@Path("/")
@Tag(name = "service", description = "The page and what it shows")
final class RootResource {

    private final PageText page;
    private final LivePicture picture;

    RootResource(PageText page, LivePicture picture) {
        this.page = page;
        this.picture = picture;
    }

    /** What programs are told at the root. */
    record About(String info) {}

    @GET
    @Operation(operationId = "root", summary = "The live page for browsers, a line of JSON for everyone else")
    @APIResponse(
            responseCode = "200",
            description = "the page, or what this is",
            content = @Content(mediaType = MediaType.APPLICATION_JSON, schema = @Schema(implementation = About.class)))
    public Response root(@HeaderParam("Accept") @Nullable String accept) {
        Response.ResponseBuilder answer = accept != null && accept.contains(MediaType.TEXT_HTML)
                ? Response.ok(page.html(), "text/html;charset=utf-8")
                : Response.ok(new About("pipelines of modules"), MediaType.APPLICATION_JSON);
        return answer.header("Vary", "Accept").build();
    }

    @GET
    @Path("api/v1/status")
    @Produces(MediaType.APPLICATION_JSON)
    @Operation(
            operationId = "status",
            summary = "All pipelines at the last second; /streams/status gives it each second")
    public LiveStatus status() {
        return picture.status();
    }
}
