package io.millrace.gateway.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.WebSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The packaged service as a process: SIGTERM ends open streams with their reason, on each transport. */
@Timeout(120)
final class DrainIT {

    private static final Pattern ADDRESS = Pattern.compile("Listening on: http://(\\S+)");

    @TempDir
    static Path folder = Path.of("unset");

    @Test
    void readersAreToldThatTheServiceStops() throws Exception {
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
        Process service = program.start();
        try (HttpClient client = HttpClient.newHttpClient();
                BufferedReader log = service.inputReader(StandardCharsets.UTF_8)) {
            String address = address(log);
            Thread.startVirtualThread(() -> log.lines().forEach(_ -> {}));

            Iterator<String> lines = open(client, address, "*/*");
            Iterator<String> events = open(client, address, "text/event-stream");
            Frames frames = new Frames();
            client.newWebSocketBuilder()
                    .buildAsync(URI.create("ws://" + address + "/queries/pipeline2"), frames)
                    .join();
            frames.first.get(30, TimeUnit.SECONDS);
            service.destroy();

            assertThat(last(lines)).contains("\"event\":\"end\"", "\"reason\":\"stopped\"", "the service stops");
            assertThat(last(events)).contains("\"reason\":\"stopped\"", "the service stops");
            assertThat(frames.closed.get(30, TimeUnit.SECONDS)).isEqualTo(1001);
            assertThat(service.waitFor(30, TimeUnit.SECONDS)).isTrue();
        } finally {
            service.destroyForcibly();
        }
    }

    private static String address(BufferedReader log) throws IOException {
        for (String line = log.readLine(); line != null; line = log.readLine()) {
            Matcher listening = ADDRESS.matcher(line);
            if (listening.find()) {
                return listening.group(1);
            }
        }
        throw new AssertionError("the service did not start");
    }

    /** A stream of which the first line has come. */
    private static Iterator<String> open(HttpClient client, String address, String accept) throws Exception {
        HttpResponse<Stream<String>> response = client.send(
                HttpRequest.newBuilder(URI.create("http://" + address + "/queries/pipeline2?events=true"))
                        .header("Accept", accept)
                        .build(),
                HttpResponse.BodyHandlers.ofLines());
        Iterator<String> lines = response.body().iterator();
        assertThat(lines.next()).contains("schema");
        return lines;
    }

    private static String last(Iterator<String> lines) {
        String last = "";
        while (lines.hasNext()) {
            String line = lines.next();
            last = line.isEmpty() ? last : line;
        }
        return last;
    }

    private static final class Frames implements WebSocket.Listener {
        private final CompletableFuture<String> first = new CompletableFuture<>();
        private final CompletableFuture<Integer> closed = new CompletableFuture<>();

        @Override
        public @Nullable CompletionStage<?> onText(WebSocket webSocket, CharSequence data, boolean last) {
            first.complete(data.toString());
            webSocket.request(1);
            return null;
        }

        @Override
        public @Nullable CompletionStage<?> onClose(WebSocket webSocket, int statusCode, String reason) {
            closed.complete(statusCode);
            return null;
        }

        @Override
        public void onError(WebSocket webSocket, Throwable error) {
            closed.completeExceptionally(error);
        }
    }
}
