package io.millrace.mq.topology;

import io.millrace.mq.statistics.NodeSnapshot;

/**
 * What a node of a running graph does.
 *
 * @param name as in the file
 * @param kind {@code feeder}, {@code worker} or {@code sink}
 * @param function of a worker, else empty
 * @param state one word: {@code starting}, {@code running}, {@code backing-off}, {@code stopped}, {@code failed}
 * @param detail why it failed or backs off, else empty
 * @param rejected messages that went to the dead letters, malformed ones of a sink
 * @param statistics rates, totals and latencies
 */
public record NodeStatus(
        String name,
        String kind,
        String function,
        String state,
        String detail,
        long rejected,
        NodeSnapshot statistics) {}
