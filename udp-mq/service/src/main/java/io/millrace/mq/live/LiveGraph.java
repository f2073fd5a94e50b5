package io.millrace.mq.live;

import static java.util.Objects.requireNonNull;

import io.millrace.core.time.Ticker;
import io.millrace.mq.hub.Hub;
import io.millrace.mq.hub.HubReport;
import io.millrace.mq.queue.MessageQueues;
import io.millrace.mq.topology.EdgeSpec;
import io.millrace.mq.topology.EdgeStatus;
import io.millrace.mq.topology.NodeSpec;
import io.millrace.mq.topology.NodeStatus;
import io.millrace.mq.topology.Topology;
import io.millrace.mq.topology.TopologyRun;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Looks at the graph of this process, at one that runs elsewhere and reports to the hub, and at what else reports.
 *
 * <p><b>Threading:</b> {@link #look} is for one thread, once per second; all else is thread-safe.
 */
public final class LiveGraph {

    private final TopologyRun run;
    private final @Nullable Topology observed;
    private final Hub hub;
    private final Ticker ticker;
    private final LiveHistory history = new LiveHistory();
    private final BottleneckRule rule = new BottleneckRule();
    private final Map<String, Double> busySeconds = new HashMap<>();
    private long lastNanos;
    private volatile @Nullable LiveStatus last;
    private volatile Map<String, QueueTotals> totals = Map.of();

    /**
     * A picture of these.
     *
     * @param observed a topology whose nodes run elsewhere; null when there is none
     */
    public LiveGraph(TopologyRun run, @Nullable Topology observed, Hub hub, Ticker ticker) {
        this.run = requireNonNull(run, "run is null");
        this.observed = observed;
        this.hub = requireNonNull(hub, "hub is null");
        this.ticker = requireNonNull(ticker, "ticker is null");
        this.lastNanos = ticker.nanos();
    }

    /** What was seen last; looks once when nothing was seen yet. */
    public LiveStatus status() {
        LiveStatus seen = last;
        return seen == null ? look() : seen;
    }

    /** The last five minutes. */
    public LiveHistory history() {
        return history;
    }

    /** The queues of an edge of this process, as seen last. */
    public QueueTotals totals(String edge) {
        return totals.getOrDefault(edge, QueueTotals.NONE);
    }

    /** Looks now. */
    public synchronized LiveStatus look() {
        Map<String, HubReport> reports = new LinkedHashMap<>();
        hub.reports().forEach(report -> reports.put(report.pipelineKey(), report));
        List<LiveNode> nodes = new ArrayList<>();
        List<LiveEdge> edges = new ArrayList<>();
        own(nodes, edges);
        // nodes of this process may report to the hub too, and are known better from inside
        nodes.forEach(node -> reports.remove(node.vuid()));
        edges.forEach(edge -> reports.remove(edge.vuid()));
        if (observed != null) {
            observed(observed, reports, nodes, edges);
        }
        reports.values().forEach(report -> nodes.add(reported(report.pipelineKey(), "reported", "", report)));
        LiveStatus status = new LiveStatus(
                ticker.now().getEpochSecond(),
                observed == null ? run.topology().name() : observed.name(),
                nodes,
                edges,
                rule.find(nodes, edges),
                run.orders());
        history.add(status);
        last = status;
        return status;
    }

    private void own(List<LiveNode> nodes, List<LiveEdge> edges) {
        long now = ticker.nanos();
        double elapsed = Math.max(1e-3, (now - lastNanos) / 1e9);
        lastNanos = now;
        run.nodes().forEach(node -> nodes.add(node(node, elapsed)));
        Map<String, QueueTotals> seen = new HashMap<>();
        for (EdgeStatus edge : run.edges()) {
            QueueTotals sums = run.queues(edge.spec().name())
                    .map(MessageQueues::statuses)
                    .map(QueueTotals::of)
                    .orElse(QueueTotals.NONE);
            seen.put(edge.spec().name(), sums);
            edges.add(edge(edge, sums));
        }
        totals = Map.copyOf(seen);
    }

    private LiveNode node(NodeStatus node, double elapsed) {
        double spent = node.statistics().latencySeconds();
        Double before = busySeconds.put(node.name(), spent);
        double busy =
                before == null || !node.kind().equals("worker") ? 0 : Math.clamp((spent - before) / elapsed, 0.0, 1.0);
        return new LiveNode(
                node.name(),
                node.statistics().vuid(),
                node.kind(),
                node.function(),
                node.state(),
                node.detail(),
                node.statistics().in(),
                node.statistics().out(),
                node.statistics().inPerSecond(),
                node.statistics().outPerSecond(),
                node.rejected(),
                busy,
                LiveLatency.of(node.statistics().recent()));
    }

    private LiveEdge edge(EdgeStatus edge, QueueTotals sums) {
        EdgeSpec spec = edge.spec();
        String address = run.queueNode(spec.name())
                .map(node ->
                        node.address().getHostString() + ":" + node.address().getPort())
                .orElse(spec.address() == null ? "" : spec.address());
        return new LiveEdge(
                spec.name(),
                spec.vuid(),
                spec.from(),
                spec.to(),
                spec.transport().text(),
                address,
                "running",
                run.queues(spec.name()).isPresent() ? spec.queue().maxMessages() : 0,
                sums.depth(),
                sums.leased(),
                sums.bytes(),
                sums.oldestSeconds(),
                sums.dropped(),
                sums.dead(),
                edge.statistics().in(),
                edge.statistics().out(),
                edge.statistics().inPerSecond(),
                edge.statistics().outPerSecond(),
                LiveLatency.of(edge.statistics().recent()));
    }

    private static void observed(
            Topology topology, Map<String, HubReport> reports, List<LiveNode> nodes, List<LiveEdge> edges) {
        for (NodeSpec node : topology.nodes()) {
            String function = node instanceof NodeSpec.Worker worker ? worker.function() : "";
            nodes.add(reported(node.name(), node.kind(), function, reports.remove(node.vuid())));
        }
        for (EdgeSpec edge : topology.edges()) {
            edges.add(reported(edge, reports.remove(edge.vuid())));
        }
    }

    private static LiveNode reported(String name, String kind, String function, @Nullable HubReport report) {
        long rate = report == null ? 0 : report.perSecond();
        return new LiveNode(
                name,
                report == null ? name : report.pipelineKey(),
                kind,
                function,
                report == null ? "unseen" : report.state(),
                report == null ? "" : "last report " + Math.round(report.ageSeconds()) + " s ago",
                0,
                0,
                0,
                rate,
                0,
                0,
                report == null ? new LiveLatency(0, 0, 0, 0, 0, 0) : LiveLatency.of(report));
    }

    private static LiveEdge reported(EdgeSpec edge, @Nullable HubReport report) {
        return new LiveEdge(
                edge.name(),
                edge.vuid(),
                edge.from(),
                edge.to(),
                edge.transport().text(),
                edge.address() == null ? "" : edge.address(),
                report == null ? "unseen" : report.state(),
                0,
                0,
                0,
                0,
                0,
                0,
                0,
                0,
                0,
                0,
                report == null ? 0 : report.perSecond(),
                report == null ? new LiveLatency(0, 0, 0, 0, 0, 0) : LiveLatency.of(report));
    }
}
