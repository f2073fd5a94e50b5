package io.millrace.benchmark;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * From the start of the process to readiness, and from there to the first row of {@code SELECT 1}, in the middle of
 * some starts. {@code benchmarks/startup.sh} starts it, once with and once without the AOT cache.
 */
public final class StartupBenchmark {

    private static final int ROUNDS = 5;
    private static final long GIVE_UP_NANOS = TimeUnit.MINUTES.toNanos(2);

    private StartupBenchmark() {}

    /**
     * Arguments: a name for the row, the port, the pipelines' file, the log, then the command that starts the gateway.
     */
    public static void main(String[] arguments) throws Exception {
        int port = Integer.parseInt(arguments[1]);
        List<String> command = List.of(arguments).subList(4, arguments.length);
        List<Double> ready = new ArrayList<>();
        List<Double> row = new ArrayList<>();
        for (int round = 0; round < ROUNDS; round++) {
            ProcessBuilder builder = new ProcessBuilder(command);
            builder.environment().putAll(Map.of("GATEWAY_CONFIG", arguments[2], "QUARKUS_HTTP_PORT", arguments[1]));
            Path log = Path.of(arguments[3]);
            builder.redirectErrorStream(true).redirectOutput(log.toFile());
            long start = System.nanoTime();
            Process process = builder.start();
            try {
                while (!answer(port, "/q/health/ready").startsWith("HTTP/1.1 200")) {
                    if (!process.isAlive() || System.nanoTime() - start > GIVE_UP_NANOS) {
                        throw new IllegalStateException("the gateway did not become ready, see " + log);
                    }
                    Thread.sleep(5);
                }
                long readyAt = System.nanoTime();
                if (!answer(port, "/queries/pipeline3").contains("{\"1\": 1}\n")) {
                    throw new IllegalStateException("SELECT 1 gave no row");
                }
                row.add((System.nanoTime() - readyAt) / 1e6);
                ready.add((readyAt - start) / 1e6);
            } finally {
                process.destroy();
                process.waitFor();
            }
        }
        System.out.printf(
                "%-20s ready after %6.0f ms (goal 2000), first row of SELECT 1 %6.0f ms later (goal 100); median of %d%n",
                arguments[0], median(ready), median(row), ROUNDS);
    }

    private static double median(List<Double> values) {
        return values.stream().sorted().toList().get(values.size() / 2);
    }

    /** The answer up to a row or to its end; empty while nobody listens. */
    private static String answer(int port, String path) {
        StringBuilder answer = new StringBuilder();
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            String request = "GET " + path + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n";
            socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
            byte[] buffer = new byte[4_096];
            int length = socket.getInputStream().read(buffer);
            while (length >= 0
                    && answer.append(new String(buffer, 0, length, StandardCharsets.ISO_8859_1))
                                    .indexOf("}\n")
                            < 0) {
                length = socket.getInputStream().read(buffer);
            }
        } catch (IOException _) {
            return "";
        }
        return answer.toString();
    }
}
