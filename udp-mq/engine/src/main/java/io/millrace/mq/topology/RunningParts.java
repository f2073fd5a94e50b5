package io.millrace.mq.topology;

import io.millrace.core.failure.InvalidRequestException;
import io.millrace.core.failure.InvalidRequestException.Reason;
import io.millrace.core.pipeline.PipelineHandle;
import io.millrace.core.time.Ticker;
import io.millrace.mq.function.Functions;
import io.millrace.mq.function.MessageFunction;
import io.millrace.mq.statistics.NodeStatistics;
import io.millrace.mq.topology.EdgeSpec.Transport;
import io.millrace.mq.topology.NodeSpec.Guarantee;
import io.millrace.mq.worker.Arrivals;
import io.millrace.mq.worker.FeedSettings;
import io.millrace.mq.worker.Feeder;
import io.millrace.mq.worker.QueueReader;
import io.millrace.mq.worker.Worker;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;

/** Makes the running parts of a graph from their descriptions. */
final class RunningParts {

    private final Topology topology;
    private final Map<String, RunningEdge> edges;
    private final OrderTally orders;
    private final BooleanSupplier settled;
    private final Ticker ticker;

    RunningParts(
            Topology topology,
            Map<String, RunningEdge> edges,
            OrderTally orders,
            BooleanSupplier settled,
            Ticker ticker) {
        this.topology = topology;
        this.edges = edges;
        this.orders = orders;
        this.settled = settled;
        this.ticker = ticker;
    }

    /** A missing file is told before anything starts. */
    void checkFiles() {
        for (NodeSpec node : topology.nodes()) {
            if (node instanceof NodeSpec.Feeder feeder) {
                for (String file : feeder.files()) {
                    if (!Files.isReadable(Path.of(file)) || Files.isDirectory(Path.of(file))) {
                        throw new InvalidRequestException(
                                Reason.NOT_FOUND, "feeder '" + node.name() + "' cannot open " + file);
                    }
                }
            }
        }
    }

    List<RunningNode> sinks() {
        return topology.nodes().stream()
                .flatMap(node -> node instanceof NodeSpec.Sink sink ? Stream.of(sink(sink)) : Stream.empty())
                .toList();
    }

    private RunningNode sink(NodeSpec.Sink spec) {
        NodeStatistics statistics = new NodeStatistics("Sink", spec.vuid(), ticker);
        return new RunningNode.OfSink(
                spec, new Arrivals(statistics, ticker, message -> orders.accept(message, ticker.now())));
    }

    RunningEdge edge(EdgeSpec spec, Map<String, RunningNode> sinks) {
        return switch (spec.transport()) {
            case IN_PROCESS, UDP -> new QueueEdge(spec, ticker);
            case KAFKA -> new KafkaEdge(spec, ticker);
            case SOCKET -> {
                if (sinks.get(spec.to().getFirst()) instanceof RunningNode.OfSink sink) {
                    yield new SocketEdge(spec, sink.arrivals(), ticker);
                }
                throw new IllegalStateException("socket '" + spec.name() + "' leads to no sink");
            }
        };
    }

    List<PipelineHandle> readers(NodeSpec.Sink sink, Arrivals arrivals) {
        return topology.into(sink.name()).stream()
                .filter(edge -> edge.transport() != Transport.SOCKET)
                .map(edge -> QueueReader.start(
                        name(sink) + "-" + edge.name(),
                        running(edge).source(Guarantee.AT_LEAST_ONCE),
                        arrivals,
                        ticker))
                .toList();
    }

    RunningNode worker(NodeSpec.Worker spec) {
        MessageFunction function = Functions.find(spec.function())
                .orElseThrow(() -> new InvalidRequestException(
                        Reason.NOT_FOUND, "there is no function '" + spec.function() + "'"));
        RunningEdge input = running(topology.into(spec.name()).getFirst());
        Worker.Parts parts = new Worker.Parts(
                name(spec),
                input.source(spec.guarantee()),
                function,
                topology.outOf(spec.name()).stream()
                        .map(edge -> running(edge).sink(spec.guarantee() == Guarantee.AT_LEAST_ONCE))
                        .toList(),
                input.deadLetters(spec.guarantee()),
                new NodeStatistics(Functions.label(spec.function()), spec.vuid(), ticker),
                spec.rate());
        return new RunningNode.OfWorker(spec, Worker.start(parts, ticker));
    }

    RunningNode feeder(NodeSpec.Feeder spec) {
        NodeStatistics statistics = new NodeStatistics("Feeder", spec.vuid(), ticker);
        RunningEdge output = running(topology.outOf(spec.name()).getFirst());
        FeedSettings settings = new FeedSettings(
                spec.files().stream().map(Path::of).toList(), spec.sequential(), spec.rate(), spec.delay());
        return new RunningNode.OfFeeder(
                spec,
                Feeder.start(name(spec), settings, output.sink(spec.reliable()), statistics, settled, ticker),
                statistics);
    }

    private RunningEdge running(EdgeSpec spec) {
        RunningEdge edge = edges.get(spec.name());
        if (edge == null) {
            throw new IllegalStateException("edge '" + spec.name() + "' has not been started");
        }
        return edge;
    }

    private String name(NodeSpec node) {
        return topology.name() + "-" + node.name();
    }
}
