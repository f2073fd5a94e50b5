package io.millrace.gateway.query;

import io.millrace.gateway.catalog.PipelineSpec;

/**
 * A pipeline as it stands.
 *
 * @param version changes with the pipeline, for {@code ETag}
 * @param queries that run now
 * @param readers of these queries
 * @param rows that its queries have given since the pipeline was installed
 */
public record PipelineStatus(
        PipelineSpec spec, String version, PipelineState state, int queries, int readers, long rows) {}
