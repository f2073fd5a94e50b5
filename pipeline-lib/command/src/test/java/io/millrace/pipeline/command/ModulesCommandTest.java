package io.millrace.pipeline.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.command.Lifetime;
import io.millrace.core.testkit.Eventually;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

final class ModulesCommandTest {

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();
    private final Lifetime lifetime = new Lifetime(Duration.ofMinutes(1));

    private int run(String... words) {
        CommandLine commands = ModulesCommand.commandLine(lifetime)
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true));
        return commands.execute(words);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "module-server | which type of module? --types lists them",
                "module-server nonsense | nonsense",
                "module-server sleep --type-version 9 | 9",
                "module-server demo-external --set min-sleep | --set expects key=value",
                "module-server demo-external --set min-sleep=soon | min-sleep",
                "module-server demo-external --set colour=red | colour",
                "module-server demo-external --listen here | an address is host:port, such as 127.0.0.1:10000",
                "module-server demo-external --concurrency 0 | --concurrency must be at least 1, was 0",
                "module-server demo-external --max-message-bytes 1 | --max-message-bytes must be at least 1024, was 1",
                "module-server demo-external --grace soon | a duration is such as 250ms, 10s or 1m, not 'soon'",
                "module-server demo-external --grace 51s | --grace must be at most 50s, was 51s",
                "module-server demo-external --tls-key /key.pem | TLS needs both --tls-certificate and --tls-key",
                "module-server demo-external --listen 0.0.0.0:0 --registry 127.0.0.1:1 | say --advertise HOST:PORT",
                "module-server demo-external --advertise 127.0.0.1:0 | say the real one in --advertise",
                "module-server demo-external --log-level loud | expected one of [DEBUG, INFO, WARN, ERROR]",
                "module-server demo-external --speed 5 | Unknown options: '--speed', '5'",
                "module-demo --packages 0 | --packages must be at least 1, was 0",
                "module-demo --empty-every -1 | --empty-every must not be negative, was -1",
                "module-demo --min-sleep 2s --max-sleep 1s | --max-sleep must be at least --min-sleep (2000 ms), was 1000 ms",
                "dance | Unmatched argument at index 0: 'dance'"
            })
    void aWrongCommandLineExitsWith2AndSaysWhy(String line, String message) {
        assertThat(run(line.split(" "))).as(err.toString()).isEqualTo(2);
        assertThat(err.toString()).contains(message).doesNotContain("\tat ");
    }

    @Test
    void withoutACommandItSaysWhichThereAre() {
        assertThat(run()).isEqualTo(2);
        assertThat(err.toString()).contains("which command? One of module-server, module-demo");
    }

    @ParameterizedTest
    @ValueSource(strings = {"module-server", "module-demo"})
    void everyCommandHelps(String command) {
        assertThat(run(command, "--help")).isZero();
        assertThat(out.toString()).startsWith("Usage: pipeline-command " + command);
    }

    @Test
    void listsTheTypes() {
        assertThat(run("module-server", "--types")).isZero();
        assertThat(out.toString().lines()).anyMatch(line -> line.matches("demo-external +1 +Demo, to be hosted.*"));
    }

    @Test
    void aPortInUseAndAMissingCertificateExitWith1() throws IOException {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            String address = "127.0.0.1:" + taken.getLocalPort();
            assertThat(run("module-server", "sleep", "--listen", address)).isEqualTo(1);
            assertThat(err.toString()).contains("module-server: cannot listen on " + address);
        }
        assertThat(run(
                        "module-server",
                        "sleep",
                        "--listen",
                        "127.0.0.1:0",
                        "--tls-certificate",
                        "/nowhere.pem",
                        "--tls-key",
                        "/nowhere.pem"))
                .isEqualTo(1);
        assertThat(err.toString()).contains("module-server: cannot read /nowhere.pem: no such file, or not allowed");
    }

    @Test
    void servesUntilToldToStop() throws InterruptedException {
        AtomicInteger code = new AtomicInteger(-1);
        Thread thread =
                Thread.ofVirtual().start(() -> code.set(run("module-server", "sleep", "--listen", "127.0.0.1:0")));
        Eventually.until("it serves or has failed", () -> out.toString().contains(" at 127.0.0.1:") || code.get() >= 0);
        lifetime.stop();
        thread.join();
        assertThat(code).as(err.toString()).hasValue(0);
        assertThat(out.toString()).endsWith("module-server: stopped" + System.lineSeparator());
    }

    @Test
    void settingsAreNumbersAndTruthValuesWhereThatLosesNothing() {
        var settings = ModuleOptionsText.read(
                List.of("a=1", "b=-2.5", "c=true", "d=007", "e=1.10", "f=x=y", "g=1", "g=two", "g=3", "h="));
        assertThat(settings)
                .containsEntry("a", 1L)
                .containsEntry("b", -2.5)
                .containsEntry("c", true)
                .containsEntry("d", "007")
                .containsEntry("e", "1.10")
                .containsEntry("f", "x=y")
                .containsEntry("g", List.of(1L, "two", 3L))
                .containsEntry("h", "");
    }

    @Test
    void theLauncherAndTheImageStartProgramsAsTheTestsDo() throws IOException {
        Path root = Path.of("../..");
        assertThat(Files.readString(root.resolve("millrace"))).contains(" " + Program.UNSAFE + " ");
        assertThat(Files.readString(root.resolve("deploy/docker/modules.Dockerfile")))
                .contains("exec java " + Program.UNSAFE + " -jar ");
    }
}
