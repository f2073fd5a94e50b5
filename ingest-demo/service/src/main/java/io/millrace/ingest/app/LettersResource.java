package io.millrace.ingest.app;

import io.millrace.core.failure.InvalidRequestException;
import io.millrace.core.failure.InvalidRequestException.Reason;
import io.millrace.ingest.IngestPipeline;
import io.millrace.ingest.letter.Letter;
import io.millrace.ingest.letter.LetterQuery;
import io.millrace.ingest.letter.Letters;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

@Path("/v1/dead-letters")
@Tag(name = "dead letters", description = "What could not be stored, and why")
@Produces(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
final class LettersResource {

    private static final int LIMIT = 100;
    private static final int MAX_LIMIT = 1_000;
    private static final String PIPELINE = "name of a pipeline; may be left out when there is only one";

    private final Found found;

    LettersResource(Found found) {
        this.found = found;
    }

    /**
     * A message or row that could not be stored.
     *
     * @param sink that refused it; null when the source did
     * @param reason why
     * @param replaying whether it waits to be written again
     * @param attempts how often it was written again and refused
     * @param text the row or message
     */
    @Schema(name = "DeadLetter")
    record LetterView(
            String pipeline,
            long id,
            @Nullable String sink,
            String reason,
            Instant time,
            boolean replaying,
            int attempts,
            String text) {

        static LetterView of(String pipeline, Letter letter) {
            return new LetterView(
                    pipeline,
                    letter.id(),
                    letter.sink(),
                    letter.reason(),
                    letter.time(),
                    letter.replaying(),
                    letter.attempts(),
                    letter.text());
        }
    }

    /**
     * Dead letters of a pipeline, newest first.
     *
     * @param total all there are
     * @param counts by sink, and {@code source}
     * @param dropped letters that were dropped because there were too many
     * @param next ask for it with {@code after} to get the next page; null on the last one
     */
    @Schema(name = "DeadLetterPage")
    record LetterPage(
            String pipeline,
            long total,
            Map<String, Long> counts,
            long dropped,
            List<LetterView> letters,
            @Nullable Long next) {}

    /** How many letters it was done with. */
    @Schema(name = "DeadLettersDone")
    record Done(String pipeline, int letters) {}

    @GET
    @Operation(operationId = "deadLetters", summary = "Dead letters of a pipeline, newest first")
    public LetterPage letters(
            @Parameter(description = PIPELINE) @QueryParam("pipeline") @Nullable String pipeline,
            @Parameter(description = "name of a sink, or source") @QueryParam("sink") @Nullable String sink,
            @Parameter(schema = @Schema(type = SchemaType.INTEGER)) @QueryParam("limit") @Nullable String limit,
            @Parameter(schema = @Schema(type = SchemaType.INTEGER)) @QueryParam("after") @Nullable String after) {
        int size = Asked.integer("limit", limit, LIMIT, 1, MAX_LIMIT);
        long before = Asked.number("after", after, Long.MAX_VALUE, 0, Long.MAX_VALUE);
        IngestPipeline one = found.one(Asked.text(pipeline));
        Letters letters = one.letters();
        List<Letter> page = letters.list(new LetterQuery(Asked.text(sink), before, size));
        return new LetterPage(
                one.name(),
                letters.count(),
                letters.counts(),
                letters.dropped(),
                page.stream().map(letter -> LetterView.of(one.name(), letter)).toList(),
                page.size() < size ? null : page.getLast().id());
    }

    @POST
    @Path("replay")
    @Operation(
            operationId = "replay",
            summary = "Has dead letters written to their sinks again, in the background",
            description = "By ids, or all of the pipeline or sink with all=true. Letters of the source are left out.")
    public Done replay(
            @Parameter(description = PIPELINE) @QueryParam("pipeline") @Nullable String pipeline,
            @QueryParam("sink") @Nullable String sink,
            @Parameter(description = "several with commas between") @QueryParam("id") @Nullable String id,
            @Parameter(schema = @Schema(type = SchemaType.BOOLEAN)) @QueryParam("all") @Nullable String all) {
        IngestPipeline one = found.one(Asked.text(pipeline));
        List<Long> ids = ids(id, all);
        return new Done(
                one.name(),
                ids == null
                        ? one.letters().replayAll(Asked.text(sink))
                        : one.letters().replay(ids));
    }

    @DELETE
    @Operation(
            operationId = "discard",
            summary = "Forgets dead letters for good",
            description = "By ids, or all of the pipeline or sink with all=true.")
    public Done discard(
            @Parameter(description = PIPELINE) @QueryParam("pipeline") @Nullable String pipeline,
            @Parameter(description = "name of a sink, or source") @QueryParam("sink") @Nullable String sink,
            @Parameter(description = "several with commas between") @QueryParam("id") @Nullable String id,
            @Parameter(schema = @Schema(type = SchemaType.BOOLEAN)) @QueryParam("all") @Nullable String all) {
        IngestPipeline one = found.one(Asked.text(pipeline));
        List<Long> ids = ids(id, all);
        return new Done(
                one.name(),
                ids == null
                        ? one.letters().discardAll(Asked.text(sink))
                        : one.letters().discard(ids));
    }

    /** Null for all: that is to be said, not left out. */
    private static @Nullable List<Long> ids(@Nullable String id, @Nullable String all) {
        List<Long> ids = Asked.numbers("id", id);
        boolean everything = all != null && !all.equals("false");
        if (ids == null && !everything) {
            throw new InvalidRequestException(
                    Reason.MALFORMED, "parameter id names letters, as 17 or 17,18; all=true is for all of them");
        }
        if (ids != null && everything) {
            throw new InvalidRequestException(Reason.MALFORMED, "parameters id and all exclude each other");
        }
        return ids;
    }
}
