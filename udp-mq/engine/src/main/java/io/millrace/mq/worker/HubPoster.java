package io.millrace.mq.worker;

import io.millrace.core.time.Ticker;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Posts JSON to a hub from a thread of its own, in order.
 *
 * <p>At most 1,000 bodies wait; a further one is dropped and counted. Each is tried three times, 2 s each, then dropped
 * and counted. A hub that goes down, or comes back, is told once.
 *
 * <p><b>Threading:</b> thread-safe.
 */
public final class HubPoster implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(HubPoster.class);
    private static final int CAPACITY = 1_000;
    private static final int ATTEMPTS = 3;
    private static final Duration TIMEOUT = Duration.ofSeconds(2);
    private static final Duration PAUSE = Duration.ofMillis(250);

    private final URI hub;
    private final Ticker ticker;
    private final HttpClient client = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(TIMEOUT)
            .build();
    private final ArrayBlockingQueue<String> waiting = new ArrayBlockingQueue<>(CAPACITY);
    private final LongAdder dropped = new LongAdder();
    private final LongAdder posted = new LongAdder();
    private final Thread thread;
    private volatile boolean closed;
    private boolean down;

    private HubPoster(URI hub, Ticker ticker) {
        this.hub = hub;
        this.ticker = ticker;
        this.thread = Thread.ofVirtual().name("hub-poster").unstarted(this::run);
    }

    /** A poster to that address, for example {@code http://127.0.0.1:5555/post}. */
    public static HubPoster start(URI hub, Ticker ticker) {
        HubPoster poster = new HubPoster(hub, ticker);
        poster.thread.start();
        return poster;
    }

    /** Takes a body and returns at once. */
    public void post(String json) {
        if (closed || !waiting.offer(json)) {
            dropped.increment();
        }
    }

    private void run() {
        try {
            while (!closed || !waiting.isEmpty()) {
                String body = waiting.poll(100, TimeUnit.MILLISECONDS);
                if (body != null) {
                    deliver(body);
                }
            }
        } catch (InterruptedException _) {
            dropped.add(waiting.size());
        }
    }

    private void deliver(String body) throws InterruptedException {
        String failure = "";
        for (int attempt = 1; attempt <= ATTEMPTS; attempt++) {
            failure = attempt(body);
            if (failure.isEmpty()) {
                posted.increment();
                if (down) {
                    down = false;
                    log.info("hub answers again, hub={} dropped={}", hub, dropped.sum());
                }
                return;
            }
            if (attempt < ATTEMPTS) {
                ticker.sleep(PAUSE);
            }
        }
        dropped.increment();
        if (!down) {
            down = true;
            log.warn("hub does not take statistics, hub={} reason={}", hub, failure);
        }
    }

    /** Empty on success. */
    private String attempt(String body) throws InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(hub)
                .timeout(TIMEOUT)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build();
        try {
            int status = client.send(request, BodyHandlers.discarding()).statusCode();
            return status < 300 ? "" : "status " + status;
        } catch (IOException e) {
            return e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
        }
    }

    /** Bodies that never reached the hub. */
    public long dropped() {
        return dropped.sum();
    }

    /** Bodies that the hub took. */
    public long posted() {
        return posted.sum();
    }

    /** Posts what waits, for at most 3 s, then drops the rest. Idempotent. */
    @Override
    public void close() {
        closed = true;
        try {
            if (!thread.join(Duration.ofSeconds(3))) {
                thread.interrupt();
                thread.join();
            }
        } catch (InterruptedException e) {
            thread.interrupt();
            Thread.currentThread().interrupt();
        }
        client.shutdownNow();
    }
}
