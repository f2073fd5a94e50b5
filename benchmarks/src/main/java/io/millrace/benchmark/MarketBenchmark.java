package io.millrace.benchmark;

import io.millrace.core.time.Ticker;
import io.millrace.mq.statistics.NodeSnapshot;
import io.millrace.mq.statistics.Percentiles;
import io.millrace.mq.topology.NodeStatus;
import io.millrace.mq.topology.Topology;
import io.millrace.mq.topology.TopologyRun;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Random;

/**
 * Market-spread end to end: feeder, queue, worker, queue, sink. First as fast as it goes, then at half of that rate
 * with latencies from the intended time of sending to the sink.
 *
 * <p>Arguments: {@code in-process} (the default) or {@code udp}, orders per run (default 200,000).
 */
public final class MarketBenchmark {

    private static final int SYMBOLS = 1_000;

    private static final String GRAPH = """
            name: market
            nodes:
              feeder: {kind: feeder, files: ["${file}"], rate: "${rate}"}
              worker: {kind: worker, function: marketspread}
              sink: {kind: sink}
            edges:
              orders: {from: feeder, to: worker, transport: "${transport}"}
              results: {from: worker, to: sink, transport: "${transport}"}
            """;

    private final String transport;
    private final int orders;
    private final Path file;

    private MarketBenchmark(String transport, int orders, Path file) {
        this.transport = transport;
        this.orders = orders;
        this.file = file;
    }

    /** Runs it. */
    public static void main(String[] arguments) throws Exception {
        String transport = arguments.length > 0 ? arguments[0] : "in-process";
        int orders = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 200_000;
        Path file = Files.createTempFile("market", ".msg");
        try {
            new MarketBenchmark(transport, orders, file).run();
        } finally {
            Files.delete(file);
        }
    }

    private void run() throws IOException, InterruptedException {
        writeMessages();
        double max = 0;
        for (int round = 1; round <= 3; round++) {
            long start = System.nanoTime();
            once(0);
            double rate = (orders + SYMBOLS) / ((System.nanoTime() - start) / 1e9);
            System.out.printf("%s, as fast as it goes, round %d: %,.0f messages/s%n", transport, round, rate);
            max = Math.max(max, rate);
        }
        for (int round = 1; round <= 2; round++) {
            Percentiles latency = once(Math.floor(max / 2)).total();
            System.out.printf(
                    "%s, at %,.0f messages/s, round %d: p50 %,d us, p99 %,d us, p99.9 %,d us, max %,d us (%d samples)%n",
                    transport,
                    Math.floor(max / 2),
                    round,
                    latency.p50() / 1000,
                    latency.p99() / 1000,
                    latency.p999() / 1000,
                    latency.max() / 1000,
                    latency.count());
        }
    }

    private NodeSnapshot once(double rate) throws InterruptedException {
        Map<String, String> values =
                Map.of("file", file.toString(), "rate", Double.toString(rate), "transport", transport);
        try (TopologyRun run = TopologyRun.start(Topology.parse("market.yaml", GRAPH, values), Ticker.SYSTEM)) {
            while (sink(run).in() < orders || !run.finished()) {
                Thread.sleep(20);
            }
            if (run.orders().accepted() != orders) {
                throw new IllegalStateException("expected " + orders + " accepted orders, got "
                        + run.orders().accepted());
            }
            return sink(run);
        }
    }

    private static NodeSnapshot sink(TopologyRun run) {
        return run.nodes().stream()
                .filter(node -> node.kind().equals("sink"))
                .map(NodeStatus::statistics)
                .findFirst()
                .orElseThrow();
    }

    private void writeMessages() throws IOException {
        Random random = new Random(4);
        try (BufferedWriter out = Files.newBufferedWriter(file)) {
            for (int i = 0; i < SYMBOLS; i++) {
                line(
                        out,
                        "8=FIX.4.2|9=64|35=S|55=S" + i + "|60=20151204-14:30:00.000|117=S|132=16.64|133=16.64|10=098|");
            }
            for (int i = 0; i < orders; i++) {
                line(
                        out,
                        "8=FIX.4.2|9=128|35=D|1=CLIENT" + random.nextInt(300) + "|11=O" + i
                                + "|21=3|38=4000|40=2|44=252.85|54=1|55=S" + random.nextInt(SYMBOLS)
                                + "|60=20151204-14:30:00.000|107=Some Company|10=039|");
            }
        }
    }

    private static void line(BufferedWriter out, String text) throws IOException {
        out.write("\"" + text.replace('|', '\u0001') + "\"\n");
    }
}
