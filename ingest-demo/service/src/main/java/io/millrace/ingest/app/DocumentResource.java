package io.millrace.ingest.app;

import io.millrace.core.failure.InvalidRequestException;
import io.millrace.core.failure.InvalidRequestException.Reason;
import io.millrace.ingest.PipelineChange;
import io.millrace.ingest.config.IngestSchema;
import io.millrace.service.app.BodyReader;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

@Path("/v1")
@Tag(name = "document", description = "The YAML document that pipelines are made from")
@RunOnVirtualThread
final class DocumentResource {

    private static final String YAML = "application/yaml";

    private final Documents documents;
    private final BodyReader bodies;
    private final IngestConfig config;

    DocumentResource(Documents documents, BodyReader bodies, IngestConfig config) {
        this.documents = documents;
        this.bodies = bodies;
        this.config = config;
    }

    /** The pipelines of a document that is right. */
    @Schema(name = "Checked")
    record Checked(List<String> pipelines) {}

    /**
     * What became of one pipeline.
     *
     * @param change started, unchanged, restarted, removed or failed
     * @param cause why it failed; null unless it did
     */
    @Schema(name = "Change")
    record Change(String pipeline, String change, @Nullable String cause) {

        static Change of(PipelineChange change) {
            return new Change(
                    change.pipeline(),
                    change.text(),
                    change instanceof PipelineChange.Failed failed ? failed.cause() : null);
        }
    }

    /** What became of every pipeline. */
    @Schema(name = "Changes")
    record Changes(List<Change> changes) {}

    @GET
    @Path("document")
    @Produces(YAML)
    @Operation(operationId = "document", summary = "The document in force as it was written; its version as ETag")
    @APIResponse(
            responseCode = "200",
            description = "the document, with names of variables in place of secrets",
            content = @Content(mediaType = YAML, schema = @Schema(type = SchemaType.STRING)))
    public Response document() {
        DocumentText current = documents.current();
        return Response.ok(current.text(), YAML).tag(current.version()).build();
    }

    @PUT
    @Path("document")
    @Consumes(MediaType.WILDCARD)
    @Produces(MediaType.APPLICATION_JSON)
    @Operation(
            operationId = "replaceDocument",
            summary = "Puts a document in place of the one in force, in its file too; ?dry-run=true only checks it",
            description =
                    "Pipelines that are the same go on. Of the environment it may use what the one in force uses.")
    @RequestBody(content = @Content(mediaType = YAML, schema = @Schema(type = SchemaType.STRING)))
    @APIResponse(
            responseCode = "200",
            description = "what became of each pipeline; with dry-run the names of pipelines",
            content = @Content(schema = @Schema(implementation = Changes.class)))
    @APIResponse(responseCode = "409", description = "documents are not replaced over HTTP here")
    @APIResponse(responseCode = "412", description = "the document has changed meanwhile; see If-Match")
    @APIResponse(responseCode = "422", description = "the document is wrong; problems lists all that is, with lines")
    public Response replace(
            @HeaderParam("If-Match") @Nullable String ifMatch,
            @Parameter(schema = @Schema(type = SchemaType.BOOLEAN)) @QueryParam("dry-run") @Nullable String dryRun,
            @Context UriInfo request,
            InputStream body)
            throws IOException {
        String text = text(body);
        if (Asked.flag("dry-run", request)) {
            return Response.ok(new Checked(documents.check(text))).build();
        }
        if (!config.editable()) {
            throw new InvalidRequestException(
                    Reason.CONFLICT, "the document is not replaced over HTTP here; ingest.editable is false");
        }
        List<PipelineChange> changes = documents.replace(text, Asked.version(ifMatch));
        return Response.ok(new Changes(changes.stream().map(Change::of).toList()))
                .tag(documents.current().version())
                .build();
    }

    private String text(InputStream body) throws IOException {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bodies.read(body)))
                    .toString();
        } catch (CharacterCodingException e) {
            throw new InvalidRequestException(Reason.MALFORMED, "the body is not UTF-8 text", e);
        }
    }

    @GET
    @Path("schema")
    @Produces("application/schema+json")
    @Operation(operationId = "schema", summary = "The JSON Schema of documents, for editors")
    @APIResponse(
            responseCode = "200",
            description = "the schema, of the types of sources and sinks that are installed",
            content = @Content(mediaType = "application/schema+json", schema = @Schema(type = SchemaType.OBJECT)))
    public String schema() {
        return IngestSchema.text();
    }
}
