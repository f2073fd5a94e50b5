package io.millrace.benchmark;

import com.sun.management.GarbageCollectionNotificationInfo;
import com.sun.management.ThreadMXBean;
import io.millrace.core.time.Ticker;
import io.millrace.mq.statistics.NodeStatistics;
import io.millrace.mq.topology.Topology;
import io.millrace.mq.topology.TopologyRun;
import java.io.BufferedWriter;
import java.io.IOException;
import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import javax.management.Notification;
import javax.management.NotificationEmitter;
import javax.management.openmbean.CompositeData;
import org.HdrHistogram.Histogram;

/**
 * Market-spread end to end: feeder, queue, worker, queue, sink. First as fast as it goes, then at half of that rate
 * with latencies from the intended time of sending to the sink, of which the first quarter is left out as warm-up. Each
 * line ends with the bytes that the JVM allocated per message and the longest pause of its collector.
 *
 * <p>Arguments: {@code in-process} (the default) or {@code udp}, orders per run (default 200,000).
 */
public final class MarketBenchmark {

    private static final int SYMBOLS = 1_000;
    /** The first one in so many samples is left out. */
    private static final int WARM_UP = 4;
    /** The sink's place among the nodes. */
    private static final int SINK = 2;

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
    private final AtomicLong longestPause = new AtomicLong();
    private long allocated;

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
        listenToCollectors();
        double max = 0;
        for (int round = 1; round <= 3; round++) {
            long start = System.nanoTime();
            once(0);
            double rate = (orders + SYMBOLS) / ((System.nanoTime() - start) / 1e9);
            System.out.printf(
                    "%s, as fast as it goes, round %d: %,.0f messages/s, %s%n", transport, round, rate, memory());
            max = Math.max(max, rate);
        }
        for (int round = 1; round <= 3; round++) {
            Histogram latency = once(Math.floor(max / 2));
            System.out.printf(
                    "%s, at %,.0f messages/s, round %d: p50 %,d us, p99 %,d us, p99.9 %,d us, max %,d us"
                            + " (%d samples behind a warm-up of %d), %s%n",
                    transport,
                    Math.floor(max / 2),
                    round,
                    latency.getValueAtPercentile(50) / 1000,
                    latency.getValueAtPercentile(99) / 1000,
                    latency.getValueAtPercentile(99.9) / 1000,
                    latency.getMaxValue() / 1000,
                    latency.getTotalCount(),
                    orders / WARM_UP,
                    memory());
        }
    }

    /** Of the last run. */
    private String memory() {
        return "%,d bytes/message, longest pause of the collector %d ms"
                .formatted(allocated / (orders + SYMBOLS), longestPause.get());
    }

    private void listenToCollectors() {
        for (GarbageCollectorMXBean collector : ManagementFactory.getGarbageCollectorMXBeans()) {
            // what runs beside the threads is no pause
            boolean beside = collector.getName().contains("Concurrent")
                    || collector.getName().contains("Cycles");
            if (!beside && collector instanceof NotificationEmitter emitter) {
                emitter.addNotificationListener((notification, _) -> pause(notification), null, null);
            }
        }
    }

    private void pause(Notification notification) {
        if (notification.getUserData() instanceof CompositeData data) {
            long millis =
                    GarbageCollectionNotificationInfo.from(data).getGcInfo().getDuration();
            longestPause.accumulateAndGet(millis, Math::max);
        }
    }

    private static long allocatedBytes() {
        return ManagementFactory.getPlatformMXBean(ThreadMXBean.class).getTotalThreadAllocatedBytes();
    }

    /** The latencies behind the warm-up. */
    private Histogram once(double rate) throws InterruptedException {
        Map<String, String> values =
                Map.of("file", file.toString(), "rate", Double.toString(rate), "transport", transport);
        longestPause.set(0);
        long before = allocatedBytes();
        try (TopologyRun run = TopologyRun.start(Topology.parse("market.yaml", GRAPH, values), Ticker.SYSTEM)) {
            NodeStatistics sink = run.statistics().get(SINK);
            Histogram warmUp = await(sink, orders / WARM_UP);
            Histogram all = await(sink, orders);
            while (!run.finished()) {
                Thread.sleep(20);
            }
            allocated = allocatedBytes() - before;
            if (run.orders().accepted() != orders) {
                throw new IllegalStateException("expected " + orders + " accepted orders, got "
                        + run.orders().accepted());
            }
            all.subtract(warmUp);
            return all;
        }
    }

    private static Histogram await(NodeStatistics sink, long samples) throws InterruptedException {
        Histogram histogram = sink.histogram();
        while (histogram.getTotalCount() < samples) {
            Thread.sleep(50);
            histogram = sink.histogram();
        }
        return histogram;
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
