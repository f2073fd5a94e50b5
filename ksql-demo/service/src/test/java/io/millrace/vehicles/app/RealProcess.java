package io.millrace.vehicles.app;

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

/** A server that runs as a process of its own, to be killed and started again on the same port and data. */
final class RealProcess implements AutoCloseable {

    private final int port;
    private final List<String> command;
    private final Path log;
    private Process process;

    private RealProcess(int port, List<String> command, Path log) throws IOException, InterruptedException {
        this.port = port;
        this.command = command;
        this.log = log;
        this.process = launch();
    }

    /** The program, if this machine has it. */
    static Optional<String> program(String name) {
        return Stream.of("/usr/sbin/", "/usr/bin/", "/usr/local/sbin/", "/usr/local/bin/")
                .map(folder -> Path.of(folder + name))
                .filter(Files::isExecutable)
                .findFirst()
                .map(Path::toString);
    }

    /** A broker whose sessions, with what waits in them, are on disk right after each answer. */
    static RealProcess mosquitto(String program, Path folder) throws IOException, InterruptedException {
        int port = freePort();
        Path file = folder.resolve("mosquitto.conf");
        Files.write(
                file,
                List.of(
                        "listener " + port + " 127.0.0.1",
                        "allow_anonymous true",
                        "persistence true",
                        "persistence_location " + folder + "/",
                        "autosave_interval 1",
                        "autosave_on_changes true",
                        "max_queued_messages 0",
                        "log_type error",
                        // else root becomes a user who may not enter the folder
                        "user " + System.getProperty("user.name")));
        return new RealProcess(port, List.of(program, "-c", file.toString()), folder.resolve("mosquitto.log"));
    }

    /** A server that has each write on disk before it answers. */
    static RealProcess redis(String program, Path folder) throws IOException, InterruptedException {
        int port = freePort();
        List<String> command = List.of(
                program,
                "--bind",
                "127.0.0.1",
                "--port",
                Integer.toString(port),
                "--dir",
                folder.toString(),
                "--save",
                "",
                "--appendonly",
                "yes",
                "--appendfsync",
                "always");
        return new RealProcess(port, command, folder.resolve("redis.log"));
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    private Process launch() throws IOException, InterruptedException {
        Process started = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        for (int i = 0; i < 1000; i++) {
            try (Socket socket = new Socket()) {
                socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 100);
                return started;
            } catch (IOException e) {
                if (started.waitFor(10, TimeUnit.MILLISECONDS)) {
                    break;
                }
            }
        }
        started.destroyForcibly();
        throw new IOException(command.getFirst() + " did not start: " + Files.readString(log));
    }

    /** Ends it without a chance to save. */
    void kill() throws InterruptedException {
        process.destroyForcibly();
        process.waitFor();
    }

    void startAgain() throws IOException, InterruptedException {
        process = launch();
    }

    int port() {
        return port;
    }

    @Override
    public void close() {
        process.destroy();
        process.onExit().join();
    }
}
