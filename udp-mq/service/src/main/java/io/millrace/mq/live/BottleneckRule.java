package io.millrace.mq.live;

import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Finds the bottleneck, by the first of three that holds: a queue that is at least nine tenths full, the fullest; a
 * queue that has grown by at least 100 messages within ten seconds, the one that grew most; a worker that was busy for
 * at least 80 % of the last second, the busiest. Of a queue, what reads it is the bottleneck.
 *
 * <p><b>Threading:</b> not thread-safe; called once per second.
 */
final class BottleneckRule {

    private static final int SECONDS = 10;
    private static final long GROWTH = 100;
    private static final double FULL = 0.9;
    private static final double BUSY = 0.8;

    private final Map<String, Deque<Long>> depths = new HashMap<>();

    @Nullable
    Bottleneck find(List<LiveNode> nodes, List<LiveEdge> edges) {
        edges.forEach(this::remember);
        return full(edges).or(() -> growing(edges)).or(() -> busy(nodes)).orElse(null);
    }

    private void remember(LiveEdge edge) {
        Deque<Long> known = depths.computeIfAbsent(edge.name(), _ -> new ArrayDeque<>());
        known.addLast(edge.depth());
        if (known.size() > SECONDS + 1) {
            known.removeFirst();
        }
    }

    private static Optional<Bottleneck> full(List<LiveEdge> edges) {
        return edges.stream()
                .filter(edge -> edge.maxMessages() > 0 && share(edge) >= FULL)
                .max(Comparator.comparingDouble(BottleneckRule::share))
                .map(edge -> new Bottleneck(
                        edge.name(),
                        edge.to(),
                        String.format(Locale.ROOT, "queue %s is %.0f %% full", edge.name(), 100 * share(edge))));
    }

    private static double share(LiveEdge edge) {
        return (double) (edge.depth() + edge.leased()) / edge.maxMessages();
    }

    private Optional<Bottleneck> growing(List<LiveEdge> edges) {
        return edges.stream()
                .filter(edge -> growth(edge) >= GROWTH)
                .max(Comparator.comparingLong(this::growth))
                .map(edge -> new Bottleneck(
                        edge.name(),
                        edge.to(),
                        "queue %s grew by %d messages in %d s".formatted(edge.name(), growth(edge), seconds(edge))));
    }

    private long growth(LiveEdge edge) {
        return edge.depth() - known(edge).getFirst();
    }

    private int seconds(LiveEdge edge) {
        return known(edge).size() - 1;
    }

    private Deque<Long> known(LiveEdge edge) {
        return depths.getOrDefault(edge.name(), new ArrayDeque<>(List.of(0L)));
    }

    private static Optional<Bottleneck> busy(List<LiveNode> nodes) {
        return nodes.stream()
                .filter(node -> node.kind().equals("worker") && node.busy() >= BUSY)
                .max(Comparator.comparingDouble(LiveNode::busy))
                .map(node -> new Bottleneck(
                        "",
                        List.of(node.name()),
                        String.format(
                                Locale.ROOT,
                                "worker %s is busy for %.0f %% of the time",
                                node.name(),
                                100 * node.busy())));
    }
}
