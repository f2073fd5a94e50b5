package io.millrace.service.stream;

import io.millrace.core.flow.Chunk;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The body of a response, gzipped if wanted. */
final class HttpOutlet extends Outlet {

    private final HttpServerRequest request;
    private final HttpServerResponse response;
    private final @Nullable Deflate deflate;

    /** Gathers the body's first bytes; the head goes out with the first flush. */
    HttpOutlet(HttpServerRequest request, RowEncoding encoding, boolean gzip) {
        super(encoding);
        this.request = request;
        this.response = request.response();
        this.deflate = gzip ? new Deflate() : null;
        if (gzip) {
            add(Deflate.head());
        }
    }

    @Override
    void rows(Chunk chunk) {
        if (deflate == null) {
            super.rows(chunk);
        } else {
            deflate.count(encoding().part(chunk));
            add(encoding().deflatedPart(chunk));
        }
    }

    @Override
    void bytes(byte[] bytes) {
        if (deflate == null) {
            super.bytes(bytes);
        } else {
            Part part = Part.of(bytes);
            deflate.count(part);
            super.bytes(Deflate.block(part));
        }
    }

    @Override
    void bareHeartbeat() {
        byte[] bytes = encoding().bareHeartbeat();
        if (bytes != null) {
            bytes(bytes);
        }
    }

    @Override
    boolean full() {
        return response.writeQueueFull();
    }

    @Override
    void flush() {
        response.write(gathered());
    }

    @Override
    Future<Void> end(Ending ending) {
        if (deflate != null) {
            add(deflate.tail());
        }
        return response.end(gathered());
    }

    /** The shared arrays side by side, not copied; the socket's own copy into direct memory is the only one. */
    @SuppressWarnings("deprecation") // Vert.x 4 has no other way from Netty's buffers to its own
    private Buffer gathered() {
        List<Part> parts = takeParts();
        ByteBuf[] buffers = new ByteBuf[parts.size()];
        for (int i = 0; i < buffers.length; i++) {
            Part part = parts.get(i);
            buffers[i] = Unpooled.wrappedBuffer(part.bytes(), part.offset(), part.length());
        }
        return Buffer.buffer(Unpooled.wrappedBuffer(Math.max(1, buffers.length), buffers));
    }

    @Override
    void cut() {
        request.connection().close();
    }
}
