package io.millrace.service.testkit;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A reader of a stream over a WebSocket that takes what comes and notes how it began and ended. */
public final class SocketReader implements WebSocket.Listener {

    private static final int SECONDS = 30;

    private final CompletableFuture<String> first = new CompletableFuture<>();
    private final CompletableFuture<Integer> closed = new CompletableFuture<>();

    private SocketReader() {}

    /** Begins to read. */
    public static SocketReader open(HttpClient client, URI address) {
        SocketReader reader = new SocketReader();
        client.newWebSocketBuilder().buildAsync(address, reader).join();
        return reader;
    }

    /** Waits for the first frame. */
    public String first() throws Exception {
        return first.get(SECONDS, TimeUnit.SECONDS);
    }

    /** Waits for the end; the code that the service closed with. */
    public int closed() throws Exception {
        return closed.get(SECONDS, TimeUnit.SECONDS);
    }

    @Override
    public @Nullable CompletionStage<?> onText(WebSocket socket, CharSequence data, boolean last) {
        first.complete(data.toString());
        socket.request(1);
        return null;
    }

    @Override
    public @Nullable CompletionStage<?> onClose(WebSocket socket, int code, String reason) {
        closed.complete(code);
        return null;
    }

    @Override
    public void onError(WebSocket socket, Throwable error) {
        first.completeExceptionally(error);
        closed.completeExceptionally(error);
    }
}
