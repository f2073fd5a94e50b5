package io.millrace.ingest.type;

import io.millrace.core.time.Ticker;
import java.nio.file.Path;

/**
 * Where a sink stands.
 *
 * @param pipeline name of its pipeline
 * @param sink its name within the pipeline
 * @param base folder that relative paths of the document begin at
 * @param ticker the time
 */
public record SinkContext(String pipeline, String sink, Path base, Ticker ticker) {}
