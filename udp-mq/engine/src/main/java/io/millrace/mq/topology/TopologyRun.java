package io.millrace.mq.topology;

import io.millrace.core.failure.StreamException;
import io.millrace.core.net.HostPort;
import io.millrace.core.time.Ticker;
import io.millrace.mq.node.QueueNode;
import io.millrace.mq.queue.MessageQueues;
import io.millrace.mq.statistics.NodeStatistics;
import io.millrace.mq.statistics.StatisticsSender;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A graph that runs in this process: all its nodes, and all its queues.
 *
 * <p><b>Threading:</b> thread-safe.
 */
public final class TopologyRun implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(TopologyRun.class);

    private final Topology topology;
    private final Ticker ticker;
    private final OrderTally orders = new OrderTally();
    private final Map<String, RunningEdge> edges = new LinkedHashMap<>();
    private final Map<String, RunningNode> nodes = new LinkedHashMap<>();
    private @Nullable StatisticsSender sender;

    private TopologyRun(Topology topology, Ticker ticker) {
        this.topology = topology;
        this.ticker = ticker;
    }

    /**
     * Starts everything: queues first, then sinks, workers and feeders.
     *
     * @throws StreamException when a port, a folder or a file cannot be opened; nothing is left running then
     */
    public static TopologyRun start(Topology topology, Ticker ticker) {
        TopologyRun run = new TopologyRun(topology, ticker);
        try {
            run.start();
        } catch (RuntimeException e) {
            run.close();
            throw e;
        }
        log.info(
                "topology {} running, nodes={} edges={}",
                topology.name(),
                topology.nodes().size(),
                topology.edges().size());
        return run;
    }

    private void start() {
        RunningParts parts = new RunningParts(topology, edges, orders, this::settled, ticker);
        parts.checkFiles();
        parts.sinks().forEach(sink -> nodes.put(sink.spec().name(), sink));
        for (EdgeSpec edge : topology.edges()) {
            edges.put(edge.name(), parts.edge(edge, nodes));
        }
        for (RunningNode sink : List.copyOf(nodes.values())) {
            sink.start(parts);
        }
        for (NodeSpec node : topology.nodes()) {
            if (node instanceof NodeSpec.Worker worker) {
                nodes.put(node.name(), parts.worker(worker));
            }
        }
        topology.edges().forEach(edge -> edge(edge).put(edge.initial()));
        for (NodeSpec node : topology.nodes()) {
            if (node instanceof NodeSpec.Feeder feeder) {
                nodes.put(node.name(), parts.feeder(feeder));
            }
        }
        startSender();
    }

    private void startSender() {
        StatisticsSpec statistics = topology.statistics();
        if (statistics.address() != null) {
            sender = StatisticsSender.start(
                    statistics(), HostPort.parse(statistics.address()).resolve(), statistics.period(), ticker);
        }
    }

    private RunningEdge edge(EdgeSpec spec) {
        RunningEdge edge = edges.get(spec.name());
        if (edge == null) {
            throw new IllegalStateException("edge '" + spec.name() + "' has not been started");
        }
        return edge;
    }

    /** What runs. */
    public Topology topology() {
        return topology;
    }

    /** The nodes, in the order of the file. */
    public List<NodeStatus> nodes() {
        return topology.nodes().stream()
                .map(node -> Optional.ofNullable(nodes.get(node.name())))
                .flatMap(Optional::stream)
                .map(RunningNode::status)
                .toList();
    }

    /** The edges, in the order of the file. */
    public List<EdgeStatus> edges() {
        return edges.values().stream().map(RunningEdge::status).toList();
    }

    /** What became of the orders of market-spread, by the messages of the sinks. */
    public OrderReport orders() {
        return orders.report();
    }

    /**
     * What nodes and edges count, by name of the node or edge.
     *
     * @return nodes first, both in the order of the file
     */
    public List<NodeStatistics> statistics() {
        List<NodeStatistics> all = new ArrayList<>();
        topology.nodes().stream()
                .flatMap(node -> Stream.ofNullable(nodes.get(node.name())))
                .forEach(node -> all.add(node.statistics()));
        edges.values().stream().filter(QueueEdge.class::isInstance).forEach(edge -> all.add(edge.statistics()));
        return all;
    }

    /** The queues of an edge; empty when it is a socket or a topic. */
    public Optional<MessageQueues> queues(String edge) {
        return edges.get(edge) instanceof QueueEdge queue ? Optional.of(queue.queues()) : Optional.empty();
    }

    /** The UDP node that serves an edge; empty when it is in-process, a socket or a topic. */
    public Optional<QueueNode> queueNode(String edge) {
        return edges.get(edge) instanceof QueueEdge queue ? Optional.ofNullable(queue.node()) : Optional.empty();
    }

    /** Whether all queues are empty and nothing is being handled. */
    public boolean settled() {
        return edges.values().stream().allMatch(RunningEdge::settled);
    }

    /** Whether all feeders have come to their end and everything has been handled. */
    public boolean finished() {
        return nodes.values().stream()
                        .filter(node -> node.spec() instanceof NodeSpec.Feeder)
                        .allMatch(node -> node.state().over())
                && settled();
    }

    /** Stops the feeders, then the workers, then the sinks, then the queues; each finishes what it has in hand. */
    @Override
    public void close() {
        closeAll(nodes.values().stream()
                .filter(node -> node.spec() instanceof NodeSpec.Feeder)
                .toList());
        closeAll(nodes.values().stream()
                .filter(node -> node.spec() instanceof NodeSpec.Worker)
                .toList());
        closeAll(nodes.values().stream()
                .filter(node -> node.spec() instanceof NodeSpec.Sink)
                .toList());
        if (sender != null) {
            sender.close();
        }
        closeAll(edges.values());
    }

    private static void closeAll(Collection<? extends AutoCloseable> parts) {
        for (AutoCloseable part : parts) {
            try {
                part.close();
            } catch (Exception e) {
                log.warn("a part of the topology was not closed", e);
            }
        }
    }
}
