package io.millrace.mq.live;

import java.util.List;

/**
 * An edge of the picture. What is counted covers all queues of the edge's port.
 *
 * @param name as in the topology
 * @param vuid the id in statistics
 * @param from nodes that put
 * @param to nodes that take
 * @param transport {@code in-process}, {@code udp}, {@code socket} or {@code kafka}
 * @param address empty when there is none
 * @param state {@code running}, or as of a node that reports to the hub
 * @param maxMessages bound of each queue
 * @param depth messages that wait
 * @param leased messages that are being handled
 * @param bytes of both
 * @param oldestSeconds age of the message that has waited longest
 * @param dropped messages that the overflow policy dropped
 * @param dead dead letters
 * @param in messages altogether
 * @param out messages altogether
 * @param inPerSecond messages of the last full second
 * @param outPerSecond messages of the last full second
 * @param latency how long messages waited
 */
public record LiveEdge(
        String name,
        String vuid,
        List<String> from,
        List<String> to,
        String transport,
        String address,
        String state,
        long maxMessages,
        long depth,
        long leased,
        long bytes,
        double oldestSeconds,
        long dropped,
        long dead,
        long in,
        long out,
        long inPerSecond,
        long outPerSecond,
        LiveLatency latency) {

    public LiveEdge {
        from = List.copyOf(from);
        to = List.copyOf(to);
    }
}
