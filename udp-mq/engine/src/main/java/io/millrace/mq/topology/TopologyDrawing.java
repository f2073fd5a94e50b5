package io.millrace.mq.topology;

import io.millrace.mq.topology.EdgeSpec.Transport;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A graph as a picture, in the languages of Mermaid and of Graphviz. */
public final class TopologyDrawing {

    /** How one language writes the parts. */
    private interface Pen {
        String node(String id, String kind, String label);

        String arrow(String from, String to, String label);
    }

    private final Topology topology;
    private final Map<String, String> ids = new HashMap<>();

    private TopologyDrawing(Topology topology) {
        this.topology = topology;
        topology.nodes().forEach(node -> ids.put("node " + node.name(), "n" + ids.size()));
        topology.edges().forEach(edge -> ids.put("edge " + edge.name(), "q" + ids.size()));
    }

    /** {@code flowchart LR} and so on, for a Markdown block {@code mermaid}. */
    public static String mermaid(Topology topology) {
        List<String> lines = new TopologyDrawing(topology).lines(new Pen() {
            @Override
            public String node(String id, String kind, String label) {
                String text = '"' + label.replace("\"", "#quot;").replace("\n", "<br>") + '"';
                return "  " + id
                        + switch (kind) {
                            case "feeder" -> "[/" + text + "/]";
                            case "sink" -> "([" + text + "])";
                            case "edge" -> "[(" + text + ")]";
                            default -> "[" + text + "]";
                        };
            }

            @Override
            public String arrow(String from, String to, String label) {
                return "  " + from + (label.isEmpty() ? " --> " : " -->|\"" + label.replace("\"", "#quot;") + "\"| ")
                        + to;
            }
        });
        return "flowchart LR\n" + String.join("\n", lines) + "\n";
    }

    /** {@code digraph "name" {...}}, for the program {@code dot}. */
    public static String dot(Topology topology) {
        List<String> lines = new TopologyDrawing(topology).lines(new Pen() {
            @Override
            public String node(String id, String kind, String label) {
                String shape = switch (kind) {
                    case "feeder" -> "parallelogram";
                    case "sink" -> "oval";
                    case "edge" -> "cylinder";
                    default -> "box";
                };
                return "  " + id + " [label=" + quoted(label) + ", shape=" + shape + "];";
            }

            @Override
            public String arrow(String from, String to, String label) {
                return "  " + from + " -> " + to + (label.isEmpty() ? "" : " [label=" + quoted(label) + "]") + ";";
            }
        });
        return "digraph " + quoted(topology.name()) + " {\n  rankdir=LR;\n" + String.join("\n", lines) + "\n}\n";
    }

    private static String quoted(String text) {
        return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n") + '"';
    }

    private List<String> lines(Pen pen) {
        List<String> lines = new ArrayList<>();
        for (NodeSpec node : topology.nodes()) {
            String label =
                    node instanceof NodeSpec.Worker worker ? node.name() + "\n" + worker.function() : node.name();
            lines.add(pen.node(id("node ", node.name()), node.kind(), label));
        }
        for (EdgeSpec edge : topology.edges()) {
            if (edge.transport() != Transport.SOCKET) {
                lines.add(pen.node(id("edge ", edge.name()), "edge", label(edge)));
            }
        }
        topology.edges().forEach(edge -> arrows(edge, pen, lines));
        return lines;
    }

    private void arrows(EdgeSpec edge, Pen pen, List<String> lines) {
        if (edge.transport() == Transport.SOCKET) {
            edge.from()
                    .forEach(from -> edge.to()
                            .forEach(to -> lines.add(pen.arrow(
                                    id("node ", from),
                                    id("node ", to),
                                    label(edge).replace('\n', ' ')))));
            return;
        }
        edge.from()
                .forEach(from -> lines.add(pen.arrow(id("node ", from), id("edge ", edge.name()), choice(from, edge))));
        edge.to().forEach(to -> lines.add(pen.arrow(id("edge ", edge.name()), id("node ", to), "")));
    }

    /** The number of the output, when there are several. */
    private String choice(String from, EdgeSpec edge) {
        List<EdgeSpec> outputs = topology.outOf(from);
        return outputs.size() > 1 ? Integer.toString(outputs.indexOf(edge)) : "";
    }

    private static String label(EdgeSpec edge) {
        String transport = edge.transport() == Transport.IN_PROCESS
                ? ""
                : "\n" + edge.transport().text();
        return edge.name() + transport + (edge.address() == null ? "" : " " + edge.address());
    }

    private String id(String what, String name) {
        return ids.getOrDefault(what + name, "unknown");
    }
}
