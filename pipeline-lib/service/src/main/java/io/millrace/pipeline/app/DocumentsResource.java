package io.millrace.pipeline.app;

import io.millrace.core.failure.InvalidRequestException;
import io.millrace.core.failure.InvalidRequestException.Reason;
import io.millrace.pipeline.graph.GraphDocument;
import io.millrace.pipeline.graph.GraphPipeline;
import io.millrace.pipeline.live.ServedPipeline;
import io.millrace.pipeline.live.ServedPipelines;
import io.millrace.pipeline.live.ServedPipelines.Change;
import io.millrace.service.app.BodyReader;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.ExampleObject;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

@Path("/api/v1/pipelines")
@Tag(name = "documents", description = "Pipelines as YAML documents, added and replaced while packages move")
@Produces(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
final class DocumentsResource {

    static final String YAML = "application/yaml";
    private static final String WRONG = "the document is wrong; problems lists all that is, with lines";

    private final ServedPipelines pipelines;
    private final DocumentReader reader;
    private final BodyReader bodies;

    DocumentsResource(ServedPipelines pipelines, DocumentReader reader, BodyReader bodies) {
        this.pipelines = pipelines;
        this.reader = reader;
        this.bodies = bodies;
    }

    /** Names of the pipelines that were added, or would be. */
    @Schema(name = "Added")
    record Added(List<String> pipelines) {}

    @GET
    @Path("{id}/document")
    @Produces(YAML)
    @Operation(operationId = "document", summary = "The document that a pipeline was made from; its version as ETag")
    @APIResponse(
            responseCode = "200",
            description = "the document",
            content = @Content(mediaType = YAML, schema = @Schema(type = SchemaType.STRING)))
    @APIResponse(responseCode = "404", description = "there is no such pipeline")
    public Response document(@PathParam("id") String id) {
        ServedPipeline pipeline = pipelines.find(id);
        return Response.ok(pipeline.document(), YAML).tag(pipeline.version()).build();
    }

    @POST
    @Consumes(MediaType.WILDCARD)
    @Operation(operationId = "addPipelines", summary = "Adds the pipelines of a document; ?dry-run=true only checks it")
    @RequestBody(
            content =
                    @Content(
                            mediaType = YAML,
                            schema = @Schema(type = SchemaType.STRING),
                            examples = @ExampleObject(name = "greetings", value = Examples.DOCUMENT)))
    @APIResponse(
            responseCode = "200",
            description = "the document is right; nothing was done",
            content = @Content(schema = @Schema(implementation = Added.class)))
    @APIResponse(
            responseCode = "201",
            description = "they take packages",
            content = @Content(schema = @Schema(implementation = Added.class)))
    @APIResponse(responseCode = "409", description = "there is a pipeline of that name")
    @APIResponse(responseCode = "422", description = WRONG)
    @APIResponse(responseCode = "429", description = "there are as many pipelines as may be")
    public Response add(
            @Parameter(schema = @Schema(type = SchemaType.BOOLEAN)) @QueryParam("dry-run") @Nullable String dryRun,
            @Context UriInfo request,
            InputStream body)
            throws IOException {
        String text = text(body);
        GraphDocument document = reader.read("document", text);
        if (Asked.flag("dry-run", request)) {
            pipelines.check(document);
            return Response.ok(new Added(document.pipelines().stream()
                            .map(GraphPipeline::name)
                            .toList()))
                    .build();
        }
        List<ServedPipeline> added = pipelines.add(document, text);
        return Response.created(
                        URI.create("/api/v1/pipelines/" + added.getFirst().id()))
                .tag(added.getFirst().version())
                .entity(new Added(added.stream().map(ServedPipeline::name).toList()))
                .build();
    }

    @PUT
    @Path("{id}")
    @Consumes(MediaType.WILDCARD)
    @Operation(
            operationId = "replacePipeline",
            summary = "Makes a pipeline what a document says, without losing a package; ?dry-run=true only tells how")
    @RequestBody(content = @Content(mediaType = YAML, schema = @Schema(type = SchemaType.STRING)))
    @APIResponse(
            responseCode = "200",
            description = "which modules were swapped, or that it was built anew",
            content = @Content(schema = @Schema(implementation = Change.class)))
    @APIResponse(responseCode = "404", description = "there is no such pipeline")
    @APIResponse(responseCode = "409", description = "another pipeline has the new name")
    @APIResponse(responseCode = "412", description = "the pipeline has changed meanwhile; see If-Match")
    @APIResponse(responseCode = "422", description = WRONG)
    public Response replace(
            @PathParam("id") String id,
            @HeaderParam("If-Match") @Nullable String ifMatch,
            @Parameter(schema = @Schema(type = SchemaType.BOOLEAN)) @QueryParam("dry-run") @Nullable String dryRun,
            @Context UriInfo request,
            InputStream body)
            throws IOException {
        String name = pipelines.find(id).name();
        String text = text(body);
        GraphPipeline graph = graph(name, reader.read("document", text));
        String expected = Asked.version(ifMatch);
        if (Asked.flag("dry-run", request)) {
            return Response.ok(pipelines.plan(id, graph, expected)).build();
        }
        Change change = pipelines.replace(id, graph, text, expected);
        return Response.ok(change).tag(pipelines.find(graph.name()).version()).build();
    }

    /** The only one of a document, else that of the name. */
    private static GraphPipeline graph(String name, GraphDocument document) {
        List<GraphPipeline> graphs = document.pipelines();
        if (graphs.size() == 1) {
            return graphs.getFirst();
        }
        return graphs.stream()
                .filter(graph -> graph.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new InvalidRequestException(
                        Reason.UNPROCESSABLE,
                        "the document has %d pipelines and none is '%s'".formatted(graphs.size(), name)));
    }

    @DELETE
    @Path("{id}")
    @Operation(operationId = "removePipeline", summary = "Removes a pipeline; packages within it end first")
    @APIResponse(responseCode = "204", description = "it takes no more packages")
    @APIResponse(responseCode = "404", description = "there is no such pipeline")
    @APIResponse(responseCode = "412", description = "the pipeline has changed meanwhile; see If-Match")
    public void remove(@PathParam("id") String id, @HeaderParam("If-Match") @Nullable String ifMatch) {
        pipelines.remove(id, Asked.version(ifMatch));
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
}
