package io.millrace.connect;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;

/** A real server as a child process on a port of its own; tests that need it are skipped where there is none. */
final class Programs implements AutoCloseable {

    private final int port;
    private final List<String> command;
    private final Path log;
    private Process process;

    private Programs(int port, List<String> command, Path log, Process process) {
        this.port = port;
        this.command = command;
        this.log = log;
        this.process = process;
    }

    /** With each write on disk before it is answered. */
    static Programs redis(Path folder, String... options) throws IOException, InterruptedException {
        int port = freePort();
        List<String> command = Stream.concat(
                        Stream.of(
                                program("redis-server"),
                                "--bind",
                                "127.0.0.1",
                                "--port",
                                Integer.toString(port),
                                "--dir",
                                folder.toString(),
                                "--save",
                                ""),
                        Stream.of(options))
                .toList();
        return start(port, command, folder.resolve("redis.log"));
    }

    /** With sessions that survive a restart. */
    static Programs mosquitto(Path folder) throws IOException, InterruptedException {
        int port = freePort();
        Path config = Files.write(
                folder.resolve("mosquitto.conf"),
                List.of(
                        "listener " + port + " 127.0.0.1",
                        "allow_anonymous true",
                        "persistence true",
                        "persistence_location " + folder + "/",
                        "autosave_interval 1",
                        "autosave_on_changes true",
                        "max_queued_messages 0",
                        // else root becomes a user who may not enter the folder
                        "user " + System.getProperty("user.name")));
        return start(port, List.of(program("mosquitto"), "-c", config.toString()), folder.resolve("mosquitto.log"));
    }

    static String program(String name) {
        Optional<Path> found = Stream.of("/usr/bin/", "/usr/sbin/", "/usr/local/bin/", "/usr/local/sbin/")
                .map(folder -> Path.of(folder + name))
                .filter(Files::isExecutable)
                .findFirst();
        Assumptions.assumeTrue(found.isPresent(), name + " is not installed");
        return found.orElseThrow().toString();
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    private static Programs start(int port, List<String> command, Path log) throws IOException, InterruptedException {
        return new Programs(port, command, log, launch(port, command, log));
    }

    private static Process launch(int port, List<String> command, Path log) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        for (int i = 0; i < 1_000; i++) {
            try (Socket socket = new Socket()) {
                socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 100);
                return process;
            } catch (IOException _) {
                if (process.waitFor(10, TimeUnit.MILLISECONDS)) {
                    break;
                }
            }
        }
        process.destroyForcibly();
        throw new IOException(command.getFirst() + " did not start: " + Files.readString(log));
    }

    int port() {
        return port;
    }

    /** As by kill -9. */
    void kill() throws InterruptedException {
        process.destroyForcibly();
        process.waitFor();
    }

    void startAgain() throws IOException, InterruptedException {
        process = launch(port, command, log);
    }

    @Override
    public void close() {
        process.destroy();
        process.onExit().join();
    }
}
