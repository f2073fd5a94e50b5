package io.millrace.mq.app;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.FunctionTimer;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.millrace.mq.live.LiveGraph;
import io.millrace.mq.live.LiveNode;
import io.millrace.mq.live.QueueTotals;
import io.millrace.mq.node.NodeStatus;
import io.millrace.mq.node.QueueNode;
import io.millrace.mq.statistics.NodeSnapshot;
import io.millrace.mq.statistics.NodeStatistics;
import io.millrace.mq.statistics.Percentiles;
import io.millrace.mq.topology.EdgeSpec;
import io.millrace.mq.topology.NodeSpec;
import io.millrace.mq.topology.TopologyRun;
import java.math.BigDecimal;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.ToDoubleFunction;
import java.util.function.ToLongFunction;
import java.util.stream.Stream;

/** Binds the meters of a graph once: its parts do not change while it runs. */
final class MqMeters {

    private static final List<Double> BOUNDS = List.of(1e-6, 1e-5, 1e-4, 1e-3, 1e-2, 1e-1, 1.0, 10.0);

    private final MeterRegistry registry;
    private final LiveGraph graph;

    MqMeters(MeterRegistry registry, LiveGraph graph) {
        this.registry = registry;
        this.graph = graph;
    }

    void bind(TopologyRun run) {
        for (EdgeSpec edge : run.topology().edges()) {
            if (run.queues(edge.name()).isPresent()) {
                queue(edge);
            }
            run.queueNode(edge.name()).ifPresent(node -> datagrams(edge, node));
        }
        run.topology().nodes().forEach(this::node);
        List<NodeStatistics> statistics = run.statistics();
        List<String> names = Stream.concat(
                        run.topology().nodes().stream().map(NodeSpec::name),
                        run.topology().edges().stream()
                                .filter(edge -> run.queues(edge.name()).isPresent())
                                .map(EdgeSpec::name))
                .toList();
        for (int i = 0; i < statistics.size(); i++) {
            flow(names.get(i), statistics.get(i));
        }
    }

    private void queue(EdgeSpec edge) {
        Tags tags = Tags.of("queue", edge.name());
        totals(MqMeter.PUT, edge, tags, QueueTotals::put);
        totals(MqMeter.TAKEN, edge, tags, QueueTotals::taken);
        totals(MqMeter.DELIVERED, edge, tags, QueueTotals::delivered);
        totals(MqMeter.REDELIVERED, edge, tags, QueueTotals::redelivered);
        totals(MqMeter.DUPLICATE, edge, tags, QueueTotals::duplicate);
        totals(MqMeter.EXPIRED, edge, tags, QueueTotals::expired);
        totals(MqMeter.DROPPED, edge, tags.and("policy", edge.queue().overflow()), QueueTotals::dropped);
        totals(MqMeter.REFUSED, edge, tags, QueueTotals::refused);
        totals(MqMeter.DEAD_LETTERED, edge, tags, QueueTotals::deadLettered);
        gauge(MqMeter.DEPTH, tags, all -> all.totals(edge.name()).depth());
        gauge(MqMeter.LEASED, tags, all -> all.totals(edge.name()).leased());
        gauge(MqMeter.BYTES, tags, all -> all.totals(edge.name()).bytes());
        gauge(MqMeter.OLDEST, tags, all -> all.totals(edge.name()).oldestSeconds());
        gauge(MqMeter.DEAD, tags, all -> all.totals(edge.name()).dead());
    }

    private void totals(MqMeter meter, EdgeSpec edge, Tags tags, ToLongFunction<QueueTotals> value) {
        counter(meter, tags, graph, all -> value.applyAsLong(all.totals(edge.name())));
    }

    private void datagrams(EdgeSpec edge, QueueNode node) {
        Tags tags = Tags.of("queue", edge.name());
        datagrams(MqMeter.DATAGRAMS_IN, tags, node, NodeStatus::datagramsIn);
        datagrams(MqMeter.DATAGRAMS_OUT, tags, node, NodeStatus::datagramsOut);
        datagrams(MqMeter.MALFORMED, tags, node, NodeStatus::malformed);
        datagrams(MqMeter.UNKNOWN, tags, node, NodeStatus::unknownVerbs);
        datagrams(MqMeter.WITHHELD, tags, node, NodeStatus::withheld);
        datagrams(MqMeter.REPEATED, tags, node, NodeStatus::repeated);
        if (node.status().kernelDrops() >= 0) {
            datagrams(MqMeter.KERNEL_DROPS, tags, node, NodeStatus::kernelDrops);
        }
    }

    private void datagrams(MqMeter meter, Tags tags, QueueNode node, ToLongFunction<NodeStatus> value) {
        counter(meter, tags, node, served -> value.applyAsLong(served.status()));
    }

    private void node(NodeSpec node) {
        Tags tags = Tags.of("node", node.name());
        counter(MqMeter.NODE_REJECTED, tags, graph, all -> of(all, node.name(), LiveNode::rejected));
        gauge(
                MqMeter.NODE_RUNNING,
                tags,
                all -> of(all, node.name(), one -> one.state().equals("running") ? 1 : 0));
        if (node instanceof NodeSpec.Worker) {
            gauge(MqMeter.NODE_BUSY, tags, all -> of(all, node.name(), LiveNode::busy));
        }
    }

    private static double of(LiveGraph graph, String node, ToDoubleFunction<LiveNode> value) {
        return graph.status().nodes().stream()
                .filter(one -> one.name().equals(node))
                .mapToDouble(value)
                .findFirst()
                .orElse(0);
    }

    private void flow(String name, NodeStatistics statistics) {
        Tags tags = Tags.of("node", name);
        counter(MqMeter.NODE_IN, tags, statistics, one -> one.snapshot().in());
        counter(MqMeter.NODE_OUT, tags, statistics, one -> one.snapshot().out());
        FunctionTimer.builder(
                        MqMeter.LATENCY.meter(),
                        statistics,
                        one -> one.snapshot().total().count(),
                        one -> one.snapshot().latencySeconds() * 1e9,
                        TimeUnit.NANOSECONDS)
                .description(MqMeter.LATENCY.description())
                .tags(tags)
                .register(registry);
        quantile(tags, statistics, "0.5", Percentiles::p50);
        quantile(tags, statistics, "0.9", Percentiles::p90);
        quantile(tags, statistics, "0.99", Percentiles::p99);
        quantile(tags, statistics, "0.999", Percentiles::p999);
        for (double bound : BOUNDS) {
            counter(MqMeter.LATENCY_BUCKET, tags.and("le", text(bound)), statistics, one -> below(one, bound));
        }
        counter(
                MqMeter.LATENCY_BUCKET,
                tags.and("le", "+Inf"),
                statistics,
                one -> below(one, Double.POSITIVE_INFINITY));
    }

    private static String text(double bound) {
        return new BigDecimal(String.valueOf(bound)).stripTrailingZeros().toPlainString();
    }

    private static double below(NodeStatistics statistics, double bound) {
        NodeSnapshot snapshot = statistics.snapshot();
        return snapshot.bins().stream()
                .filter(bin -> bin.upper() <= bound * 1.000001)
                .mapToLong(bin -> bin.count())
                .sum();
    }

    private void quantile(Tags tags, NodeStatistics statistics, String quantile, ToLongFunction<Percentiles> nanos) {
        Gauge.builder(
                        MqMeter.LATENCY_QUANTILE.meter(),
                        statistics,
                        one -> nanos.applyAsLong(one.snapshot().recent()) / 1e9)
                .description(MqMeter.LATENCY_QUANTILE.description())
                .baseUnit("seconds")
                .tags(tags.and("quantile", quantile))
                .register(registry);
    }

    private <T> void counter(MqMeter meter, Tags tags, T object, ToDoubleFunction<T> value) {
        FunctionCounter.builder(meter.meter(), object, value)
                .description(meter.description())
                .tags(tags)
                .register(registry);
    }

    private void gauge(MqMeter meter, Tags tags, ToDoubleFunction<LiveGraph> value) {
        Gauge.Builder<LiveGraph> builder = Gauge.builder(meter.meter(), graph, value)
                .description(meter.description())
                .tags(tags);
        (meter.unit().isEmpty() ? builder : builder.baseUnit(meter.unit())).register(registry);
    }
}
