package io.millrace.connector.mqtt;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;

/** A real mosquitto, started from the program on this machine; tests that need it are skipped where there is none. */
final class Mosquitto implements AutoCloseable {

    private final Path folder;
    private final int port;
    private final List<String> settings;
    private Process process;

    private Mosquitto(Path folder, int port, List<String> settings, Process process) {
        this.folder = folder;
        this.port = port;
        this.settings = settings;
        this.process = process;
    }

    /** Starts it; sessions survive a restart in the folder. */
    static Mosquitto start(Path folder, String... extra) throws IOException, InterruptedException {
        int port;
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = socket.getLocalPort();
        }
        List<String> settings = new ArrayList<>(List.of(
                "listener " + port + " 127.0.0.1",
                "persistence true",
                "persistence_location " + folder + "/",
                "max_queued_messages 0",
                "log_type error",
                // else root becomes a user who may not enter the folder
                "user " + System.getProperty("user.name")));
        settings.addAll(List.of(extra));
        if (Stream.of(extra).noneMatch(line -> line.startsWith("allow_anonymous"))) {
            settings.add("allow_anonymous true");
        }
        return new Mosquitto(folder, port, settings, launch(folder, port, settings));
    }

    static boolean installed() {
        return program().isPresent();
    }

    /** Where it is installed. */
    private static Optional<Path> program() {
        return Stream.of("/usr/sbin/mosquitto", "/usr/bin/mosquitto", "/usr/local/sbin/mosquitto")
                .map(Path::of)
                .filter(Files::isExecutable)
                .findFirst();
    }

    private static Process launch(Path folder, int port, List<String> settings)
            throws IOException, InterruptedException {
        Optional<Path> program = program();
        Assumptions.assumeTrue(program.isPresent(), "mosquitto is not installed");
        Path file = folder.resolve("mosquitto.conf");
        Files.write(file, settings);
        Process process = new ProcessBuilder(program.orElseThrow().toString(), "-c", file.toString())
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("mosquitto.log").toFile())
                .start();
        for (int i = 0; i < 500; i++) {
            try (Socket socket = new Socket()) {
                socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 100);
                return process;
            } catch (IOException e) {
                if (process.waitFor(10, TimeUnit.MILLISECONDS)) {
                    break;
                }
            }
        }
        process.destroyForcibly();
        throw new IOException("mosquitto did not start: " + Files.readString(folder.resolve("mosquitto.log")));
    }

    /** Ends it; it saves its sessions, as it does at no other time. */
    void stop() throws InterruptedException {
        process.destroy();
        process.waitFor();
    }

    void startAgain() throws IOException, InterruptedException {
        process = launch(folder, port, settings);
    }

    String address() {
        return "tcp://127.0.0.1:" + port;
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
