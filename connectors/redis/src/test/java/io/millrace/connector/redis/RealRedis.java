package io.millrace.connector.redis;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;

/** A redis-server of this machine; tests that need it are skipped where there is none. */
final class RealRedis implements AutoCloseable {

    private final int port;
    private final List<String> command;
    private final Path folder;
    private Process process;

    private RealRedis(int port, List<String> command, Path folder, Process process) {
        this.port = port;
        this.command = command;
        this.folder = folder;
        this.process = process;
    }

    static RealRedis start(Path folder, String... options) throws IOException, InterruptedException {
        Optional<Path> program = program();
        Assumptions.assumeTrue(program.isPresent(), "redis-server is not installed");
        int port = freePort();
        List<String> command = new ArrayList<>(List.of(
                program.orElseThrow().toString(), "--bind", "127.0.0.1", "--dir", folder.toString(), "--save", ""));
        if (!List.of(options).contains("--port")) {
            command.addAll(List.of("--port", Integer.toString(port)));
        }
        command.addAll(List.of(options));
        return new RealRedis(port, command, folder, launch(command, folder));
    }

    static boolean installed() {
        return program().isPresent();
    }

    /** Where it is installed. */
    private static Optional<Path> program() {
        return Stream.of("/usr/bin/redis-server", "/usr/local/bin/redis-server")
                .map(Path::of)
                .filter(Files::isExecutable)
                .findFirst();
    }

    static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    private static Process launch(List<String> command, Path folder) throws IOException, InterruptedException {
        Path log = folder.resolve("redis.log");
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        for (int i = 0; i < 1000; i++) {
            if (Files.readString(log).contains("eady to accept connections")) {
                return process;
            }
            if (process.waitFor(10, TimeUnit.MILLISECONDS)) {
                break;
            }
        }
        process.destroyForcibly();
        throw new IOException("redis-server did not start: " + Files.readString(log));
    }

    void kill() throws InterruptedException {
        process.destroyForcibly();
        process.waitFor();
    }

    void startAgain() throws IOException, InterruptedException {
        process = launch(command, folder);
    }

    String address() {
        return "redis://127.0.0.1:" + port;
    }

    @Override
    public void close() {
        process.destroy();
        process.onExit().join();
    }
}
