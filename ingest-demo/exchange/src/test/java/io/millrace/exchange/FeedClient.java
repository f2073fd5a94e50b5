package io.millrace.exchange;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.millrace.core.testkit.Eventually;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** A client of an exchange under test: keeps all that comes, JSON or not. */
final class FeedClient implements WebSocket.Listener, AutoCloseable {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final HttpClient HTTP = HttpClient.newHttpClient();

    private final List<String> texts = new CopyOnWriteArrayList<>();
    private final StringBuilder part = new StringBuilder();
    private final WebSocket socket;
    private volatile int closed;
    private volatile String reason = "";
    private volatile String pong = "";

    private FeedClient(Exchange exchange) {
        this.socket = HTTP.newWebSocketBuilder()
                .buildAsync(URI.create(exchange.feed()), this)
                .join();
    }

    static FeedClient connect(Exchange exchange) {
        return new FeedClient(exchange);
    }

    static FeedClient subscribe(Exchange exchange, String products, String channels) {
        FeedClient client = new FeedClient(exchange);
        client.say("{\"type\":\"subscribe\",\"product_ids\":[" + products + "],\"channels\":[" + channels + "]}");
        return client;
    }

    static HttpResponse<String> get(Exchange exchange, String path) throws Exception {
        return HTTP.send(
                HttpRequest.newBuilder(URI.create(exchange.rest() + path)).build(),
                HttpResponse.BodyHandlers.ofString());
    }

    static HttpResponse<String> post(Exchange exchange, String path, String body) throws Exception {
        return HTTP.send(
                HttpRequest.newBuilder(URI.create(exchange.rest() + path))
                        .POST(HttpRequest.BodyPublishers.ofString(body))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }

    static JsonNode json(String text) {
        try {
            return JSON.readTree(text);
        } catch (IOException e) {
            throw new AssertionError("not JSON: " + text, e);
        }
    }

    void say(String text) {
        socket.sendText(text, true).join();
    }

    void ping(String text) {
        socket.sendPing(ByteBuffer.wrap(text.getBytes(UTF_8))).join();
    }

    /** What the last pong said. */
    String pong() {
        return pong;
    }

    void goodbye() {
        socket.sendClose(WebSocket.NORMAL_CLOSURE, "bye").join();
    }

    List<String> texts() {
        return List.copyOf(texts);
    }

    List<JsonNode> messages(String type) {
        List<JsonNode> all = new ArrayList<>();
        for (String text : texts) {
            if (text.startsWith("{\"type\":\"" + type + "\"") && text.endsWith("}")) {
                all.add(json(text));
            }
        }
        return all;
    }

    /** Waits until so many messages of a type have come; gives all of the type. */
    List<JsonNode> await(String type, int count) {
        Eventually.until(count + " messages " + type, () -> messages(type).size() >= count);
        return messages(type);
    }

    void await(String what, Predicate<FeedClient> condition) {
        Eventually.until(what, () -> condition.test(this));
    }

    /** Waits for the end; gives its code, 1006 when there was no close frame. */
    int awaitClose() {
        Eventually.until("the connection is closed", () -> closed != 0);
        return closed;
    }

    String reason() {
        return reason;
    }

    @Override
    public @Nullable CompletionStage<?> onText(WebSocket from, CharSequence data, boolean last) {
        part.append(data);
        if (last) {
            texts.add(part.toString());
            part.setLength(0);
        }
        from.request(1);
        return null;
    }

    @Override
    public @Nullable CompletionStage<?> onPong(WebSocket from, ByteBuffer message) {
        pong = UTF_8.decode(message).toString();
        from.request(1);
        return null;
    }

    @Override
    public @Nullable CompletionStage<?> onClose(WebSocket from, int code, String why) {
        reason = why;
        closed = code;
        return null;
    }

    @Override
    public void onError(WebSocket from, Throwable error) {
        closed = 1006;
    }

    @Override
    public void close() {
        socket.abort();
    }
}
