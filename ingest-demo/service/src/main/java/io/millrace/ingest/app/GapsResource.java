package io.millrace.ingest.app;

import io.millrace.ingest.live.LiveSeries;
import io.millrace.ingest.type.Gap;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.time.Instant;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

@Path("/v1")
@Tag(name = "trades", description = "Which trades came, and which did not")
@Produces(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
final class GapsResource {

    private static final int LIMIT = 100;
    private static final int MAX_LIMIT = 1_000;

    private final Found found;

    GapsResource(Found found) {
        this.found = found;
    }

    /**
     * A stretch of trades that did not come when they should have.
     *
     * @param first first missing trade id
     * @param last last missing trade id
     * @param state open, refilled or lost
     * @param missing trades still missing
     * @param refilled trades that were fetched, or came late
     * @param reason why it was given up
     */
    @Schema(name = "Gap")
    record GapView(
            String pipeline,
            String series,
            long first,
            long last,
            String state,
            Instant opened,
            @Nullable Instant closed,
            long missing,
            long refilled,
            @Nullable String reason) {

        static GapView of(String pipeline, Gap gap) {
            return new GapView(
                    pipeline,
                    gap.series(),
                    gap.first(),
                    gap.last(),
                    text(gap.state()),
                    gap.opened(),
                    gap.closed(),
                    gap.missing(),
                    gap.refilled(),
                    gap.reason());
        }
    }

    /**
     * Gaps, newest first.
     *
     * @param total on all pages
     * @param next the offset of the next page; null on the last one
     */
    @Schema(name = "GapPage")
    record GapPage(long total, List<GapView> gaps, @Nullable Integer next) {}

    /** What is known of each product. */
    @Schema(name = "SeriesList")
    record SeriesList(boolean complete, List<LiveSeries> series) {}

    @GET
    @Path("gaps")
    @Operation(
            operationId = "gaps",
            summary = "Stretches of missing trades, newest first: all that are open, and the last that were closed")
    public GapPage gaps(
            @QueryParam("pipeline") @Nullable String pipeline,
            @QueryParam("series") @Nullable String series,
            @Parameter(schema = @Schema(enumeration = {"open", "refilled", "lost"})) @QueryParam("state") @Nullable
                    String state,
            @Parameter(schema = @Schema(type = SchemaType.INTEGER)) @QueryParam("limit") @Nullable String limit,
            @Parameter(schema = @Schema(type = SchemaType.INTEGER)) @QueryParam("offset") @Nullable String offset) {
        Gap.State wanted = state(Asked.text(state));
        String product = Asked.text(series);
        int size = Asked.integer("limit", limit, LIMIT, 1, MAX_LIMIT);
        int from = Asked.integer("offset", offset, 0, 0, Integer.MAX_VALUE);
        List<GapView> all = found.some(Asked.text(pipeline)).stream()
                .flatMap(one -> one.gaps().stream()
                        .filter(gap -> wanted == null || gap.state() == wanted)
                        .filter(gap -> product == null || gap.series().equals(product))
                        .map(gap -> GapView.of(one.name(), gap)))
                .sorted(Comparator.comparing(GapView::opened).reversed())
                .toList();
        List<GapView> page = all.stream().skip(from).limit(size).toList();
        int next = from + page.size();
        return new GapPage(all.size(), page, next < all.size() && !page.isEmpty() ? next : null);
    }

    private static Gap.@Nullable State state(@Nullable String text) {
        if (text == null) {
            return null;
        }
        return Arrays.stream(Gap.State.values())
                .filter(state -> text(state).equals(text))
                .findFirst()
                .orElseThrow(() -> Asked.bad(
                        "state",
                        text,
                        Arrays.stream(Gap.State.values())
                                .map(GapsResource::text)
                                .collect(Collectors.joining(", "))));
    }

    private static String text(Gap.State state) {
        return state.name().toLowerCase(Locale.ROOT);
    }

    @GET
    @Path("series")
    @Operation(operationId = "series", summary = "What is known of the trades of each product, and whether it is all")
    public SeriesList series(@QueryParam("pipeline") @Nullable String pipeline) {
        List<LiveSeries> all = found.some(Asked.text(pipeline)).stream()
                .flatMap(one -> one.series().stream().map(account -> LiveSeries.of(one.name(), account)))
                .toList();
        return new SeriesList(all.stream().allMatch(LiveSeries::complete), all);
    }
}
