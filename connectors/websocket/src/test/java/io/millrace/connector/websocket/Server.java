package io.millrace.connector.websocket;

import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.ServerWebSocket;
import io.vertx.core.http.WebSocketFrame;
import io.vertx.core.net.PemKeyCertOptions;
import java.net.URI;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A WebSocket server that does what a test says with each connection. */
final class Server implements AutoCloseable {

    private final Vertx vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(1));
    private final HttpServer server;
    private final String scheme;

    /** The connections in their order. */
    final List<ServerWebSocket> sockets = new CopyOnWriteArrayList<>();

    /** What clients sent. */
    final List<String> received = new CopyOnWriteArrayList<>();

    Server(Consumer<ServerWebSocket> talk) {
        this(talk, null);
    }

    /** A server with TLS when there is a certificate. */
    Server(Consumer<ServerWebSocket> talk, @Nullable PemKeyCertOptions certificate) {
        HttpServerOptions options = new HttpServerOptions()
                .setHost("127.0.0.1")
                .setPort(0)
                .setPerMessageWebSocketCompressionSupported(true)
                .setMaxWebSocketFrameSize(1 << 24);
        if (certificate != null) {
            options.setSsl(true).setKeyCertOptions(certificate);
        }
        scheme = certificate == null ? "ws" : "wss";
        server = vertx.createHttpServer(options).webSocketHandler(socket -> {
            socket.textMessageHandler(received::add);
            sockets.add(socket);
            talk.accept(socket);
        });
        listen();
    }

    /** A server that answers each upgrade with a status. */
    Server(int status) {
        scheme = "ws";
        server = vertx.createHttpServer(
                        new HttpServerOptions().setHost("127.0.0.1").setPort(0))
                .requestHandler(
                        request -> request.response().setStatusCode(status).end());
        listen();
    }

    private void listen() {
        var _ = server.listen().toCompletionStage().toCompletableFuture().join();
    }

    URI uri() {
        return URI.create(scheme + "://127.0.0.1:" + server.actualPort() + "/feed");
    }

    /** Sends a message in frames of three bytes. */
    static void sendInParts(ServerWebSocket socket, String text) {
        for (int i = 0; i < text.length(); i += 3) {
            boolean last = i + 3 >= text.length();
            Buffer part = Buffer.buffer(text.substring(i, Math.min(text.length(), i + 3)));
            var _ = socket.writeFrame(
                    i == 0
                            ? WebSocketFrame.textFrame(part.toString(), last)
                            : WebSocketFrame.continuationFrame(part, last));
        }
    }

    @Override
    public void close() {
        var _ = vertx.close().toCompletionStage().toCompletableFuture().join();
    }
}
