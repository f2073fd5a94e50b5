package io.millrace.ingest.live;

import io.millrace.ingest.IngestPipeline;
import io.millrace.ingest.config.PipelineSpec;
import io.millrace.ingest.config.SinkSpec;
import io.millrace.ingest.letter.Letters;
import io.millrace.ingest.status.PipelineStatus;
import io.millrace.ingest.status.SinkStatus;
import java.util.List;
import java.util.Map;

/**
 * A pipeline now.
 *
 * @param name as in the document
 * @param state the worst of its parts
 * @param ready whether its source does what it was told to, and no sink has given up
 * @param source where rows come from
 * @param buffer what waits
 * @param sinks where rows go
 * @param letters dead letters of all sinks and of the source
 * @param lettersDropped dead letters that were dropped because there were too many
 */
public record LivePipeline(
        String name,
        LiveState state,
        boolean ready,
        LiveSource source,
        LiveBuffer buffer,
        List<LiveSink> sinks,
        long letters,
        long lettersDropped) {

    public LivePipeline {
        sinks = List.copyOf(sinks);
    }

    /** The pipeline at this moment. */
    public static LivePipeline of(IngestPipeline pipeline) {
        PipelineStatus status = pipeline.status();
        PipelineSpec spec = pipeline.spec();
        Letters letters = pipeline.letters();
        return new LivePipeline(
                status.name(),
                LiveState.of(status.state()),
                ready(status),
                LiveSource.of(status.source(), spec.source().shown()),
                LiveBuffer.of(status.buffer()),
                status.sinks().stream()
                        .map(sink -> LiveSink.of(sink, settings(spec, sink)))
                        .toList(),
                letters.count(),
                letters.dropped());
    }

    private static boolean ready(PipelineStatus status) {
        return LiveState.wanted(status.source().state())
                && status.sinks().stream().noneMatch(sink -> sink.state().text().equals("failed"));
    }

    private static Map<String, Object> settings(PipelineSpec spec, SinkStatus sink) {
        return spec.sinks().stream()
                .filter(one -> one.name().equals(sink.name()))
                .findFirst()
                .map(SinkSpec::shown)
                .orElse(Map.of());
    }
}
