package io.millrace.mq.topology;

import io.millrace.mq.topology.EdgeSpec.Transport;
import io.millrace.mq.topology.NodeSpec.Guarantee;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A graph as the commands that run it in separate processes, in the order in which to start them. Edges without an
 * address get the free ports from 10000 on.
 */
public final class TopologyCommands {

    private static final int FIRST_PORT = 10_000;

    private final Topology topology;
    private final String program;
    private final Map<String, String> addresses = new HashMap<>();
    private final List<String> lines = new ArrayList<>();

    private TopologyCommands(Topology topology, String program) {
        this.topology = topology;
        this.program = program;
        int port = FIRST_PORT;
        for (EdgeSpec edge : topology.edges()) {
            String address = edge.address();
            while (address == null) {
                String next = "127.0.0.1:" + port++;
                boolean taken = topology.edges().stream().anyMatch(other -> next.equals(other.address()));
                address = taken ? null : next;
            }
            addresses.put(edge.name(), address);
        }
    }

    /**
     * The commands, one per line; comments begin with {@code #}.
     *
     * @param program what comes before {@code mq}, {@code worker} and so on, for example {@code ./millrace}
     */
    public static List<String> of(Topology topology, String program) {
        return List.copyOf(new TopologyCommands(topology, program).commands());
    }

    private List<String> commands() {
        receiver();
        topology.nodes().forEach(node -> {
            if (node instanceof NodeSpec.Sink sink) {
                sink(sink);
            }
        });
        topology.edges().forEach(this::queue);
        topology.nodes().forEach(node -> {
            if (node instanceof NodeSpec.Worker worker) {
                worker(worker);
            }
        });
        topology.edges().forEach(this::initial);
        topology.nodes().forEach(node -> {
            if (node instanceof NodeSpec.Feeder feeder) {
                feeder(feeder);
            }
        });
        return lines;
    }

    private void receiver() {
        String address = topology.statistics().address();
        String hub = topology.statistics().hub();
        if (address != null && hub != null) {
            command("metrics-receiver", "--address", address, "--uri", hub);
        }
    }

    private void queue(EdgeSpec edge) {
        if (edge.transport() == Transport.SOCKET || edge.transport() == Transport.KAFKA) {
            return;
        }
        if (!edge.faults().none()) {
            lines.add("# the faults of edge " + edge.name() + " need the topology in one process");
        }
        QueueSpec queue = edge.queue();
        QueueSpec usual = QueueSpec.DEFAULT;
        List<String> words = new ArrayList<>(List.of("mq", "--address", address(edge)));
        statistics(words, edge.vuid());
        add(words, "--max-messages", queue.maxMessages() == usual.maxMessages() ? null : "" + queue.maxMessages());
        add(words, "--max-bytes", queue.maxBytes() == usual.maxBytes() ? null : "" + queue.maxBytes());
        add(words, "--overflow", queue.overflow().equals(usual.overflow()) ? null : queue.overflow());
        add(
                words,
                "--lease",
                queue.lease().equals(usual.lease())
                        ? null
                        : seconds(queue.lease().toNanos()));
        add(
                words,
                "--max-deliveries",
                queue.maxDeliveries() == usual.maxDeliveries() ? null : "" + queue.maxDeliveries());
        add(words, "--log-folder", queue.logFolder());
        command(words.toArray(String[]::new));
    }

    private void sink(NodeSpec.Sink sink) {
        List<String> words = new ArrayList<>(List.of("sink"));
        for (EdgeSpec edge : topology.into(sink.name())) {
            words.add(edge.transport() == Transport.SOCKET ? "--address" : "--input-address");
            words.add(address(edge));
            if (edge.transport() != Transport.SOCKET) {
                add(words, "--queue", name(edge));
            }
        }
        statistics(words, sink.vuid());
        command(words.toArray(String[]::new));
    }

    private void worker(NodeSpec.Worker worker) {
        EdgeSpec input = topology.into(worker.name()).getFirst();
        List<String> words = new ArrayList<>(List.of("worker", "--input-address", address(input)));
        add(words, "--queue", name(input));
        for (EdgeSpec output : topology.outOf(worker.name())) {
            boolean named = output.transport() != Transport.SOCKET && name(output) != null;
            add(words, "--output-address", address(output) + (named ? "/" + name(output) : ""));
            add(words, "--output-type", output.transport() == Transport.SOCKET ? "socket" : "queue");
        }
        add(words, "--function", worker.function());
        add(words, "--protocol", worker.guarantee() == Guarantee.AT_MOST_ONCE ? "plain" : null);
        add(words, "--rate", worker.rate() > 0 ? number(worker.rate()) : null);
        statistics(words, worker.vuid());
        command(words.toArray(String[]::new));
    }

    private void feeder(NodeSpec.Feeder feeder) {
        EdgeSpec output = topology.outOf(feeder.name()).getFirst();
        List<String> words = new ArrayList<>(List.of("feeder", "--address", address(output)));
        add(words, "--queue", name(output));
        feeder.files().forEach(file -> add(words, "--path", file));
        add(words, "--rate", feeder.rate() > 0 ? number(feeder.rate()) : null);
        add(
                words,
                "--delay",
                feeder.delay().isPositive() ? seconds(feeder.delay().toNanos()) : null);
        if (feeder.sequential()) {
            words.add("--sequential");
        }
        if (!feeder.reliable()) {
            words.add("--no-reliable");
        }
        command(words.toArray(String[]::new));
    }

    private void initial(EdgeSpec edge) {
        if (name(edge) != null && !edge.initial().isEmpty()) {
            lines.add("# the messages that edge " + edge.name() + " begins with need the topology in one process");
            return;
        }
        edge.initial().forEach(message -> command("client", address(edge), "PUT:" + message));
    }

    private String address(EdgeSpec edge) {
        String address = addresses.getOrDefault(edge.name(), "");
        return edge.transport() == Transport.KAFKA
                ? "kafka://" + address + "/" + edge.queue().name()
                : address;
    }

    /** The queue's name where it is not the usual one. */
    private static @Nullable String name(EdgeSpec edge) {
        boolean usual =
                edge.transport() == Transport.KAFKA || edge.queue().name().equals(QueueSpec.DEFAULT.name());
        return usual ? null : edge.queue().name();
    }

    private void statistics(List<String> words, String vuid) {
        StatisticsSpec statistics = topology.statistics();
        if (statistics.address() != null) {
            add(words, "--metrics-address", statistics.address());
            add(
                    words,
                    "--stats-period",
                    Long.toString(Math.max(1, statistics.period().toSeconds())));
        }
        add(words, "--vuid", vuid);
    }

    private static void add(List<String> words, String flag, @Nullable String value) {
        if (value != null) {
            words.add(flag);
            words.add(value);
        }
    }

    private static String number(double value) {
        return value == Math.rint(value) ? String.format(Locale.ROOT, "%.0f", value) : Double.toString(value);
    }

    private static String seconds(long nanos) {
        return new BigDecimal(nanos).movePointLeft(9).stripTrailingZeros().toPlainString();
    }

    private void command(String... words) {
        StringBuilder line = new StringBuilder(program);
        for (String word : words) {
            line.append(' ').append(quoted(word));
        }
        lines.add(line.toString());
    }

    /** As a shell needs it. */
    private static String quoted(String word) {
        return word.matches("[A-Za-z0-9_@%+=:,./-]+") ? word : "'" + word.replace("'", "'\\''") + "'";
    }
}
