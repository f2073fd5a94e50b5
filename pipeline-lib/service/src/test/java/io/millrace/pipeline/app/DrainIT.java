package io.millrace.pipeline.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.WebSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * The packaged service as a process: SIGTERM lets the packages within it end, and those who wait for them hear of it.
 */
@Timeout(180)
final class DrainIT {

    private static final Pattern ADDRESS = Pattern.compile("Listening on: http://(\\S+)");
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
        Process service = start();
        try (HttpClient client = HttpClient.newHttpClient();
                BufferedReader log = service.inputReader(StandardCharsets.UTF_8)) {
            String pipeline = "http://" + address(log) + "/api/v1/pipelines/slow";
            CompletableFuture<String> results = client.sendAsync(
                            request(pipeline + "/results").GET().build(), BodyHandlers.ofString())
                    .thenApply(HttpResponse::body);
            List<CompletableFuture<HttpResponse<String>>> waiting = new ArrayList<>();
            for (int i = 0; i < PACKAGES; i++) {
                waiting.add(client.sendAsync(execute(pipeline, i), BodyHandlers.ofString()));
            }
            awaitInput(client, pipeline);
            service.destroy();
            for (CompletableFuture<HttpResponse<String>> one : waiting) {
                HttpResponse<String> answer = one.get(30, TimeUnit.SECONDS);
                assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
                assertThat(answer.body()).contains("\"status\":\"SUCCESS\"");
            }
            assertThat(results.get(30, TimeUnit.SECONDS).lines().filter(line -> line.contains("\"SUCCESS\"")))
                    .hasSize(PACKAGES);
            assertThat(service.waitFor(30, TimeUnit.SECONDS)).isTrue();
        } finally {
            service.destroyForcibly();
        }
    }

    @Test
    void webSocketsThatCameAndWentDoNotHoldItUp() throws Exception {
        Process service = start();
        try (HttpClient client = HttpClient.newHttpClient();
                BufferedReader log = service.inputReader(StandardCharsets.UTF_8)) {
            URI status = URI.create("ws://" + address(log) + "/streams/status");
            WebSocket left = webSocket(client, status);
            left.sendClose(WebSocket.NORMAL_CLOSURE, "").join();
            webSocket(client, status).abort();
            CompletableFuture<Integer> closed = new CompletableFuture<>();
            client.newWebSocketBuilder()
                    .buildAsync(status, new WebSocket.Listener() {
                        @Override
                        public @Nullable CompletionStage<?> onClose(WebSocket socket, int code, String reason) {
                            closed.complete(code);
                            return null;
                        }
                    })
                    .join();
            // Process.destroy closes the pipe too, and the last lines would be lost.
            assertThat(service.toHandle().destroy()).isTrue();
            assertThat(closed.get(30, TimeUnit.SECONDS)).isEqualTo(1001);
            assertThat(log.lines()).noneMatch(line -> line.contains("WARN") || line.contains("ERROR"));
            assertThat(service.waitFor(30, TimeUnit.SECONDS)).isTrue();
        } finally {
            service.destroyForcibly();
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
        program.environment().put("MODULES_GRPC_PORT", "0");
        program.environment().put("MODULES_DRAIN_TIMEOUT", "20s");
        program.environment().put("MODULES_PIPELINES", folder.toString());
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
}
