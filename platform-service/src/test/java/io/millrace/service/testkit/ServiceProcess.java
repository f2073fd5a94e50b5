package io.millrace.service.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The packaged service of the module under test, as a process of its own on a port that is free. */
public final class ServiceProcess implements AutoCloseable {

    private static final Pattern ADDRESS = Pattern.compile("Listening on: http://(\\S+)");
    private static final Duration START = Duration.ofSeconds(90);

    private final Process process;
    private final List<String> log = new ArrayList<>();
    private final CompletableFuture<String> address = new CompletableFuture<>();
    private final Thread reader;

    private ServiceProcess(Process process) {
        this.process = process;
        this.reader = Thread.ofVirtual().name("service-log").start(this::read);
    }

    /**
     * Starts it and waits until it listens.
     *
     * @param folder where it stands
     * @param settings environment variables
     */
    public static ServiceProcess start(Path folder, Map<String, String> settings) throws Exception {
        return start(folder, settings, "-Xmx256m");
    }

    /** As {@link #start(Path, Map)}, with options of the JVM. */
    public static ServiceProcess start(Path folder, Map<String, String> settings, String... options) throws Exception {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of(options));
        command.add("-jar");
        command.add(
                Path.of("target/quarkus-app/quarkus-run.jar").toAbsolutePath().toString());
        ProcessBuilder program =
                new ProcessBuilder(command).directory(folder.toFile()).redirectErrorStream(true);
        program.environment().put("QUARKUS_HTTP_PORT", "0");
        program.environment().putAll(settings);
        ServiceProcess started = new ServiceProcess(program.start());
        try {
            started.address.get(START.toSeconds(), TimeUnit.SECONDS);
            return started;
        } catch (ExecutionException | TimeoutException e) {
            started.close();
            throw new AssertionError("the service did not start: " + started.log(), e);
        }
    }

    private void read() {
        try (BufferedReader lines = process.inputReader(StandardCharsets.UTF_8)) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                synchronized (log) {
                    log.add(line);
                }
                Matcher listening = ADDRESS.matcher(line);
                if (listening.find()) {
                    address.complete(listening.group(1));
                }
            }
            address.completeExceptionally(new IOException("it ended"));
        } catch (IOException e) {
            address.completeExceptionally(new UncheckedIOException(e));
        }
    }

    /** An address at the service. */
    public URI uri(String path) {
        return URI.create("http://" + address.join() + path);
    }

    /** The address of a WebSocket at the service. */
    public URI socket(String path) {
        return URI.create("ws://" + address.join() + path);
    }

    /** What it has said. */
    public List<String> log() {
        synchronized (log) {
            return List.copyOf(log);
        }
    }

    /** Asks it to stop, by SIGTERM. */
    public void terminate() {
        // Process.destroy closes the pipe too, and the last lines would be lost.
        assertThat(process.toHandle().destroy()).isTrue();
    }

    /** Waits up to thirty seconds until it has ended and all that it said was read; the code with which it ended. */
    public int awaitEnd() throws InterruptedException {
        assertThat(process.waitFor(30, TimeUnit.SECONDS))
                .as("it ends within 30 s")
                .isTrue();
        reader.join();
        return process.exitValue();
    }

    @Override
    public void close() {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
    }
}
