package io.millrace.ingest.config;

import java.nio.file.Path;
import java.util.List;

/**
 * A document of pipelines that can be run.
 *
 * @param pipelines in the order of the document, at least one
 * @param base folder that relative paths begin at
 */
public record IngestDocument(List<PipelineSpec> pipelines, Path base) {

    public IngestDocument {
        pipelines = List.copyOf(pipelines);
    }
}
