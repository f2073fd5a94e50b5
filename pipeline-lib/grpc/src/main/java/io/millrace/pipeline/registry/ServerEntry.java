package io.millrace.pipeline.registry;

import java.time.Instant;

/**
 * A server in the list.
 *
 * @param server what it said of itself
 * @param presence where it stands
 * @param load its last report
 * @param since since when it is registered without a break
 */
public record ServerEntry(ServedModule server, Presence presence, LoadReport load, Instant since) {}
