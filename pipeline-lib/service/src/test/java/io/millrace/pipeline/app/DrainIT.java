package io.millrace.pipeline.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.service.testkit.ServiceProcess;
import io.millrace.service.testkit.SocketReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.WebSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * The packaged service as a process: SIGTERM lets the packages within it end, and those who wait for them hear of it.
 */
@Timeout(180)
final class DrainIT {

    private static final int PACKAGES = 20;

    @TempDir
    static Path folder = Path.of("unset");

    @Test
    void answersThoseWhoWait() throws Exception {
        Files.writeString(folder.resolve("slow.yaml"), """
                pipelines:
                  slow:
                    controllers:
                      - name: only
                        mode: order-by-sequence
                        workers: 20
                        queue-size: 100
                        modules:
                          - {type: sleep, settings: {min-sleep: 4s, max-sleep: 4s}}
                """);
        try (HttpClient client = HttpClient.newHttpClient();
                ServiceProcess service = start()) {
            String pipeline = service.uri("/api/v1/pipelines/slow").toString();
            CompletableFuture<String> results = client.sendAsync(
                            request(pipeline + "/results").GET().build(), BodyHandlers.ofString())
                    .thenApply(HttpResponse::body);
            List<CompletableFuture<HttpResponse<String>>> waiting = new ArrayList<>();
            for (int i = 0; i < PACKAGES; i++) {
                waiting.add(client.sendAsync(execute(pipeline, i), BodyHandlers.ofString()));
            }
            awaitInput(client, pipeline);
            service.terminate();
            for (CompletableFuture<HttpResponse<String>> one : waiting) {
                HttpResponse<String> answer = one.get(30, TimeUnit.SECONDS);
                assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
                assertThat(answer.body()).contains("\"status\":\"SUCCESS\"");
            }
            assertThat(results.get(30, TimeUnit.SECONDS).lines().filter(line -> line.contains("\"SUCCESS\"")))
                    .hasSize(PACKAGES);
            service.awaitEnd();
        }
    }

    @Test
    void webSocketsThatCameAndWentDoNotHoldItUp() throws Exception {
        try (HttpClient client = HttpClient.newHttpClient();
                ServiceProcess service = start()) {
            URI status = service.socket("/streams/status");
            WebSocket left = webSocket(client, status);
            left.sendClose(WebSocket.NORMAL_CLOSURE, "").join();
            webSocket(client, status).abort();
            SocketReader reader = SocketReader.open(client, status);
            service.terminate();
            assertThat(reader.closed()).isEqualTo(1001);
            service.awaitEnd();
            List<String> stopping = service.log().stream()
                    .dropWhile(line -> !line.contains("ServiceDrain"))
                    .toList();
            assertThat(stopping).isNotEmpty().noneMatch(line -> line.contains("WARN") || line.contains("ERROR"));
        }
    }

    private static WebSocket webSocket(HttpClient client, URI address) {
        return client.newWebSocketBuilder()
                .buildAsync(address, new WebSocket.Listener() {})
                .join();
    }

    private static HttpRequest execute(String pipeline, int number) {
        return request(pipeline + "/execute")
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString("{\"number\": " + number + "}"))
                .build();
    }

    private static void awaitInput(HttpClient client, String pipeline) throws Exception {
        String counts = "";
        while (!counts.contains("\"input\":" + PACKAGES)) {
            counts = client.send(request(pipeline + "/statistics").GET().build(), BodyHandlers.ofString())
                    .body();
        }
    }

    private static HttpRequest.Builder request(String address) {
        return HttpRequest.newBuilder(URI.create(address));
    }

    private static ServiceProcess start() throws Exception {
        return ServiceProcess.start(
                folder,
                Map.of(
                        "MODULES_GRPC_PORT",
                        "0",
                        "MODULES_DRAIN_TIMEOUT",
                        "20s",
                        "MODULES_PIPELINES",
                        folder.toString()));
    }
}
