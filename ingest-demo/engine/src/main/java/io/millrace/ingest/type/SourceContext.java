package io.millrace.ingest.type;

import io.millrace.core.time.Ticker;
import java.nio.file.Path;

/**
 * Where a source stands.
 *
 * @param pipeline name of its pipeline
 * @param base folder that relative paths of the document begin at
 * @param refusals takes what cannot be a row
 * @param ticker the time
 */
public record SourceContext(String pipeline, Path base, Refusals refusals, Ticker ticker) {}
