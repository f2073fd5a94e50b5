package io.millrace.mq.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.service.testkit.ServiceProcess;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The packaged service as a process: SIGTERM ends it in order, and what a durable queue accepted is there again. */
@Timeout(180)
final class DrainIT {

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
        try (HttpClient client = HttpClient.newHttpClient();
                ServiceProcess first = start()) {
            for (int i = 0; i < MESSAGES; i++) {
                assertThat(send(client, first.uri("/queues/kept/messages"), "message " + i))
                        .contains("\"stored\":1");
            }
            assertThat(send(client, first.uri("/queues/kept/leases"), "{\"max\": 10}"))
                    .contains("message 9");
            first.terminate();
            first.awaitEnd();
        }

        try (HttpClient client = HttpClient.newHttpClient();
                ServiceProcess second = start()) {
            String messages = send(client, second.uri("/queues/kept/leases"), "{\"max\": 1000}");
            for (int i = 0; i < MESSAGES; i++) {
                assertThat(messages).contains("\"message " + i + "\"");
            }
            second.terminate();
            second.awaitEnd();
        }
    }

    private static ServiceProcess start() throws Exception {
        return ServiceProcess.start(
                folder, Map.of("MQ_TOPOLOGY", folder.resolve("graph.yaml").toString()));
    }

    private static String send(HttpClient client, URI address, String body) throws Exception {
        HttpResponse<String> answer = client.send(
                HttpRequest.newBuilder(address)
                        .POST(BodyPublishers.ofString(body))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return answer.body();
    }
}
