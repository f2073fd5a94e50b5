package io.millrace.sql.wire;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.millrace.core.testkit.Eventually;
import io.millrace.core.time.Ticker;
import io.millrace.sql.exec.EmbeddedEngine;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The endpoint as Proton's Python driver sees it, with and without compression. */
final class PythonIT {

    private static final String VARIABLE = "MILLRACE_PYTHON";

    @TempDir
    private Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"none", "lz4"})
    void thePythonDriverIsServed(String compression) throws Exception {
        Optional<String> python =
                python(compression.equals("none") ? "proton_driver" : "proton_driver.compression.lz4");
        assumeTrue(python.isPresent(), "no Python with proton-driver[lz4]: pip install it, or name one in " + VARIABLE);
        Path script = folder.resolve("peer.py");
        try (InputStream source = requireNonNull(PythonIT.class.getResourceAsStream("/proton_peer.py"))) {
            Files.copy(source, script);
        }
        CountingListener listener = new CountingListener();
        try (EmbeddedEngine engine = new EmbeddedEngine();
                NativeServer server = NativeServer.start(
                        new Settings().password("secret").build(), engine, listener, Ticker.SYSTEM)) {
            String said = run(
                    python.orElseThrow(), script.toString(), Integer.toString(server.port()), "secret", compression);
            assertThat(said.lines())
                    .containsExactly(
                            "types passed",
                            "streaming passed",
                            "errors passed",
                            "columns passed",
                            "text passed",
                            "wrong password gives 516");
            Eventually.until("all have gone", () -> server.connections() == 0 && listener.running.get() == 0);
        }
    }

    private static Optional<String> python(String module) throws Exception {
        String given = System.getenv(VARIABLE);
        for (String program : given == null
                ? Stream.of("python3").toList()
                : Stream.of(given, "python3").toList()) {
            try {
                if (new ProcessBuilder(program, "-c", "import " + module)
                                .redirectErrorStream(true)
                                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                                .start()
                                .waitFor()
                        == 0) {
                    return Optional.of(program);
                }
            } catch (IOException _) {
                // not there
            }
        }
        return Optional.empty();
    }

    private static String run(String... command) throws Exception {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        return said;
    }
}
