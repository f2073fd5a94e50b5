package io.millrace.service.stream;

import io.vertx.ext.web.Router;
import java.time.Duration;

/**
 * Mounts streams on a router.
 *
 * <p><b>Threading:</b> thread-safe.
 */
public final class StreamRoutes {

    /**
     * Answers {@code GET} on the path with the provider's streams, as NDJSON, SSE or WebSocket.
     *
     * @param path with one parameter, the stream's name: {@code /queries/:name}
     */
    public void mount(Router router, String path, StreamProvider provider) {
        router.get(path);
    }

    /** Readers of all streams at this moment. */
    public int readers() {
        return 0;
    }

    /**
     * Ends all streams with {@code end} and the reason, and refuses new ones with 503; returns when the readers have
     * gone, or after the timeout.
     */
    public void drain(String reason, Duration timeout) throws InterruptedException {}
}
