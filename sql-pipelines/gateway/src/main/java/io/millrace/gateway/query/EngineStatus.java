package io.millrace.gateway.query;

import org.jspecify.annotations.Nullable;

/**
 * How the server stands that pipelines run on.
 *
 * @param engine its engine's name
 * @param problem why it could not be used when it was last tried, null when it could
 */
public record EngineStatus(String engine, @Nullable String problem) {}
