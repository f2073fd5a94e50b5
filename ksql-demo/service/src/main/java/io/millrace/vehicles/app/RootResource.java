package io.millrace.vehicles.app;

import io.millrace.service.app.PageText;
import io.millrace.vehicles.live.LiveStatus;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
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
final class RootResource {

    private final PageText page;
    private final BoardPicture board;
    private final VehiclesConfig config;

    RootResource(PageText page, BoardPicture board, VehiclesConfig config) {
        this.page = page;
        this.board = board;
        this.config = config;
    }

    /** What programs are told at the root. */
    record About(String info) {}

    /**
     * What the map is drawn on.
     *
     * @param tiles address of tiles; null for a plain backdrop
     * @param attribution whom they are owed to; null without tiles
     */
    record Backdrop(@Nullable String tiles, @Nullable String attribution) {}

    @GET
    @Operation(operationId = "root", summary = "The map for browsers, a line of JSON for everyone else")
    @APIResponse(
            responseCode = "200",
            description = "the page, or what this is",
            content = @Content(mediaType = MediaType.APPLICATION_JSON, schema = @Schema(implementation = About.class)))
    public Response root(@HeaderParam("Accept") @Nullable String accept) {
        Response.ResponseBuilder answer = accept != null && accept.contains(MediaType.TEXT_HTML)
                ? Response.ok(page.html(), "text/html;charset=utf-8")
                : Response.ok(new About("live vehicles"), MediaType.APPLICATION_JSON);
        return answer.header("Vary", "Accept").build();
    }

    @GET
    @Path("docs")
    @Operation(operationId = "docs", summary = "Leads to the description of this API")
    @APIResponse(responseCode = "307", description = "it is at /q/swagger-ui")
    public Response docs() {
        return Response.temporaryRedirect(URI.create("/q/swagger-ui")).build();
    }

    @GET
    @Path("v1/status")
    @Produces(MediaType.APPLICATION_JSON)
    @Operation(operationId = "status", summary = "The board at the last second; /streams/status gives it each second")
    public LiveStatus status() {
        return board.status();
    }

    @GET
    @Path("v1/backdrop")
    @Produces(MediaType.APPLICATION_JSON)
    @Operation(operationId = "backdrop", summary = "What the page draws its map on")
    public Backdrop backdrop() {
        return config.map()
                .tiles()
                .map(tiles -> new Backdrop(tiles, config.map().attribution()))
                .orElseGet(() -> new Backdrop(null, null));
    }
}
