package io.millrace.service.stream;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.ServerWebSocket;
import io.vertx.core.net.impl.ConnectionBase;
import java.util.List;

/**
 * An accepted WebSocket. Data frames are ready-made bytes, written below Vert.x: its frame encoder passes byte buffers
 * through. Handshake, ping, pong and close stay with Vert.x, on the same channel and thread, so the order is kept.
 */
final class WebSocketOutlet extends Outlet {

    private final ServerWebSocket webSocket;
    private final ChannelHandlerContext channel;

    WebSocketOutlet(ServerWebSocket webSocket, ConnectionBase connection, RowEncoding encoding) {
        super(encoding);
        this.webSocket = webSocket;
        this.channel = connection.channelHandlerContext();
    }

    @Override
    void bareHeartbeat() {
        webSocket.writePing(Buffer.buffer());
    }

    @Override
    boolean full() {
        return !channel.channel().isWritable();
    }

    @Override
    void flush() {
        int length = pendingBytes();
        List<Part> parts = takeParts();
        if (length > 0) {
            ByteBuf buffer = channel.alloc().directBuffer(length);
            for (Part part : parts) {
                buffer.writeBytes(part.bytes(), part.offset(), part.length());
            }
            ChannelFuture _ = channel.writeAndFlush(buffer, channel.voidPromise());
        }
    }

    @Override
    Future<Void> end(Ending ending) {
        flush();
        return webSocket.close(ending.closeCode(), ending.closeReason());
    }

    @Override
    void cut() {
        ChannelFuture _ = channel.close();
    }
}
