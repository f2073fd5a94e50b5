package io.millrace.mq.topology;

import io.millrace.mq.topology.EdgeSpec.Transport;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.yaml.snakeyaml.nodes.Node;

/** Reads the edges of a topology file. */
final class EdgeReader {

    private static final List<String> KEYS = List.of(
            "from",
            "to",
            "vuid",
            "transport",
            "address",
            "queue",
            "max-messages",
            "max-bytes",
            "overflow",
            "lease",
            "max-deliveries",
            "log",
            "initial",
            "faults");
    private static final List<String> FAULTS =
            List.of("seed", "loss", "duplication", "reordering", "garbling", "delay");
    private static final List<String> OVERFLOWS = List.of("block", "drop-oldest", "drop-newest", "latest-by-key");

    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9._-]{1,100}");
    private static final long MIN_BYTES = 67_000;

    private final Problems problems;
    private final List<NodeSpec> nodes;

    private EdgeReader(Problems problems, List<NodeSpec> nodes) {
        this.problems = problems;
        this.nodes = nodes;
    }

    static List<EdgeSpec> read(Section document, Problems problems, List<NodeSpec> nodes) {
        List<EdgeSpec> edges = new ArrayList<>();
        if (!document.fields().containsKey("edges")) {
            return edges;
        }
        EdgeReader reader = new EdgeReader(problems, nodes);
        Section section = document.section("edges", null);
        section.fields().forEach((name, value) -> edges.add(reader.edge(name, section.at(name), value)));
        return edges;
    }

    private EdgeSpec edge(String name, String path, Node value) {
        Section section = new Section(problems, path, value, KEYS);
        List<String> from = section.texts("from");
        List<String> to = section.texts("to");
        String address = section.address("address");
        Transport transport = section.choice(
                "transport",
                address != null || !oneProcess(from, to) ? Transport.UDP : Transport.IN_PROCESS,
                Transport.values(),
                Transport::text);
        String queue = section.text("queue", transport == Transport.KAFKA ? name : QueueSpec.DEFAULT.name());
        if (transport != Transport.KAFKA && !NAME.matcher(queue).matches()) {
            section.problem(
                    "queue",
                    "a queue's name is 1 to 100 letters, digits, dots, dashes and underscores, found '" + queue + "'");
        }
        return new EdgeSpec(
                name,
                section.text("vuid", name),
                from,
                to,
                transport,
                address,
                queue(section, queue),
                section.texts("initial"),
                faults(section));
    }

    private boolean oneProcess(List<String> from, List<String> to) {
        Set<String> processes = new HashSet<>();
        nodes.stream()
                .filter(node -> from.contains(node.name()) || to.contains(node.name()))
                .forEach(node -> processes.add(node.process()));
        return processes.size() <= 1;
    }

    private static QueueSpec queue(Section section, String name) {
        QueueSpec defaults = QueueSpec.DEFAULT;
        String overflow = section.text("overflow", defaults.overflow());
        if (!OVERFLOWS.contains(overflow)) {
            section.problem(
                    "overflow", "there is no policy '" + overflow + "'; expected " + String.join(", ", OVERFLOWS));
        }
        Duration lease = section.duration("lease", defaults.lease());
        if (!lease.isPositive()) {
            section.problem("lease", "must be positive");
        }
        return new QueueSpec(
                name,
                (int) Math.min(section.count("max-messages", defaults.maxMessages()), Integer.MAX_VALUE),
                bytes(section, defaults.maxBytes()),
                overflow,
                lease,
                (int) Math.min(section.count("max-deliveries", defaults.maxDeliveries()), Integer.MAX_VALUE),
                section.text("log"));
    }

    private static long bytes(Section section, long otherwise) {
        long bytes = section.size("max-bytes", otherwise);
        if (bytes < MIN_BYTES) {
            section.problem("max-bytes", "must be at least " + MIN_BYTES + ", the size of one largest message");
        }
        return bytes;
    }

    private static FaultSpec faults(Section edge) {
        if (!edge.fields().containsKey("faults")) {
            return FaultSpec.NONE;
        }
        Section section = edge.section("faults", FAULTS);
        return new FaultSpec(
                section.integer("seed", FaultSpec.NONE.seed()),
                section.number("loss", 0, 0, 1),
                section.number("duplication", 0, 0, 1),
                section.number("reordering", 0, 0, 1),
                section.number("garbling", 0, 0, 1),
                section.duration("delay", Duration.ZERO));
    }
}
