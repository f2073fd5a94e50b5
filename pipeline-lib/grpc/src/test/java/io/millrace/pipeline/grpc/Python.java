package io.millrace.pipeline.grpc;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/** Peers in Python: a Python that has grpcio and grpcio-tools, and a folder with stubs made from our messages. */
final class Python {

    /** Names the Python to use, for example that of a virtual environment. */
    static final String VARIABLE = "MILLRACE_PYTHON";

    private static final Path MESSAGES = Path.of("..", "proto", "src", "main", "protobuf", "data.proto");

    private final String program;
    private final Path folder;

    private Python(String program, Path folder) {
        this.program = program;
        this.folder = folder;
    }

    /**
     * Finds one: the named one, or {@code python3} of the path when it has what is needed.
     *
     * @throws IllegalStateException when the named one does not
     */
    static Optional<Python> find(Path folder) throws Exception {
        String named = System.getenv(VARIABLE);
        String program = named == null || named.isEmpty() ? "python3" : named;
        if (!has(program)) {
            if (program.equals(named)) {
                throw new IllegalStateException(VARIABLE + "=" + named + " has no grpcio and grpcio-tools");
            }
            return Optional.empty();
        }
        Python python = new Python(program, folder);
        python.prepare();
        return Optional.of(python);
    }

    private static boolean has(String program) throws InterruptedException {
        try {
            Process process = new ProcessBuilder(program, "-c", "import grpc, grpc_tools")
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            return process.waitFor(60, TimeUnit.SECONDS) && process.exitValue() == 0;
        } catch (IOException _) {
            return false;
        }
    }

    /** The messages without what we added, so that the peers know no more than those in use. */
    private void prepare() throws IOException, InterruptedException {
        String theirs = Files.readAllLines(MESSAGES).stream()
                .filter(line -> !line.contains(" = 100;"))
                .collect(Collectors.joining("\n"));
        Files.writeString(folder.resolve("data.proto"), theirs);
        for (String script : List.of("server.py", "client.py")) {
            try (InputStream in = Python.class.getResourceAsStream("/python/" + script)) {
                Files.write(folder.resolve(script), in.readAllBytes());
            }
        }
        Process process =
                start("-m", "grpc_tools.protoc", "-I.", "--python_out=.", "--grpc_python_out=.", "data.proto");
        String said = new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);
        if (!process.waitFor(60, TimeUnit.SECONDS) || process.exitValue() != 0) {
            throw new IllegalStateException("grpc_tools.protoc failed: " + said);
        }
    }

    /** Starts it in the folder. */
    Process start(String... arguments) {
        List<String> command = new ArrayList<>();
        command.add(program);
        command.addAll(List.of(arguments));
        try {
            return new ProcessBuilder(command).directory(folder.toFile()).start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
