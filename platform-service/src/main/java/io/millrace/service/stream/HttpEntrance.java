package io.millrace.service.stream;

import io.millrace.service.problem.ProblemResponse;
import io.vertx.core.Future;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;

/** Answers with a body of rows: NDJSON or SSE. */
final class HttpEntrance implements Entrance {

    private final RoutingContext context;
    private final StreamRequest asked;
    private final RequestParameters parameters;
    private final int writeQueueBytes;
    private final Runnable onDrain;

    HttpEntrance(
            RoutingContext context,
            StreamRequest asked,
            RequestParameters parameters,
            int writeQueueBytes,
            Runnable onDrain) {
        this.context = context;
        this.asked = asked;
        this.parameters = parameters;
        this.writeQueueBytes = writeQueueBytes;
        this.onDrain = onDrain;
    }

    @Override
    public Future<Outlet> enter() {
        HttpServerRequest request = context.request();
        HttpServerResponse response = request.response();
        boolean gzip = parameters.acceptsGzip();
        response.setChunked(true)
                .setWriteQueueMaxSize(writeQueueBytes)
                .drainHandler(_ -> onDrain.run())
                .putHeader(
                        HttpHeaders.CONTENT_TYPE,
                        asked.format() == Format.SSE ? "text/event-stream" : parameters.ndjsonType())
                .putHeader(HttpHeaders.CACHE_CONTROL, "no-cache")
                .putHeader(HttpHeaders.VARY, "Accept, Accept-Encoding")
                .putHeader("X-Content-Type-Options", "nosniff")
                // nginx buffers responses unless told otherwise
                .putHeader("X-Accel-Buffering", "no");
        if (gzip) {
            response.putHeader(HttpHeaders.CONTENT_ENCODING, "gzip");
        }
        request.resume();
        return Future.succeededFuture(new HttpOutlet(request, RowEncoding.from(asked), gzip));
    }

    @Override
    public void refuse(Throwable failure) {
        context.request().resume();
        ProblemResponse.send(context, failure);
    }
}
