package io.millrace.mq.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The packaged service as a process: SIGTERM ends it in order, and what a durable queue accepted is there again. */
@Timeout(180)
final class DrainIT {

    private static final Pattern ADDRESS = Pattern.compile("Listening on: http://(\\S+)");
    private static final int MESSAGES = 500;

    @TempDir
    static Path folder = Path.of("unset");

    @Test
    void losesNothingThatItHasAccepted() throws Exception {
        Files.writeString(folder.resolve("graph.yaml"), """
                nodes: {}
                edges:
                  kept: {transport: udp, address: "127.0.0.1:0", log: "%s"}
                """.formatted(folder.resolve("log")));
        Process first = start();
        try (HttpClient client = HttpClient.newHttpClient();
                BufferedReader log = first.inputReader(StandardCharsets.UTF_8)) {
            String queue = "http://" + address(log) + "/queues/kept";
            for (int i = 0; i < MESSAGES; i++) {
                assertThat(send(client, queue + "/messages", "message " + i)).contains("\"stored\":1");
            }
            assertThat(send(client, queue + "/leases", "{\"max\": 10}")).contains("message 9");
            first.destroy();
            assertThat(first.waitFor(30, TimeUnit.SECONDS)).isTrue();
        } finally {
            first.destroyForcibly();
        }

        Process second = start();
        try (HttpClient client = HttpClient.newHttpClient();
                BufferedReader log = second.inputReader(StandardCharsets.UTF_8)) {
            String queue = "http://" + address(log) + "/queues/kept";
            String messages = send(client, queue + "/leases", "{\"max\": 1000}");
            for (int i = 0; i < MESSAGES; i++) {
                assertThat(messages).contains("\"message " + i + "\"");
            }
            second.destroy();
            assertThat(second.waitFor(30, TimeUnit.SECONDS)).isTrue();
        } finally {
            second.destroyForcibly();
        }
    }

    private static Process start() throws IOException {
        ProcessBuilder program = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx256m",
                        "-jar",
                        Path.of("target/quarkus-app/quarkus-run.jar")
                                .toAbsolutePath()
                                .toString())
                .directory(folder.toFile())
                .redirectErrorStream(true);
        program.environment().put("QUARKUS_HTTP_PORT", "0");
        program.environment().put("MQ_TOPOLOGY", folder.resolve("graph.yaml").toString());
        return program.start();
    }

    private static String address(BufferedReader log) throws IOException {
        StringBuilder said = new StringBuilder();
        for (String line = log.readLine(); line != null; line = log.readLine()) {
            Matcher listening = ADDRESS.matcher(line);
            if (listening.find()) {
                return listening.group(1);
            }
            said.append(line).append('\n');
        }
        throw new AssertionError("the service did not start: " + said);
    }

    private static String send(HttpClient client, String address, String body) throws Exception {
        HttpResponse<String> answer = client.send(
                HttpRequest.newBuilder(URI.create(address))
                        .POST(BodyPublishers.ofString(body))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return answer.body();
    }
}
