package io.millrace.pipeline.registry;

import java.time.Duration;

/**
 * What a server gets when it registers.
 *
 * @param id names the lease in heartbeats
 * @param heartbeat how often to send one
 * @param lease after so long without one the server counts as silent
 */
public record RegistryLease(String id, Duration heartbeat, Duration lease) {}
