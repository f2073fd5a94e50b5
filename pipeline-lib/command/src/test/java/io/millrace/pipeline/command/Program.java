package io.millrace.pipeline.command;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.millrace.core.testkit.Eventually;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;

/** A command in a process of its own, with the class path of the test. */
final class Program implements AutoCloseable {

    /** With which the launcher and the image start it. */
    static final String UNSAFE = "--sun-misc-unsafe-memory-access=allow";

    private static final Duration START = Duration.ofSeconds(60);

    private final Process process;
    private final List<String> lines = new CopyOnWriteArrayList<>();
    private final Thread reader;

    Program(String... words) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx128m",
                "-XX:TieredStopAtLevel=1",
                UNSAFE,
                "-cp",
                System.getProperty("java.class.path"),
                ModulesCommand.class.getName()));
        command.addAll(List.of(words));
        process = new ProcessBuilder(command).redirectErrorStream(true).start();
        reader = Thread.ofVirtual().start(this::read);
    }

    /** A server of that type at any port. */
    static Program server(String... words) throws IOException {
        List<String> all = new ArrayList<>(List.of("module-server", "--listen", "127.0.0.1:0"));
        all.addAll(List.of(words));
        return new Program(all.toArray(String[]::new));
    }

    private void read() {
        try (BufferedReader text = process.inputReader(UTF_8)) {
            text.lines().forEach(lines::add);
        } catch (IOException e) {
            lines.add("cannot read: " + e);
        }
    }

    List<String> lines() {
        return lines;
    }

    /** Where it serves, once it does. */
    String address() {
        Eventually.until(
                "it serves", START, () -> !process.isAlive() || line(" at ").isPresent());
        String line = line(" at ").orElseThrow(() -> new AssertionError("it ended: " + lines));
        return line.replaceAll(".* at ([^ ,]+).*", "$1");
    }

    private Optional<String> line(String part) {
        return lines.stream()
                .filter(line -> line.startsWith("module-server: serves") && line.contains(part))
                .findFirst();
    }

    /** Its exit code, once it has ended. */
    int end() throws InterruptedException {
        if (!process.waitFor(120, TimeUnit.SECONDS)) {
            throw new AssertionError("it does not end: " + lines);
        }
        reader.join();
        return process.exitValue();
    }

    /** SIGTERM. */
    void terminate() {
        // Process.destroy closes the pipes too, and the last lines would be lost.
        boolean _ = process.toHandle().destroy();
    }

    /** SIGKILL. */
    void kill() {
        process.destroyForcibly();
    }

    @Override
    public void close() {
        process.destroyForcibly();
        process.onExit().join();
    }
}
