package io.millrace.ksql.rest;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import java.util.function.Consumer;

/** Collects the body of a request, up to a bound. On the event loop of the request. */
final class BodyReader {

    private final HttpServerRequest request;
    private final int max;
    private final Consumer<RuntimeException> refused;
    private final Buffer all = Buffer.buffer();
    private boolean over;

    BodyReader(HttpServerRequest request, int max, Consumer<RuntimeException> refused) {
        this.request = request;
        this.max = max;
        this.refused = refused;
    }

    void read(Consumer<Buffer> done) {
        request.handler(this::append);
        request.exceptionHandler(e -> refuse(RefusedException.badRequest("the body breaks off: " + e.getMessage())));
        request.endHandler(_ -> {
            if (!over) {
                over = true;
                done.accept(all);
            }
        });
    }

    private void append(Buffer part) {
        if (!over && all.length() + part.length() > max) {
            refuse(RefusedException.of(RefusedException.TOO_LARGE, "the body has more than " + max + " bytes"));
            // what still comes is read and thrown away, so that the answer can be seen
            return;
        }
        if (!over) {
            all.appendBuffer(part);
        }
    }

    private void refuse(RefusedException refusal) {
        if (!over) {
            over = true;
            refused.accept(refusal);
        }
    }
}
