package io.millrace.pipeline.app;

import io.millrace.pipeline.graph.ExternalType;
import io.millrace.pipeline.graph.ModuleCatalog;
import io.millrace.pipeline.graph.ModuleType;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import java.util.Locale;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

@Path("/api/v1/module-types")
@Tag(name = "modules", description = "Types of modules, and other versions put in their place")
@Produces(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
final class ModuleTypesResource {

    private final ModuleCatalog catalog;

    ModuleTypesResource(ModuleCatalog catalog) {
        this.catalog = catalog;
    }

    /** Types that documents can name. */
    @Schema(name = "ModuleTypes")
    record Types(List<Type> types, List<String> externals) {}

    /**
     * A type of modules.
     *
     * @param input what data it takes: any, map, list, text, number or bytes
     * @param output what it gives
     */
    @Schema(name = "ModuleType")
    record Type(String name, String version, String description, String input, String output) {

        static Type of(ModuleType type) {
            return new Type(
                    type.name(),
                    type.version(),
                    type.description(),
                    type.input().name().toLowerCase(Locale.ROOT),
                    type.output().name().toLowerCase(Locale.ROOT));
        }
    }

    @GET
    @Operation(operationId = "moduleTypes", summary = "Types of modules, and ways to modules elsewhere, for documents")
    @APIResponse(
            responseCode = "200",
            description = "all by name and version",
            content = @Content(schema = @Schema(implementation = Types.class)))
    public Types types() {
        return new Types(
                catalog.modules().stream().map(Type::of).toList(),
                catalog.externals().stream().map(ExternalType::name).toList());
    }
}
