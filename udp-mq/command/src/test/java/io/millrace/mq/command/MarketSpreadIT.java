package io.millrace.mq.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.sun.net.httpserver.HttpServer;
import io.millrace.core.testkit.Eventually;
import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The complete run of the reference in separate processes, with the reference's own flags. */
final class MarketSpreadIT {

    private static final Path ROOT = root();
    private static final Path DATA = ROOT.resolveSibling("shared/data/marketspread");
    private static final Path JAR = Path.of("target/mq-command.jar").toAbsolutePath();

    @TempDir
    @SuppressWarnings("NullAway.Init") // by JUnit
    private Path folder;

    private final Deque<Process> processes = new ArrayDeque<>();

    private static Path root() {
        Path at = Path.of("").toAbsolutePath();
        while (at.getParent() != null && !Files.exists(at.resolve("mvnw"))) {
            at = at.getParent();
        }
        return at;
    }

    @AfterEach
    void stop() throws InterruptedException {
        while (!processes.isEmpty()) {
            end(processes.pop());
        }
    }

    private static void end(Process process) throws InterruptedException {
        process.destroy();
        process.waitFor();
    }

    private Process start(String name, String... words) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-Xmx128m",
                "-jar",
                JAR.toString()));
        command.addAll(List.of(words));
        Process process = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve(name + ".out").toFile())
                .start();
        processes.push(process);
        return process;
    }

    private String output(String name) {
        try {
            return Files.readString(folder.resolve(name + ".out"));
        } catch (IOException e) {
            return "";
        }
    }

    private static int freePort() throws IOException {
        try (DatagramSocket socket = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    @Test
    void theSixProgramsGiveTheKnownAnswers() throws IOException, InterruptedException {
        assumeTrue(Files.isDirectory(DATA), () -> "the data of the reference are not at " + DATA);
        List<String> posts = new CopyOnWriteArrayList<>();
        HttpServer hub = hub(posts);
        String metrics = "127.0.0.1:" + freePort();
        String queue = "127.0.0.1:" + freePort();
        String sink = "127.0.0.1:" + freePort();
        start(
                "receiver",
                "metrics-receiver",
                "--address",
                metrics,
                "--uri",
                "http://127.0.0.1:" + hub.getAddress().getPort() + "/post");
        start(
                "sink",
                "sink",
                "--address",
                sink,
                "--console-log",
                "--metrics-address",
                metrics,
                "--stats-period",
                "1",
                "--vuid",
                "MARKET_SPREAD");
        start(
                "mq",
                "mq",
                "--address",
                queue,
                "--console-log",
                "--metrics-address",
                metrics,
                "--stats-period",
                "1",
                "--vuid",
                "NODE_1");
        await("mq", "Listening on");
        await("sink", "Listening on");
        Process worker = start(
                "worker",
                "worker",
                "--input-address",
                queue,
                "--output-address",
                sink,
                "--output-type",
                "socket",
                "--function",
                "marketspread",
                "--console-log",
                "--file-log",
                "--metrics-address",
                metrics,
                "--stats-period",
                "1",
                "--vuid",
                "NODE_2");
        for (String file : List.of("100nbbo.msg", "1000trades.msg")) {
            Process feeder = start(
                    "feeder",
                    "feeder",
                    "--address",
                    queue,
                    "--path",
                    DATA.resolve(file).toString(),
                    "--delay",
                    "0.0001");
            assertThat(feeder.waitFor()).as(output("feeder")).isZero();
        }
        Eventually.until(
                "all orders arrive", Duration.ofSeconds(60), () -> orders(": Accepted") + orders(": Rejected") == 1000);
        assertThat(orders("): Accepted")).isEqualTo(212);
        assertThat(orders("): Rejected: Unknown symbol: ")).isEqualTo(788);
        assertThat(output("sink"))
                .contains(" New Order: (CLIENT249, LNG, Rejected, 20900.0): Rejected: Unknown symbol: LNG");
        Eventually.until(
                "all three nodes are posted",
                () -> Stream.of("MARKET_SPREAD", "NODE_1", "NODE_2")
                        .allMatch(key ->
                                posts.stream().anyMatch(post -> post.contains("\"pipeline_key\": \"" + key + "\""))));
        end(worker);
        Eventually.until(
                "the receiver prints the worker", () -> output("receiver").contains("Function: Marketspread"));
        assertThat(output("worker")).contains("Stopped");
        try (Stream<Path> logs = Files.list(folder.resolve("logs"))) {
            assertThat(logs.map(log -> log.getFileName().toString()))
                    .singleElement()
                    .satisfies(
                            name -> assertThat(name)
                                    .matches(
                                            "Marketspread\\.127\\.0\\.0\\.1-\\d+\\.127\\.0\\.0\\.1-\\d+\\.[0-9a-f-]{36}\\.log"));
        }
        hub.stop(0);
    }

    private void await(String name, String text) {
        Eventually.until(
                name + " says " + text,
                Duration.ofSeconds(60),
                () -> output(name).contains(text));
    }

    private long orders(String verdict) {
        return output("sink").lines().filter(line -> line.contains(verdict)).count();
    }

    private static HttpServer hub(List<String> posts) throws IOException {
        HttpServer hub = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        hub.createContext("/post", exchange -> {
            posts.add(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
            exchange.sendResponseHeaders(200, -1);
            exchange.close();
        });
        hub.start();
        return hub;
    }
}
