package io.millrace.ingest.app;

import io.millrace.ingest.live.LiveStatus;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

@Path("/v1")
@Tag(name = "service", description = "The page and what it shows")
@RunOnVirtualThread
final class StatusResource {

    private final LivePicture picture;

    StatusResource(LivePicture picture) {
        this.picture = picture;
    }

    @GET
    @Path("status")
    @Produces(MediaType.APPLICATION_JSON)
    @Operation(operationId = "status", summary = "Everything at the last second; /streams/status gives it each second")
    public LiveStatus status() {
        return picture.status();
    }
}
