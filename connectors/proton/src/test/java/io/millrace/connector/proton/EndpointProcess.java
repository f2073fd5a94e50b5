package io.millrace.connector.proton;

import io.millrace.core.pipeline.Backoff;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** {@link EndpointMain} in a second JVM. */
final class EndpointProcess implements AutoCloseable {

    private final Process process;
    final int port;

    EndpointProcess(int port, String password) throws IOException {
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        process = new ProcessBuilder(List.of(
                        java,
                        "-Xmx256m",
                        "-XX:+UseSerialGC",
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        EndpointMain.class.getName(),
                        Integer.toString(port),
                        password))
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        BufferedReader output = process.inputReader(StandardCharsets.UTF_8);
        String line = output.readLine();
        if (line == null) {
            throw new IOException("the endpoint did not start");
        }
        this.port = Integer.parseInt(line.strip());
    }

    ProtonSettings settings(OnLost onLost, String password) {
        return new ProtonSettings(
                "127.0.0.1",
                port,
                "default",
                "default",
                password,
                Duration.ofSeconds(10),
                Duration.ofSeconds(30),
                Duration.ofSeconds(60),
                10,
                onLost,
                new Backoff(Duration.ofMillis(50), Duration.ofMillis(500), 0.2),
                Duration.ofSeconds(1));
    }

    void kill() throws InterruptedException {
        process.destroyForcibly();
        process.waitFor();
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
