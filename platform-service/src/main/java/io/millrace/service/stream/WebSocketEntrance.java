package io.millrace.service.stream;

import io.millrace.service.problem.ProblemResponse;
import io.vertx.core.Future;
import io.vertx.core.http.ServerWebSocket;
import io.vertx.ext.web.RoutingContext;

/** Answers an upgrade request: with 101, or with the status and problem document that any other request would get. */
final class WebSocketEntrance implements Entrance {

    private final RoutingContext context;
    private final StreamRequest asked;
    private final int writeQueueBytes;
    private final Reader reader;
    private final Runnable onDrain;

    WebSocketEntrance(
            RoutingContext context, StreamRequest asked, int writeQueueBytes, Reader reader, Runnable onDrain) {
        this.context = context;
        this.asked = asked;
        this.writeQueueBytes = writeQueueBytes;
        this.reader = reader;
        this.onDrain = onDrain;
    }

    @Override
    public Future<Outlet> enter() {
        return context.request().toWebSocket().map(this::accepted);
    }

    private Outlet accepted(ServerWebSocket webSocket) {
        webSocket.setWriteQueueMaxSize(writeQueueBytes);
        webSocket.drainHandler(_ -> onDrain.run());
        webSocket.closeHandler(_ -> reader.leave());
        webSocket.exceptionHandler(_ -> reader.leave());
        // what a client sends is read, so that its pings and close are seen, and means nothing
        webSocket.frameHandler(_ -> {});
        return new WebSocketOutlet(webSocket, RowEncoding.from(asked));
    }

    @Override
    public void refuse(Throwable failure) {
        context.request().resume();
        ProblemResponse.send(context, failure);
    }
}
