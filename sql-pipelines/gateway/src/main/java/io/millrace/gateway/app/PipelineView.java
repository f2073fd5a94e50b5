package io.millrace.gateway.app;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import io.millrace.gateway.catalog.PipelineSpec;
import io.millrace.gateway.query.PipelineState;
import io.millrace.gateway.query.PipelineStatus;
import io.millrace.service.problem.FailureMapper;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * A pipeline in JSON: {@code name} and {@code sqls}, then the options that were set, then what was asked for about its
 * present state.
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
@Schema(name = "Pipeline", description = "A named pipeline: set-up statements, then one query")
record PipelineView(
        @Schema(examples = "pipeline3", required = true) String name,

        @Schema(
                examples = "[\"SELECT 1\"]",
                required = true,
                description = "One statement per element; the last is the query")
        List<String> sqls,

        @Schema(description = "false gives each reader a query of its own") @Nullable
        Boolean share,

        @Nullable String engine,

        @Schema(description = "block, drop-oldest, drop-newest, latest-by-key or disconnect") @Nullable
        String overflow,

        @Schema(description = "The column of latest-by-key") @Nullable
        String key,

        @JsonProperty("max-rows") @Nullable Long maxRows,
        @JsonProperty("max-bytes") @Nullable Long maxBytes,
        @JsonProperty("max-age") @Nullable String maxAge,

        @Schema(readOnly = true, description = "Why the pipeline cannot be read") @Nullable
        Map<String, Object> problem,

        @Schema(readOnly = true, description = "With ?status=true") @Nullable
        StatusView status) {

    /** A pipeline at work. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record StatusView(
            String state,
            String version,
            int queries,
            int readers,
            long rows,
            @Nullable Boolean bounded) {}

    static PipelineView of(PipelineSpec spec) {
        return of(spec, null, null);
    }

    /** The pipeline with what is wrong with it, and its state when that was asked for. */
    static PipelineView of(PipelineStatus status, boolean detailed) {
        Map<String, Object> problem = switch (status.state()) {
            case PipelineState.Ready _ -> null;
            case PipelineState.Refused(var why) -> FailureMapper.problem(why).members();
            case PipelineState.Unavailable(var why) ->
                FailureMapper.problem(why).members();
        };
        return of(status.spec(), problem, detailed ? view(status) : null);
    }

    private static StatusView view(PipelineStatus status) {
        return new StatusView(
                QueryMeters.state(status.state()),
                status.version(),
                status.queries(),
                status.readers(),
                status.rows(),
                status.state() instanceof PipelineState.Ready(var plan) ? plan.bounded() : null);
    }

    private static PipelineView of(
            PipelineSpec spec, @Nullable Map<String, Object> problem, @Nullable StatusView status) {
        return new PipelineView(
                spec.name(),
                spec.sqls(),
                spec.share() ? null : Boolean.FALSE,
                spec.engine(),
                spec.overflow() == null ? null : spec.overflow().text(),
                spec.key(),
                spec.maxRows(),
                spec.maxBytes(),
                spec.maxAge() == null ? null : text(spec.maxAge()),
                problem,
                status);
    }

    private static String text(Duration age) {
        return age.toMillis() % 1000 == 0 ? age.toSeconds() + "s" : age.toMillis() + "ms";
    }
}
