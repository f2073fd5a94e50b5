package io.millrace.mq.topology;

import io.millrace.mq.function.Functions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads the nodes of a topology file. */
final class NodeReader {

    private static final List<String> FEEDER =
            List.of("kind", "vuid", "process", "files", "order", "rate", "delay", "reliable");
    private static final List<String> WORKER = List.of("kind", "vuid", "process", "function", "guarantee", "rate");
    private static final List<String> SINK = List.of("kind", "vuid", "process");

    private NodeReader() {}

    static List<NodeSpec> read(Section document, Problems problems) {
        List<NodeSpec> nodes = new ArrayList<>();
        if (!document.fields().containsKey("nodes")) {
            return nodes;
        }
        Section section = document.section("nodes", null);
        section.fields().forEach((name, value) -> {
            Section any = new Section(problems, section.at(name), value, null);
            String kind = any.text("kind");
            List<String> known = keys(kind);
            if (known == null) {
                any.problem(
                        "kind",
                        kind == null
                                ? "is missing; expected feeder, worker or sink"
                                : "there is no kind '" + kind + "'; expected feeder, worker or sink");
            } else {
                nodes.add(node(name, String.valueOf(kind), new Section(problems, section.at(name), value, known)));
            }
        });
        return nodes;
    }

    private static @Nullable List<String> keys(@Nullable String kind) {
        return switch (kind) {
            case "feeder" -> FEEDER;
            case "worker" -> WORKER;
            case "sink" -> SINK;
            case null, default -> null;
        };
    }

    private static NodeSpec node(String name, String kind, Section section) {
        String vuid = section.text("vuid", name);
        String process = section.text("process", "main");
        return switch (kind) {
            case "feeder" -> feeder(name, vuid, process, section);
            case "worker" -> worker(name, vuid, process, section);
            default -> new NodeSpec.Sink(name, vuid, process);
        };
    }

    private static NodeSpec feeder(String name, String vuid, String process, Section section) {
        List<String> files = section.texts("files");
        if (files.isEmpty()) {
            section.problem("files", "is missing; a feeder needs at least one file");
        }
        double rate = section.number("rate", 0, 0, 1e9);
        Duration delay = section.duration("delay", Duration.ZERO);
        if (rate > 0 && !delay.isZero()) {
            section.problem("delay", "does not go with rate; remove one of the two");
        }
        return new NodeSpec.Feeder(
                name, vuid, process, files, sequential(section), rate, delay, section.flag("reliable", true));
    }

    private static boolean sequential(Section section) {
        String order = section.text("order", "round-robin");
        if (!List.of("round-robin", "sequential").contains(order)) {
            section.problem("order", "expected round-robin or sequential, found '" + order + "'");
        }
        return order.equals("sequential");
    }

    private static NodeSpec worker(String name, String vuid, String process, Section section) {
        String function = section.text("function", "passthrough");
        if (Functions.find(function).isEmpty()) {
            section.problem(
                    "function",
                    "there is no function '" + function + "'; expected " + String.join(", ", Functions.names()));
        }
        NodeSpec.Guarantee guarantee = section.choice(
                "guarantee", NodeSpec.Guarantee.AT_LEAST_ONCE, NodeSpec.Guarantee.values(), NodeSpec.Guarantee::text);
        return new NodeSpec.Worker(name, vuid, process, function, guarantee, section.number("rate", 0, 0, 1e9));
    }
}
