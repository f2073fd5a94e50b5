package io.millrace.service.testkit;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.WebSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** An installed Chromium without a window, driven over its DevTools protocol. */
public final class Chromium {

    private static final List<String> PLACES =
            List.of("/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome");
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Process process;
    private final HttpClient http;
    private final WebSocket page;

    private Chromium(Process process, HttpClient http, WebSocket page) {
        this.process = process;
        this.http = http;
        this.page = page;
    }

    /** Where one is installed. */
    public static Optional<Path> installed() {
        return PLACES.stream().map(Path::of).filter(Files::isExecutable).findFirst();
    }

    /**
     * Starts a browser that shows an address.
     *
     * @param folder for its profile; empty
     */
    public static Chromium open(Path program, Path folder, URI address) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(
                        program.toString(),
                        "--headless=new",
                        "--no-sandbox",
                        "--disable-gpu",
                        "--disable-dev-shm-usage",
                        "--disable-quic",
                        "--no-first-run",
                        "--disable-background-networking",
                        "--disable-component-update",
                        "--disable-sync",
                        "--remote-debugging-port=0",
                        "--remote-allow-origins=*",
                        "--user-data-dir=" + folder,
                        "--window-size=1280,900",
                        address.toString())
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("log").toFile())
                .start();
        HttpClient http = HttpClient.newHttpClient();
        try {
            Path port = folder.resolve("DevToolsActivePort");
            Await.until(() -> Files.exists(port) && lines(port).size() > 1);
            URI list = URI.create("http://127.0.0.1:" + lines(port).getFirst() + "/json/list");
            Await.until(() -> !target(http, list).isEmpty());
            WebSocket page = http.newWebSocketBuilder()
                    .buildAsync(URI.create(target(http, list)), new Answers())
                    .join();
            return new Chromium(process, http, page);
        } catch (RuntimeException | AssertionError e) {
            process.destroyForcibly();
            throw e;
        }
    }

    private static List<String> lines(Path file) {
        try {
            return Files.readAllLines(file, StandardCharsets.UTF_8);
        } catch (IOException _) {
            return List.of();
        }
    }

    private static String target(HttpClient http, URI list) {
        try {
            String body = http.send(HttpRequest.newBuilder(list).build(), HttpResponse.BodyHandlers.ofString())
                    .body();
            for (JsonNode target : JSON.readTree(body)) {
                if (target.path("type").asText().equals("page")) {
                    return target.path("webSocketDebuggerUrl").asText();
                }
            }
            return "";
        } catch (IOException _) {
            return "";
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return "";
        }
    }

    /** Runs JavaScript in the page and gives its result as text; a promise is awaited, up to thirty seconds. */
    public String evaluate(String script) throws Exception {
        ObjectNode request = JSON.createObjectNode().put("id", Answers.nextId()).put("method", "Runtime.evaluate");
        request.putObject("params")
                .put("expression", script)
                .put("awaitPromise", true)
                .put("returnByValue", true);
        CompletableFuture<JsonNode> answer = Answers.expect(request.get("id").asInt());
        page.sendText(JSON.writeValueAsString(request), true).join();
        JsonNode result = answer.get(30, TimeUnit.SECONDS).path("result");
        if (result.has("exceptionDetails")) {
            throw new AssertionError(result.get("exceptionDetails").toString());
        }
        return result.path("result").path("value").asText();
    }

    /** Ends the browser and all that it started. */
    public void close() throws InterruptedException {
        page.abort();
        http.shutdownNow();
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly().waitFor(10, TimeUnit.SECONDS);
    }

    /** Answers of the browser by the number of their question. */
    private static final class Answers implements WebSocket.Listener {

        private static final AtomicInteger IDS = new AtomicInteger();
        private static final Map<Integer, CompletableFuture<JsonNode>> WAITING = new ConcurrentHashMap<>();

        private final StringBuilder part = new StringBuilder();

        static int nextId() {
            return IDS.incrementAndGet();
        }

        static CompletableFuture<JsonNode> expect(int id) {
            return WAITING.computeIfAbsent(id, _ -> new CompletableFuture<>());
        }

        @Override
        public CompletionStage<?> onText(WebSocket socket, CharSequence data, boolean last) {
            part.append(data);
            if (last) {
                try {
                    JsonNode message = JSON.readTree(part.toString());
                    CompletableFuture<JsonNode> waiting =
                            WAITING.remove(message.path("id").asInt());
                    if (waiting != null) {
                        waiting.complete(message);
                    }
                } catch (IOException e) {
                    throw new AssertionError(e);
                } finally {
                    part.setLength(0);
                }
            }
            socket.request(1);
            return CompletableFuture.completedFuture(null);
        }
    }
}
