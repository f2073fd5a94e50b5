package io.millrace.gateway.app;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.millrace.gateway.query.QueryStatus;
import java.util.Locale;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** A running query in JSON. */
@Schema(name = "Query")
record QueryView(
        @Schema(examples = "q7") String id,
        String pipeline,

        @Schema(description = "starting, running or stopping")
        String state,

        @Schema(description = "true when later readers join it")
        boolean shared,

        long rows,
        long bytes,
        int readers,
        @Schema(description = "Rows that readers missed") long dropped,
        @JsonProperty("started_at") String startedAt,
        @JsonProperty("age_seconds") double ageSeconds) {

    static QueryView of(QueryStatus status) {
        return new QueryView(
                status.id(),
                status.pipeline(),
                status.state().name().toLowerCase(Locale.ROOT),
                status.shared(),
                status.rows(),
                status.bytes(),
                status.readers(),
                status.dropped(),
                status.startedAt().toString(),
                status.age().toMillis() / 1000.0);
    }
}
