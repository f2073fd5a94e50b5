package io.millrace.pipeline.registry;

import static java.util.Objects.requireNonNull;

import java.time.Duration;

/**
 * The bounds of a registry.
 *
 * @param heartbeat how often servers report, positive
 * @param lease after so long without a heartbeat a server counts as silent; more than {@code heartbeat}
 * @param forget after so long without one it leaves the list; at least {@code lease}
 * @param maxServers how many servers at most
 * @param maxWatchers how many pipelines follow at most
 */
public record RegistrySettings(Duration heartbeat, Duration lease, Duration forget, int maxServers, int maxWatchers) {

    /** A heartbeat each second, silent after 3 s, forgotten after 5 minutes, 10,000 servers and watchers. */
    public static final RegistrySettings DEFAULT =
            new RegistrySettings(Duration.ofSeconds(1), Duration.ofSeconds(3), Duration.ofMinutes(5), 10_000, 10_000);

    public RegistrySettings {
        requireNonNull(heartbeat, "heartbeat is null");
        requireNonNull(lease, "lease is null");
        requireNonNull(forget, "forget is null");
        if (!heartbeat.isPositive()) {
            throw new IllegalArgumentException("heartbeat must be positive, was " + heartbeat);
        }
        if (lease.compareTo(heartbeat) <= 0) {
            throw new IllegalArgumentException("lease must be more than heartbeat (" + heartbeat + "), was " + lease);
        }
        if (forget.compareTo(lease) < 0) {
            throw new IllegalArgumentException("forget must be at least lease (" + lease + "), was " + forget);
        }
        if (maxServers < 1 || maxWatchers < 1) {
            throw new IllegalArgumentException(
                    "maxServers and maxWatchers must be at least 1, were " + maxServers + " and " + maxWatchers);
        }
    }
}
