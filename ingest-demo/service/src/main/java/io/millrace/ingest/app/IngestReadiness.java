package io.millrace.ingest.app;

import io.millrace.ingest.Ingest;
import io.millrace.ingest.live.LivePipeline;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.HealthCheckResponseBuilder;
import org.eclipse.microprofile.health.Readiness;

/**
 * Ready when every source does what it was told to, and no sink has given up. A source that was paused or stopped does
 * what it was told to; a sink that is tried again loses nothing meanwhile.
 */
@Readiness
@ApplicationScoped
class IngestReadiness implements HealthCheck {

    private final Ingest ingest;
    private final Documents documents;

    IngestReadiness(Ingest ingest, Documents documents) {
        this.ingest = ingest;
        this.documents = documents;
    }

    @Override
    public HealthCheckResponse call() {
        List<LivePipeline> pipelines =
                ingest.pipelines().stream().map(LivePipeline::of).toList();
        boolean whole = documents.view().failures().isEmpty();
        HealthCheckResponseBuilder answer = HealthCheckResponse.named("pipelines")
                .status(whole && !pipelines.isEmpty() && pipelines.stream().allMatch(LivePipeline::ready));
        pipelines.forEach(one -> answer.withData(one.name(), text(one)));
        documents.view().failures().forEach(failure -> answer.withData("failed", failure));
        return answer.build();
    }

    private static String text(LivePipeline pipeline) {
        StringBuilder text =
                new StringBuilder("source ").append(pipeline.source().state().name());
        pipeline.sinks()
                .forEach(sink -> text.append(", ")
                        .append(sink.name())
                        .append(' ')
                        .append(sink.state().name()));
        return text.toString();
    }
}
