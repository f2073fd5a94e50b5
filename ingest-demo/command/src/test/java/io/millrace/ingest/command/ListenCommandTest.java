package io.millrace.ingest.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.command.Lifetime;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

final class ListenCommandTest {

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @TempDir
    private Path folder = Path.of("");

    private int run(String... arguments) {
        CommandLine program = IngestCommand.commandLine(new Lifetime(Duration.ofSeconds(15)))
                .setOut(new PrintWriter(out))
                .setErr(new PrintWriter(err));
        return program.execute(arguments);
    }

    private int listen(String yaml) throws Exception {
        return run(
                "listen",
                "--config",
                Files.writeString(folder.resolve("a.yaml"), yaml).toString());
    }

    @Test
    void wantsAFile() {
        assertThat(run("listen")).isEqualTo(2);
        assertThat(err.toString())
                .startsWith("Usage: listen [OPTIONS]")
                .contains("Try 'listen --help' for help.", "Error: Missing option '--config' / '-c'.");
    }

    @Test
    void wantsAFileThatIsThere() {
        assertThat(run("listen", "-c", folder.resolve("x.yaml").toString())).isEqualTo(2);
        assertThat(run("listen", "-c", folder.toString())).isEqualTo(2);
        assertThat(err.toString())
                .contains("Error: Invalid value for '--config' / '-c': Path '" + folder.resolve("x.yaml")
                        + "' does not exist.")
                .contains("Error: Invalid value for '--config' / '-c': Path '" + folder + "' is not a file.");
    }

    @Test
    void wantsYaml() throws Exception {
        assertThat(listen("source: [\n")).isEqualTo(2);
        assertThat(err.toString()).startsWith("Error: Invalid value: Invalid YAML in config file: " + folder);
    }

    @Test
    void wantsASourceAndASink() throws Exception {
        assertThat(listen("source: {type: coinbase}\n")).isEqualTo(2);
        assertThat(err.toString())
                .startsWith("Error: Invalid value: Config validation failed: 'sink' is a required property");
        assertThat(listen("sink: {type: file}\n")).isEqualTo(2);
        assertThat(err.toString()).contains("Config validation failed: 'source' is a required property");
        assertThat(listen("")).isEqualTo(2);
    }

    @Test
    void wantsTypesThatItKnows() throws Exception {
        assertThat(listen("source: {type: fuzzy}\nsink: {type: x}\n")).isEqualTo(1);
        assertThat(err.toString()).startsWith("Error: Unknown source type: fuzzy (known: ");
        assertThat(listen("pipelines: {a: {source: {type: coinbase}, sinks: {b: {type: x}}}}\n"))
                .isEqualTo(1);
        assertThat(err.toString()).contains("Error: Unknown sink type: x");
    }

    @Test
    void keepsItsStateBesideTheFile() {
        assertThat(StateFolder.of(folder.resolve("demo.config.yaml"), Map.of()))
                .isEqualTo(folder.resolve(".millrace").resolve("demo.config"));
        Path elsewhere = StateFolder.of(
                folder.resolve("gone").resolve("demo.yaml"), Map.of("XDG_STATE_HOME", folder.toString()));
        assertThat(elsewhere.getParent()).isEqualTo(folder.resolve("millrace").resolve("ingest"));
        assertThat(String.valueOf(elsewhere.getFileName())).startsWith("demo-");
    }
}
