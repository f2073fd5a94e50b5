package io.millrace.gateway.app;

import io.millrace.core.failure.TransientException;
import io.millrace.gateway.Gateway;
import io.millrace.gateway.GatewayStatus;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

@Path("/config")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "config", description = "The configuration file")
@RunOnVirtualThread
final class ConfigResource {

    private final Gateway gateway;

    ConfigResource(Gateway gateway) {
        this.gateway = gateway;
    }

    @GET
    @Operation(operationId = "getConfig", summary = "The configuration file and how it stands; passwords are masked")
    public ConfigView get() {
        GatewayStatus status = gateway.status();
        if (status == null) {
            throw new TransientException("the configuration file has not been read yet");
        }
        return ConfigView.of(
                status,
                gateway.pipelines().list().stream()
                        .map(pipeline -> PipelineView.of(pipeline, false))
                        .toList());
    }
}
