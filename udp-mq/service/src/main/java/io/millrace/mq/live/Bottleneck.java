package io.millrace.mq.live;

import java.util.List;

/**
 * Where a graph is held up.
 *
 * @param edge the queue that grows or is full; empty when a worker is merely busy
 * @param nodes what reads that queue, or the busiest worker
 * @param reason in words
 */
public record Bottleneck(String edge, List<String> nodes, String reason) {

    public Bottleneck {
        nodes = List.copyOf(nodes);
    }
}
