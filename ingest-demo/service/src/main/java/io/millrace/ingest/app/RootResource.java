package io.millrace.ingest.app;

import io.millrace.service.app.PageText;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.net.URI;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

@Path("/")
@Tag(name = "service", description = "The page and what it shows")
@RunOnVirtualThread
final class RootResource {

    private final PageText page;

    RootResource(PageText page) {
        this.page = page;
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
                : Response.ok(new About("market-data ingest"), MediaType.APPLICATION_JSON);
        return answer.header("Vary", "Accept").build();
    }

    @GET
    @Path("docs")
    @Operation(operationId = "docs", summary = "Leads to the description of this API")
    @APIResponse(responseCode = "307", description = "it is at /q/swagger-ui")
    public Response docs() {
        return Response.temporaryRedirect(URI.create("/q/swagger-ui")).build();
    }
}
