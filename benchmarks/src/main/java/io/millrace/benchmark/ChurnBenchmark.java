package io.millrace.benchmark;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** Many short readers, then back to where it began? {@code benchmarks/churn.sh} starts it. */
public final class ChurnBenchmark {

    private static final int AT_ONCE = 32;
    private static final int WARM_UP = 500;
    private static final int BUFFER = 4_096;
    private static final long SETTLE_MILLIS = 15_000;
    private static final double HEAP_TOLERANCE_MIB = 8;
    private static final double THREAD_TOLERANCE = 8;

    private final int port;
    private final String[] paths;
    private final AtomicInteger failures = new AtomicInteger();

    private ChurnBenchmark(int port, String[] paths) {
        this.port = port;
        this.paths = paths;
    }

    /** Arguments: the gateway's port and process id, how many connects, then the paths to read in turn. */
    public static void main(String[] arguments) throws Exception {
        int port = Integer.parseInt(arguments[0]);
        GatewayProbe probe = new GatewayProbe(port, Long.parseLong(arguments[1]));
        int count = Integer.parseInt(arguments[2]);
        String[] paths = new String[arguments.length - 3];
        System.arraycopy(arguments, 3, paths, 0, paths.length);
        ChurnBenchmark benchmark = new ChurnBenchmark(port, paths);
        System.exit(benchmark.run(probe, count) ? 0 : 1);
    }

    private boolean run(GatewayProbe probe, int count) throws Exception {
        connectAll(WARM_UP);
        settle(probe);
        double heap = probe.liveHeap();
        double threads = probe.threads();
        System.out.println("after " + WARM_UP + " to warm up: " + probe.state());
        long start = System.nanoTime();
        connectAll(count);
        double seconds = (System.nanoTime() - start) / 1e9;
        long settleStart = System.nanoTime();
        settle(probe);
        double settled = (System.nanoTime() - settleStart) / 1e9;
        double heapAfter = probe.liveHeap();
        double threadsAfter = probe.threads();
        System.out.printf(
                "%d connects, first rows and disconnects in %.1f s, %.0f/s, %d failed; no query left after %.2f s%n",
                count, seconds, count / seconds, failures.get(), settled);
        System.out.println("afterwards: " + probe.state());
        System.out.printf(
                "live heap %+.1f MiB (goal within %.0f), threads %+.0f (goal within %.0f)%n",
                heapAfter - heap, HEAP_TOLERANCE_MIB, threadsAfter - threads, THREAD_TOLERANCE);
        return failures.get() == 0
                && probe.queries() == 0
                && heapAfter - heap < HEAP_TOLERANCE_MIB
                && threadsAfter - threads < THREAD_TOLERANCE;
    }

    private void connectAll(int count) throws InterruptedException {
        try (ExecutorService executor = Executors.newFixedThreadPool(AT_ONCE)) {
            for (int i = 0; i < count; i++) {
                String path = paths[i % paths.length];
                executor.execute(() -> connect(path));
            }
            executor.shutdown();
            if (!executor.awaitTermination(10, TimeUnit.MINUTES)) {
                throw new IllegalStateException("not done after ten minutes");
            }
        }
    }

    /** Reads until the first row, then leaves without a word. */
    private void connect(String path) {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.setSoTimeout(30_000);
            String request = "GET " + path + " HTTP/1.1\r\nHost: localhost\r\n\r\n";
            socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
            StringBuilder answer = new StringBuilder();
            byte[] buffer = new byte[BUFFER];
            while (answer.indexOf("}\n") < 0) {
                int length = socket.getInputStream().read(buffer);
                if (length < 0) {
                    throw new IOException("ended before a row: "
                            + answer.toString().lines().findFirst().orElse(""));
                }
                answer.append(new String(buffer, 0, length, StandardCharsets.ISO_8859_1));
            }
        } catch (IOException failure) {
            if (failures.incrementAndGet() == 1) {
                System.err.println("first failure, " + path + ": " + failure.getMessage());
            }
        }
    }

    private static void settle(GatewayProbe probe) throws IOException, InterruptedException {
        long end = System.nanoTime() + SETTLE_MILLIS * 1_000_000;
        while (probe.queries() > 0 && System.nanoTime() < end) {
            Thread.sleep(50);
        }
    }
}
