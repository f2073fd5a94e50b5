package io.millrace.mq.live;

import io.millrace.mq.topology.OrderReport;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A graph at one second.
 *
 * @param time epoch second
 * @param name of the topology
 * @param nodes in the order of the file, those that only the hub knows last
 * @param edges in the order of the file
 * @param bottleneck null when nothing is held up
 * @param orders what the sinks of this process saw of market-spread
 */
public record LiveStatus(
        long time,
        String name,
        List<LiveNode> nodes,
        List<LiveEdge> edges,
        @Nullable Bottleneck bottleneck,
        OrderReport orders) {

    public LiveStatus {
        nodes = List.copyOf(nodes);
        edges = List.copyOf(edges);
    }
}
