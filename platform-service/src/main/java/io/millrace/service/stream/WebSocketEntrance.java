package io.millrace.service.stream;

import io.millrace.service.problem.ProblemResponse;
import io.vertx.core.Future;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.ServerWebSocket;
import io.vertx.core.net.impl.ConnectionBase;
import io.vertx.ext.web.RoutingContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Answers an upgrade request: with 101, or with the status and problem document that any other request would get. */
final class WebSocketEntrance implements Entrance {

    private static final Logger log = LoggerFactory.getLogger(WebSocketEntrance.class);

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
        HttpConnection connection = context.request().connection();
        return context.request()
                .toWebSocket()
                .map(webSocket -> accepted(webSocket, (ConnectionBase) connection))
                .onFailure(failure -> {
                    log.debug("handshake failed, path={}", context.request().path(), failure);
                    connection.close();
                });
    }

    private Outlet accepted(ServerWebSocket webSocket, ConnectionBase connection) {
        webSocket.setWriteQueueMaxSize(writeQueueBytes);
        webSocket.drainHandler(_ -> onDrain.run());
        webSocket.closeHandler(_ -> reader.leave());
        webSocket.exceptionHandler(_ -> reader.leave());
        // what a client sends is read, so that its pings and close are seen, and means nothing
        webSocket.frameHandler(_ -> {});
        return new WebSocketOutlet(webSocket, connection, RowEncoding.from(asked));
    }

    @Override
    public void refuse(Throwable failure) {
        context.request().resume();
        ProblemResponse.send(context, failure);
    }
}
