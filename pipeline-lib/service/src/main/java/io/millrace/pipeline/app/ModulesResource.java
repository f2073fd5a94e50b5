package io.millrace.pipeline.app;

import io.millrace.core.failure.InvalidRequestException;
import io.millrace.core.failure.InvalidRequestException.Reason;
import io.millrace.pipeline.PipelineModule;
import io.millrace.pipeline.graph.ModuleCatalog;
import io.millrace.pipeline.live.ServedPipelines;
import io.millrace.service.app.BodyReader;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.ExampleObject;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

@Path("/api/v1/pipelines")
@Tag(name = "modules", description = "Types of modules, and other versions put in their place")
@Produces(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
final class ModulesResource {

    private final ServedPipelines pipelines;
    private final ModuleCatalog catalog;
    private final BodyReader bodies;

    ModulesResource(ServedPipelines pipelines, ModuleCatalog catalog, BodyReader bodies) {
        this.pipelines = pipelines;
        this.catalog = catalog;
        this.bodies = bodies;
    }

    /**
     * What takes the place of a module.
     *
     * @param type its type
     * @param version null for the latest
     * @param settings by key; null for none
     */
    @Schema(name = "ModuleChange")
    record Wanted(
            @Nullable String type,
            @Nullable String version,
            @Nullable Map<String, Object> settings) {}

    /** A module as it is now. */
    @Schema(name = "SwappedModule")
    record Swapped(String moduleId, String moduleName, String version) {}

    @PUT
    @Path("{id}/modules/{module}")
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(
            operationId = "swapModule",
            summary = "Puts another version in the place of a module, in all instances; no package is lost")
    @RequestBody(
            content =
                    @Content(
                            schema = @Schema(implementation = Wanted.class),
                            examples = @ExampleObject(name = "greetings", value = Examples.CHANGE)))
    @APIResponse(
            responseCode = "200",
            description = "the module as it is now; packages within the old one finish there",
            content = @Content(schema = @Schema(implementation = Swapped.class)))
    @APIResponse(responseCode = "404", description = "there is no such pipeline or module")
    @APIResponse(responseCode = "412", description = "the pipeline has changed meanwhile; see If-Match")
    @APIResponse(responseCode = "422", description = "there is no such type or version, or its settings are wrong")
    public Response swap(
            @PathParam("id") String id,
            @PathParam("module") String module,
            @HeaderParam("If-Match") @Nullable String ifMatch,
            InputStream body)
            throws IOException {
        Wanted wanted = wanted(JsonData.value(bodies.read(body)));
        pipelines.find(id).module(module);
        PipelineModule<Object> by = catalog.build(
                String.valueOf(wanted.type()),
                Optional.ofNullable(wanted.version()),
                wanted.settings() == null ? Map.of() : wanted.settings());
        PipelineModule<Object> now = pipelines.swap(id, module, by, Asked.version(ifMatch));
        return Response.ok(new Swapped(now.id(), now.name(), now.version()))
                .tag(pipelines.find(id).version())
                .build();
    }

    private static Wanted wanted(Object body) {
        if (!(body instanceof Map<?, ?> map)
                || !List.of("type", "version", "settings").containsAll(map.keySet())
                || !(map.get("type") instanceof String type)
                || !(map.get("version") == null || map.get("version") instanceof String)) {
            throw malformed();
        }
        return new Wanted(type, (String) map.get("version"), settings(map.get("settings")));
    }

    @SuppressWarnings("unchecked") // keys of JSON are texts
    private static @Nullable Map<String, Object> settings(@Nullable Object settings) {
        return switch (settings) {
            case null -> null;
            case Map<?, ?> map -> (Map<String, Object>) map;
            default -> throw malformed();
        };
    }

    private static InvalidRequestException malformed() {
        return new InvalidRequestException(
                Reason.MALFORMED,
                "the body must be {\"type\": \"...\", \"version\": \"...\", \"settings\": {...}}, version and settings"
                        + " as wanted");
    }
}
