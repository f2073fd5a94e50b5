package io.millrace.gateway.app;

import io.millrace.service.app.PageText;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.net.URI;
import java.util.Map;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.jspecify.annotations.Nullable;

@Path("/")
final class RootResource {

    private static final Map<String, String> INFO = Map.of("info", "proton query to websocket");

    private final PageText page;

    RootResource(PageText page) {
        this.page = page;
    }

    @GET
    @Operation(operationId = "root", summary = "The live page for browsers, a line of JSON for everyone else")
    public Response root(@HeaderParam("Accept") @Nullable String accept) {
        Response.ResponseBuilder answer = accept != null && accept.contains(MediaType.TEXT_HTML)
                ? Response.ok(page.html(), "text/html;charset=utf-8")
                : Response.ok(INFO, MediaType.APPLICATION_JSON);
        return answer.header("Vary", "Accept").build();
    }

    @GET
    @Path("docs")
    @Operation(hidden = true)
    public Response docs() {
        return to("/q/swagger-ui");
    }

    @GET
    @Path("redoc")
    @Operation(hidden = true)
    public Response redoc() {
        return to("/q/swagger-ui");
    }

    @GET
    @Path("openapi.json")
    @Operation(hidden = true)
    public Response openapi() {
        return to("/q/openapi?format=json");
    }

    private static Response to(String path) {
        return Response.status(Response.Status.TEMPORARY_REDIRECT)
                .location(URI.create(path))
                .build();
    }
}
