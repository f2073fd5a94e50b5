package io.millrace.pipeline.app;

import io.millrace.pipeline.registry.Registry;
import io.millrace.pipeline.registry.ServerEntry;
import io.millrace.pipeline.registry.ServerList;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

@Path("/api/v1/registry")
@Tag(name = "registry", description = "Module servers that registered at the gRPC port")
@Produces(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
final class RegistryResource {

    private final GrpcPort port;

    RegistryResource(GrpcPort port) {
        this.port = port;
    }

    /**
     * The servers that are known now.
     *
     * @param registryId another one after each start
     * @param revision rises with each change
     * @param complete false until servers have had the time to register again after a start
     */
    @Schema(name = "Registry")
    record View(String registryId, long revision, boolean complete, List<Server> servers) {}

    /**
     * A module server.
     *
     * @param presence {@code serving}, {@code draining} or {@code silent}
     * @param capacity calls that it works on at a time; 0 when it does not say
     * @param utilization of its capacity: 0 idle, 1 full
     */
    @Schema(name = "RegistryServer")
    record Server(
            String module,
            String version,
            String address,
            String presence,
            int capacity,
            int inFlight,
            double callsPerSecond,
            double errorsPerSecond,
            double utilization,
            Instant since) {

        static Server of(ServerEntry entry) {
            return new Server(
                    entry.server().module(),
                    entry.server().version(),
                    entry.server().address().toString(),
                    entry.presence().name().toLowerCase(Locale.ROOT),
                    entry.server().capacity(),
                    entry.load().inFlight(),
                    entry.load().callsPerSecond(),
                    entry.load().errorsPerSecond(),
                    entry.load().utilization(),
                    entry.since());
        }
    }

    @GET
    @Operation(
            operationId = "registry",
            summary = "Module servers with their load; ?module=... gives those of one module")
    public View registry(@QueryParam("module") @Nullable String module) {
        Registry registry = port.registry();
        ServerList list = registry.list(Objects.requireNonNullElse(module, ""), "");
        return new View(
                list.registryId(),
                list.revision(),
                list.complete(),
                list.servers().stream().map(Server::of).toList());
    }
}
