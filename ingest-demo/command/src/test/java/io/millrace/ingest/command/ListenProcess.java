package io.millrace.ingest.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.core.json.JsonRow;
import io.millrace.core.testkit.Eventually;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;

/** The program {@code listen} in a process of its own, with the heap that is promised. */
final class ListenProcess implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofMinutes(3);

    private final Process process;
    private final Path errors;

    private ListenProcess(Process process, Path errors) {
        this.process = process;
        this.errors = errors;
    }

    /** Starts it; what it logs is appended to a file of the folder. */
    static ListenProcess start(Path folder, Path config) throws IOException {
        return start(folder, command(config));
    }

    /** As {@link #start}, with files that may grow up to so many KiB, until {@link #lift}. */
    static ListenProcess startLimited(Path folder, Path config, int kibibytes) throws IOException {
        List<String> limited =
                new ArrayList<>(List.of("/bin/sh", "-c", "ulimit -S -f " + 2 * kibibytes + "; exec \"$@\"", "sh"));
        limited.addAll(command(config));
        return start(folder, limited);
    }

    private static List<String> command(Path config) {
        return List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx256m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                System.getProperty("java.class.path"),
                IngestCommand.class.getName(),
                "listen",
                "--keep-trying",
                "--config",
                config.toString());
    }

    private static ListenProcess start(Path folder, List<String> command) throws IOException {
        Path errors = folder.resolve("errors");
        Process started = new ProcessBuilder(command)
                .redirectOutput(folder.resolve("output").toFile())
                .redirectError(ProcessBuilder.Redirect.appendTo(errors.toFile()))
                .start();
        return new ListenProcess(started, errors);
    }

    /** Waits while it runs. */
    void await(String what, BooleanSupplier condition) {
        try {
            Eventually.until(what, PATIENCE, () -> condition.getAsBoolean() || !process.isAlive());
        } catch (AssertionError e) {
            throw new AssertionError(errors(), e);
        }
        assertThat(process.isAlive()).as(errors()).isTrue();
    }

    /** Lets files grow again. */
    void lift() throws IOException, InterruptedException {
        Process lifting = new ProcessBuilder("prlimit", "--fsize=unlimited:unlimited", "--pid", "" + process.pid())
                .inheritIO()
                .start();
        assertThat(lifting.waitFor()).isZero();
    }

    /** Whether it has logged this. */
    boolean says(String text) {
        return errors().contains(text);
    }

    void kill() throws InterruptedException {
        process.destroyForcibly();
        assertThat(process.waitFor()).isEqualTo(128 + 9);
    }

    /** Asks it to end, which it does in order. */
    void stop() throws InterruptedException {
        process.destroy();
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).as(errors()).isTrue();
        assertThat(process.exitValue()).as(errors()).isZero();
    }

    private String errors() {
        try (Stream<String> lines = Files.lines(errors)) {
            List<String> all = lines.toList();
            return String.join("\n", all.subList(Math.max(0, all.size() - 30), all.size()));
        } catch (IOException e) {
            return String.valueOf(e.getMessage());
        }
    }

    /** What a file has, as product and trade id; a line that is being written is none. */
    static List<String> trades(Path file) {
        try {
            String text = Files.exists(file) ? Files.readString(file) : "";
            return text.substring(0, text.lastIndexOf('\n') + 1)
                    .lines()
                    .map(JsonRow::read)
                    .map(row -> row.field("product_id") + " " + row.field("trade_id"))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
