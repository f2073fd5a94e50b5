package io.millrace.benchmark;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * A thousand readers of one stream, of which a hundred never read: the gateway's heap, and whether the others lose a
 * row. {@code benchmarks/memory.sh} starts it.
 */
public final class MemoryBenchmark {

    private static final int READERS = 900;
    private static final int STALLED = 100;
    private static final int BUFFER = 256 << 10;
    private static final long SAMPLE_MILLIS = 2_000;
    private static final int MAX_HEAP = 256;

    private final GatewayProbe probe;
    private final int port;
    private final String path;
    private double maxHeap;
    private double maxLive;

    private MemoryBenchmark(GatewayProbe probe, int port, String path) {
        this.probe = probe;
        this.port = port;
        this.path = path;
    }

    /** Arguments: the gateway's port and process id, the path, minutes. */
    public static void main(String[] arguments) throws Exception {
        int port = Integer.parseInt(arguments[0]);
        GatewayProbe probe = new GatewayProbe(port, Long.parseLong(arguments[1]));
        MemoryBenchmark benchmark = new MemoryBenchmark(probe, port, arguments[2]);
        boolean passed = benchmark.run(Duration.ofMillis((long) (Double.parseDouble(arguments[3]) * 60_000)));
        System.exit(passed ? 0 : 1);
    }

    private boolean run(Duration duration) throws Exception {
        System.out.println("before: " + probe.state());
        List<SequenceReader> stalled = new ArrayList<>();
        List<SequenceReader> readers = new ArrayList<>();
        try (Selector selector = Selector.open()) {
            for (int i = 0; i < STALLED; i++) {
                stalled.add(new SequenceReader(port, path));
            }
            for (int i = 0; i < READERS; i++) {
                SequenceReader reader = new SequenceReader(port, path);
                reader.channel().register(selector, SelectionKey.OP_READ, reader);
                readers.add(reader);
            }
            Thread sampler = Thread.ofPlatform().daemon().start(this::sample);
            read(selector, System.nanoTime() + duration.toNanos());
            sampler.interrupt();
            sampler.join();
            return report(readers, duration);
        } finally {
            for (SequenceReader reader : stalled) {
                reader.channel().close();
            }
            for (SequenceReader reader : readers) {
                reader.channel().close();
            }
        }
    }

    private static void read(Selector selector, long end) throws IOException {
        ByteBuffer buffer = ByteBuffer.allocateDirect(BUFFER);
        while (System.nanoTime() < end) {
            selector.select(100);
            for (SelectionKey key : selector.selectedKeys()) {
                SequenceReader reader = (SequenceReader) key.attachment();
                buffer.clear();
                if (reader.channel().read(buffer) < 0) {
                    throw new EOFException("a reader was cut off after " + reader.rows() + " rows");
                }
                reader.accept(buffer.flip());
            }
            selector.selectedKeys().clear();
        }
    }

    private void sample() {
        try {
            for (int turn = 0; !Thread.currentThread().isInterrupted(); turn++) {
                maxHeap = Math.max(maxHeap, probe.heap());
                // a full collection now and then shows what is really held
                if (turn % 15 == 5) {
                    maxLive = Math.max(maxLive, probe.liveHeap());
                }
                Thread.sleep(SAMPLE_MILLIS);
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        } catch (IOException failure) {
            System.err.println("no sample: " + failure.getMessage());
        }
    }

    private boolean report(List<SequenceReader> readers, Duration duration) throws IOException, InterruptedException {
        long min = readers.stream().mapToLong(SequenceReader::rows).min().orElse(0);
        long max = readers.stream().mapToLong(SequenceReader::rows).max().orElse(0);
        long lost = readers.stream().mapToLong(SequenceReader::lost).sum();
        maxLive = Math.max(maxLive, probe.liveHeap());
        System.out.println("with " + (READERS + STALLED) + " readers: " + probe.state());
        System.out.printf(
                "heap in use at most %.1f MiB, after a full collection at most %.1f MiB (goal %d)%n",
                maxHeap, maxLive, MAX_HEAP);
        System.out.printf(
                "%d readers got %d to %d rows each in %.1f min, %.0f rows/s; rows lost: %d (goal 0)%n",
                readers.size(), min, max, duration.toMillis() / 6e4, min * 1e3 / duration.toMillis(), lost);
        System.out.printf("rows that the %d stalled readers missed: %.0f%n", STALLED, probe.meter("sql_rows_dropped"));
        return maxHeap < MAX_HEAP && lost == 0 && min > 0;
    }
}
