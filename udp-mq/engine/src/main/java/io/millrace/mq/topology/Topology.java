package io.millrace.mq.topology;

import static java.util.Objects.requireNonNull;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A graph of nodes and edges, valid as it stands: every end of an edge is a node of the graph, names are unique.
 *
 * @param name of the graph, for logs and pages
 * @param nodes in the order of the file
 * @param edges in the order of the file
 * @param statistics where and how often nodes report
 */
public record Topology(String name, List<NodeSpec> nodes, List<EdgeSpec> edges, StatisticsSpec statistics) {

    public Topology {
        requireNonNull(name, "name is null");
        requireNonNull(statistics, "statistics is null");
        nodes = List.copyOf(nodes);
        edges = List.copyOf(edges);
    }

    /**
     * Reads a file.
     *
     * @param variables values of {@code ${name}}; those of the environment are not looked at
     * @throws TopologyException with everything that is wrong with it
     */
    public static Topology read(Path file, Map<String, String> variables) {
        return TopologyReader.read(file, variables);
    }

    /**
     * Reads a text.
     *
     * @param file name for the messages
     * @throws TopologyException with everything that is wrong with it
     */
    public static Topology parse(String file, String text, Map<String, String> variables) {
        return TopologyReader.parse(file, text, variables);
    }

    /**
     * One of the samples that come with the engine.
     *
     * @param sample {@code pong}, {@code tree}, {@code market-spread} or {@code market-spread-simple}
     * @throws TopologyException when there is no such sample or a variable of it has no value
     */
    public static Topology sample(String sample, Map<String, String> variables) {
        return Samples.read(sample, variables);
    }

    /** The node of that name. */
    public Optional<NodeSpec> node(String node) {
        return nodes.stream().filter(other -> other.name().equals(node)).findFirst();
    }

    /** The edges into a node, in the order of the file. */
    public List<EdgeSpec> into(String node) {
        return edges.stream().filter(edge -> edge.to().contains(node)).toList();
    }

    /** The edges out of a node, in the order of the file: a worker's choice 0 goes to the first. */
    public List<EdgeSpec> outOf(String node) {
        return edges.stream().filter(edge -> edge.from().contains(node)).toList();
    }
}
