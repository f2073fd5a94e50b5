package io.millrace.mq.topology;

import io.millrace.mq.topology.EdgeSpec.Transport;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.yaml.snakeyaml.nodes.Node;

/** What must hold between the parts of a graph. */
final class TopologyCheck {

    private final Topology topology;
    private final Section document;
    private final Section nodes;
    private final Section edges;
    private final Problems problems;

    TopologyCheck(Topology topology, Section document, Problems problems) {
        this.topology = topology;
        this.document = document;
        this.problems = problems;
        this.nodes = document.section("nodes", null);
        this.edges = document.section("edges", null);
    }

    void run() {
        if (topology.edges().isEmpty()) {
            document.problem("edges", "is missing or empty; a topology needs at least one edge");
        }
        topology.nodes().forEach(this::checkNode);
        topology.edges().forEach(this::checkEdge);
        checkVuids();
        checkAddresses();
    }

    private void checkNode(NodeSpec node) {
        int in = topology.into(node.name()).size();
        int out = topology.outOf(node.name()).size();
        switch (node) {
            case NodeSpec.Feeder _ -> {
                if (out != 1) {
                    nodes.problem(node.name(), "a feeder fills exactly one edge, found " + out);
                }
            }
            case NodeSpec.Worker _ -> {
                if (in != 1) {
                    nodes.problem(node.name(), "a worker pulls from exactly one edge, found " + in);
                }
            }
            case NodeSpec.Sink _ -> {
                if (in == 0) {
                    nodes.problem(node.name(), "nothing leads to this sink; name it in 'to' of an edge");
                }
            }
        }
    }

    private void checkEdge(EdgeSpec edge) {
        checkEnds(edge, "from", edge.from(), "sink");
        checkEnds(edge, "to", edge.to(), "feeder");
        if (edge.address() == null && edge.transport() != Transport.KAFKA) {
            if (edge.from().isEmpty() && edge.initial().isEmpty()) {
                at(edge, "from", "is missing; without an address nobody else can fill this edge");
            }
            if (edge.to().isEmpty()) {
                at(edge, "to", "is missing; without an address nobody else can empty this edge");
            }
        }
        checkTransport(edge);
    }

    private void checkTransport(EdgeSpec edge) {
        switch (edge.transport()) {
            case IN_PROCESS -> {
                if (edge.address() != null) {
                    at(edge, "address", "an edge in-process has no address; remove it, or set transport to udp");
                }
                if (!edge.faults().none()) {
                    at(edge, "faults", "need datagrams; set transport to udp");
                }
            }
            case SOCKET -> {
                boolean toOneSink = edge.to().size() == 1
                        && topology.node(edge.to().getFirst())
                                .filter(NodeSpec.Sink.class::isInstance)
                                .isPresent();
                if (!toOneSink) {
                    at(edge, "to", "a socket leads to exactly one sink");
                }
            }
            case KAFKA -> {
                if (edge.address() == null) {
                    at(
                            edge,
                            "address",
                            "is missing; expected the bootstrap servers of Kafka, for example 127.0.0.1:9092");
                }
            }
            case UDP -> {}
        }
    }

    private void checkEnds(EdgeSpec edge, String key, List<String> ends, String wrong) {
        for (int i = 0; i < ends.size(); i++) {
            String end = ends.get(i);
            NodeSpec node = topology.node(end).orElse(null);
            if (node == null && !nodes.fields().containsKey(end)) {
                at(edge, key, "there is no node '" + end + "'; nodes are " + String.join(", ", names()));
            } else if (node != null && node.kind().equals(wrong)) {
                at(edge, key, "'" + end + "' is a " + wrong + ", which cannot be the '" + key + "' of an edge");
            } else if (ends.indexOf(end) != i) {
                at(edge, key, "'" + end + "' stands twice; remove one of the two");
            }
        }
    }

    private List<String> names() {
        return List.copyOf(nodes.fields().keySet());
    }

    private void checkVuids() {
        Map<String, String> owners = new HashMap<>();
        topology.nodes().forEach(node -> {
            String owner = owners.putIfAbsent(node.vuid(), node.name());
            if (owner != null) {
                nodes.problem(
                        node.name(), "has the same vuid '" + node.vuid() + "' as '" + owner + "'; give it another");
            }
        });
        topology.edges().forEach(edge -> {
            String owner = owners.putIfAbsent(edge.vuid(), edge.name());
            if (owner != null) {
                at(edge, "vuid", "'" + edge.vuid() + "' is already that of '" + owner + "'; give it another");
            }
        });
    }

    /** Each edge has a port of its own, so that its queue counts for itself. */
    private void checkAddresses() {
        Map<String, String> owners = new HashMap<>();
        for (EdgeSpec edge : topology.edges()) {
            if (edge.address() == null
                    || edge.transport() == Transport.KAFKA
                    || edge.address().endsWith(":0")) {
                continue;
            }
            String owner = owners.putIfAbsent(edge.address(), edge.name());
            if (owner != null) {
                at(edge, "address", edge.address() + " is already used by edge '" + owner + "'; use another port");
            }
        }
    }

    private void at(EdgeSpec edge, String key, String message) {
        Node node = edges.fields().get(edge.name());
        if (node != null) {
            new Section(problems, edges.at(edge.name()), node, null).problem(key, message);
        }
    }
}
