package io.millrace.pipeline.balance;

import io.grpc.Attributes;
import io.grpc.ClientStreamTracer;
import io.grpc.Grpc;
import io.grpc.Metadata;
import java.net.SocketAddress;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** Notes whether a call has been given to a connection, and to which server. */
final class SentTracer extends ClientStreamTracer.Factory {

    private final CompletableFuture<Void> waiting = new CompletableFuture<>();
    private volatile boolean sent;
    private volatile boolean answered;
    private volatile @Nullable SocketAddress server;

    @Override
    public ClientStreamTracer newClientStreamTracer(ClientStreamTracer.StreamInfo info, Metadata headers) {
        return new ClientStreamTracer() {
            @Override
            public void streamCreated(Attributes transport, Metadata sentHeaders) {
                server = transport.get(Grpc.TRANSPORT_ATTR_REMOTE_ADDR);
                sent = true;
                boolean _ = waiting.complete(null);
            }

            @Override
            public void inboundTrailers(Metadata trailers) {
                answered = true;
            }
        };
    }

    /** Done as soon as the call is with a server, or over. */
    CompletableFuture<Void> waiting() {
        return waiting;
    }

    boolean sent() {
        return sent;
    }

    /** Whether the end came from the server, not from a broken connection. */
    boolean answered() {
        return answered;
    }

    @Nullable
    SocketAddress server() {
        return server;
    }
}
