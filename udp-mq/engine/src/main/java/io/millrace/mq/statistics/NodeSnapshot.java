package io.millrace.mq.statistics;

import java.util.List;

/**
 * What a node has counted since it started.
 *
 * @param function the name in statistics, for example {@code Marketspread}
 * @param vuid the node's own id
 * @param in messages that came in, altogether
 * @param out messages that went out, altogether
 * @param inPerSecond messages that came in during the last full second
 * @param outPerSecond messages that went out during the last full second
 * @param recent latencies of about the last ten seconds
 * @param total latencies since the start
 * @param bins latencies since the start by powers of ten, smallest first, empty ones left out
 * @param latencySeconds sum of all latencies
 */
public record NodeSnapshot(
        String function,
        String vuid,
        long in,
        long out,
        long inPerSecond,
        long outPerSecond,
        Percentiles recent,
        Percentiles total,
        List<LatencyBin> bins,
        double latencySeconds) {

    public NodeSnapshot {
        bins = List.copyOf(bins);
    }
}
