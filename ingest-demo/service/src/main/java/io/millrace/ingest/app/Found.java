package io.millrace.ingest.app;

import io.millrace.core.failure.InvalidRequestException;
import io.millrace.core.failure.InvalidRequestException.Reason;
import io.millrace.ingest.Ingest;
import io.millrace.ingest.IngestPipeline;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Finds pipelines for requests. */
final class Found {

    private final Ingest ingest;

    Found(Ingest ingest) {
        this.ingest = ingest;
    }

    /** The pipeline of that name; 404 when there is none. */
    IngestPipeline find(String name) {
        return ingest.pipeline(name)
                .orElseThrow(() -> new InvalidRequestException(
                        Reason.NOT_FOUND,
                        "there is no pipeline '" + name + "'; there are "
                                + ingest.pipelines().stream()
                                        .map(IngestPipeline::name)
                                        .collect(Collectors.joining(", "))));
    }

    /** The pipeline of that name, or all when none is named. */
    List<IngestPipeline> some(@Nullable String name) {
        return name == null ? ingest.pipelines() : List.of(find(name));
    }

    /** The pipeline of that name, or the only one when none is named. */
    IngestPipeline one(@Nullable String name) {
        if (name != null) {
            return find(name);
        }
        List<IngestPipeline> all = ingest.pipelines();
        if (all.size() != 1) {
            throw new InvalidRequestException(
                    Reason.MALFORMED, "parameter pipeline is missing; it names one of " + all.size() + " pipelines");
        }
        return all.getFirst();
    }
}
