package io.millrace.benchmark;

import io.millrace.core.flow.Chunk;
import io.millrace.sql.encode.JsonRows;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.http.ServerWebSocket;
import io.vertx.core.net.NetSocket;
import io.vertx.core.streams.WriteStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * The baseline of the streams: a Vert.x server that makes nothing, but writes what was prepared once, as fast as the
 * socket takes it. {@code /rows} gives rows in one prepared buffer per write, the WebSocket a text frame per row
 * through Vert.x; the next port up gives prepared buffers full of ready-made frames.
 */
public final class BareServer {

    /** Answer to the key that the raw reader sends (RFC 6455, 1.3). */
    private static final String HANDSHAKE = """
            HTTP/1.1 101 Switching Protocols\r
            Connection: Upgrade\r
            Upgrade: websocket\r
            Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=\r
            \r
            """;

    private final Buffer rows;
    private final Buffer frames;
    private final List<String> texts = new ArrayList<>();

    private BareServer() {
        Chunk chunk = new JsonRows(SampleRows.SCHEMA).encode(SampleRows.batch(1_000, 0));
        rows = direct(Unpooled.directBuffer(chunk.length()).writeBytes(chunk.bytes(), 0, chunk.length()));
        ByteBuf framed = Unpooled.directBuffer(chunk.length() + 4 * chunk.rows());
        for (int i = 0; i < chunk.rows(); i++) {
            int start = chunk.rowStart(i);
            int length = chunk.rowEnd(i) - start - 1;
            framed.writeByte(0x81);
            if (length < 126) {
                framed.writeByte(length);
            } else {
                framed.writeByte(126).writeShort(length);
            }
            framed.writeBytes(chunk.bytes(), start, length);
            texts.add(new String(chunk.bytes(), start, length, StandardCharsets.US_ASCII));
        }
        frames = direct(framed);
    }

    /** Arguments: the port; the next one up is used too. */
    public static void main(String[] arguments) {
        int port = Integer.parseInt(arguments[0]);
        BareServer server = new BareServer();
        Vertx vertx = Vertx.vertx();
        vertx.createHttpServer()
                .requestHandler(server::serve)
                .webSocketHandler(server::serve)
                .listen(port, "127.0.0.1")
                .compose(_ ->
                        vertx.createNetServer().connectHandler(server::serve).listen(port + 1, "127.0.0.1"))
                .onSuccess(_ -> System.out.println("bare server on " + port + " and " + (port + 1)))
                .onFailure(failure -> {
                    System.err.println(failure.getMessage());
                    System.exit(1);
                });
    }

    private void serve(HttpServerRequest request) {
        HttpServerResponse response = request.response().setChunked(true);
        response.putHeader("content-type", "application/x-ndjson");
        response.exceptionHandler(_ -> {});
        fill(response, rows);
    }

    private void serve(NetSocket socket) {
        socket.exceptionHandler(_ -> {});
        socket.handler(_ -> {
            socket.handler(null);
            var _ = socket.write(HANDSHAKE);
            fill(socket, frames);
        });
    }

    private static void fill(WriteStream<Buffer> stream, Buffer prepared) {
        while (!stream.writeQueueFull()) {
            var _ = stream.write(prepared);
        }
        stream.drainHandler(_ -> fill(stream, prepared));
    }

    private void serve(ServerWebSocket webSocket) {
        webSocket.exceptionHandler(_ -> {});
        fill(webSocket, 0);
    }

    private void fill(ServerWebSocket webSocket, int from) {
        int next = from;
        while (!webSocket.writeQueueFull()) {
            var _ = webSocket.writeFinalTextFrame(texts.get(next));
            next = (next + 1) % texts.size();
        }
        int later = next;
        webSocket.drainHandler(_ -> fill(webSocket, later));
    }

    @SuppressWarnings("deprecation") // the only way to give Vert.x 4 a direct buffer
    private static Buffer direct(ByteBuf buffer) {
        return Buffer.buffer(Unpooled.unreleasableBuffer(buffer));
    }
}
