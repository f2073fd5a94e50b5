package io.millrace.ingest.status;

import java.util.List;

/**
 * A pipeline now.
 *
 * @param name as in the document
 * @param state the worst of its parts: failed, then backing off, then what the source does
 * @param source where rows come from
 * @param buffer what waits
 * @param sinks where rows go, in the order of the document
 */
public record PipelineStatus(
        String name, PartState state, SourceStatus source, BufferStatus buffer, List<SinkStatus> sinks) {

    public PipelineStatus {
        sinks = List.copyOf(sinks);
    }
}
