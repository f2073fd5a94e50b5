package io.millrace.pipeline.app;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.millrace.core.failure.StreamException;
import io.millrace.core.time.Ticker;
import io.millrace.pipeline.DataPackage;
import io.millrace.pipeline.ExecuteOptions;
import io.millrace.pipeline.app.JsonData.Line;
import io.millrace.pipeline.app.PackageJson.Accepted;
import io.millrace.pipeline.app.PackageJson.Result;
import io.millrace.pipeline.app.PackageJson.Whole;
import io.millrace.pipeline.live.ServedPipelines;
import io.millrace.service.app.BodyReader;
import io.millrace.service.problem.FailureMapper;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.StreamingOutput;
import jakarta.ws.rs.core.UriInfo;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
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

@Path("/api/v1/pipelines/{id}/execute")
@Tag(name = "packages", description = "Packages: sending them, and what became of them")
@RunOnVirtualThread
final class ExecuteResource {

    private static final String NDJSON = "application/x-ndjson";
    private static final Duration MAX_WAIT = Duration.ofHours(1);

    private final ServedPipelines pipelines;
    private final ModulesConfig config;
    private final BodyReader bodies;
    private final ObjectMapper json;
    private final Ticker ticker;

    ExecuteResource(
            ServedPipelines pipelines, ModulesConfig config, BodyReader bodies, ObjectMapper json, Ticker ticker) {
        this.pipelines = pipelines;
        this.config = config;
        this.bodies = bodies;
        this.json = json;
        this.ticker = ticker;
    }

    /** What a request may ask for its packages. */
    static final class Wishes {

        @Parameter(description = "the instance; the first that takes packages when it is left out")
        @QueryParam("instance")
        @Nullable
        String instance;

        @Parameter(description = "orders packages under ORDER_BY_KEY and names them under latest-by-key")
        @QueryParam("key")
        @Nullable
        String key;

        @Parameter(
                description = "higher ones leave a queue first; 0 when it is left out",
                schema = @Schema(type = SchemaType.INTEGER))
        @QueryParam("priority")
        @Nullable
        String priority;

        @Parameter(description = "how long a package may take to its end, such as 5s; it ends in an error after that")
        @QueryParam("deadline")
        @Nullable
        String deadline;

        @Parameter(description = "how long to wait for outcomes, such as 5s")
        @QueryParam("timeout")
        @Nullable
        String timeout;

        ExecuteOptions options() {
            ExecuteOptions options = ExecuteOptions.DEFAULT
                    .withPriority(Asked.integer("priority", priority, 0))
                    .withDeadline(Asked.duration("deadline", deadline, Duration.ZERO, MAX_WAIT));
            return key == null ? options : options.withKey(key);
        }
    }

    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    @Produces(MediaType.APPLICATION_JSON)
    @Operation(
            operationId = "execute",
            summary = "Sends a package, whose data is the body, and waits for its end; ?async=true does not wait")
    @RequestBody(
            content =
                    @Content(
                            schema = @Schema(description = "the data of the package: any JSON value"),
                            examples = @ExampleObject(name = "greetings", value = Examples.DATA)))
    @APIResponse(
            responseCode = "200",
            description = "the package has ended; status says how: SUCCESS, EXIT, ERROR, OVERFLOW or OUTDATED",
            content = @Content(schema = @Schema(implementation = Whole.class)))
    @APIResponse(
            responseCode = "202",
            description = "it is under way: asked for by async, or the time was over",
            content = @Content(schema = @Schema(implementation = Accepted.class)))
    @APIResponse(responseCode = "400", description = "the body is no JSON, or a parameter is wrong")
    @APIResponse(responseCode = "404", description = "there is no such pipeline or instance")
    @APIResponse(responseCode = "503", description = "the instance takes no more packages, or was full for too long")
    public Response execute(
            @PathParam("id") String id,
            @BeanParam Wishes wishes,
            @Parameter(
                            description = "true: answer at once with the package's identifier",
                            schema = @Schema(type = SchemaType.BOOLEAN))
                    @QueryParam("async")
                    @Nullable
                    String async,
            @Context UriInfo request,
            InputStream body)
            throws IOException, InterruptedException {
        Sending sending = sending(id, wishes);
        boolean wait = !Asked.flag("async", request);
        Object data = JsonData.value(bodies.read(body));
        DataPackage<Object> sent = wait ? sending.await(data) : sending.send(data, _ -> {});
        if (wait && sent.status().isFinal()) {
            return Response.ok(Whole.of(sent.snapshot())).build();
        }
        String location = "/api/v1/packages/" + sent.id();
        return Response.accepted(new Accepted(sent.id(), sent.status().name(), location))
                .header("Location", location)
                .build();
    }

    private Sending sending(String id, Wishes wishes) {
        return new Sending(
                pipelines,
                pipelines.find(id),
                wishes.instance,
                wishes.options(),
                Asked.duration("timeout", wishes.timeout, config.executeTimeout(), MAX_WAIT));
    }

    @POST
    @Consumes({NDJSON, "application/ndjson"})
    @Produces(NDJSON)
    @Operation(
            operationId = "executeMany",
            summary = "Sends a package for each line, and gives a line for each as it ends")
    @RequestBody(
            content =
                    @Content(
                            mediaType = NDJSON,
                            schema = @Schema(description = "the data of one package on each line: any JSON value"),
                            examples = @ExampleObject(name = "greetings", value = Examples.LINES)))
    @APIResponse(
            responseCode = "200",
            description = "one line for each package in the order of their ends; those that had not ended when the time"
                    + " was over come last, with the status they had",
            content = @Content(mediaType = NDJSON, schema = @Schema(implementation = Result.class)))
    @APIResponse(responseCode = "400", description = "a line is no JSON; nothing was sent")
    @APIResponse(responseCode = "404", description = "there is no such pipeline or instance")
    public Response executeMany(@PathParam("id") String id, @BeanParam Wishes wishes, InputStream body)
            throws IOException {
        Sending sending = sending(id, wishes);
        List<Line> lines = JsonData.lines(bodies.read(body));
        Batch batch = new Batch(sending, lines, config.batchWindow(), ticker);
        StreamingOutput output = out -> run(batch, out);
        return Response.ok(output, NDJSON).build();
    }

    private void run(Batch batch, OutputStream out) throws IOException {
        try {
            batch.run((line, dataPackage, more) -> {
                write(out, json.writeValueAsString(Result.of(dataPackage.snapshot(), line)));
                if (!more) {
                    out.flush();
                }
            });
        } catch (StreamException e) {
            write(out, FailureMapper.problem(e).toJson());
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        } catch (IOException | RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new IOException(e);
        }
    }

    private static void write(OutputStream out, String line) throws IOException {
        out.write((line + "\n").getBytes(StandardCharsets.UTF_8));
    }
}
