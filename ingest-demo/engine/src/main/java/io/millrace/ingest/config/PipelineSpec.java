package io.millrace.ingest.config;

import java.util.List;

/**
 * A pipeline as a document wants it.
 *
 * @param name letters, digits, {@code _} and {@code -}, at most 64
 * @param source where rows come from
 * @param sinks where they go, at least one
 * @param buffer the log between them
 */
public record PipelineSpec(String name, SourceSpec<?> source, List<SinkSpec<?>> sinks, BufferSettings buffer) {

    public PipelineSpec {
        sinks = List.copyOf(sinks);
    }
}
