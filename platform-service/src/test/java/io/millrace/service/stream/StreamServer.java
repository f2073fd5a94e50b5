package io.millrace.service.stream;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.millrace.core.failure.InvalidRequestException;
import io.millrace.core.failure.InvalidRequestException.Reason;
import io.millrace.core.flow.Broadcast;
import io.millrace.core.flow.Chunk;
import io.millrace.core.flow.Overflow;
import io.millrace.core.flow.SubscriberSettings;
import io.millrace.core.flow.Subscription;
import io.millrace.core.time.Ticker;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.ext.web.Router;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.function.BooleanSupplier;

/** A real server whose streams are broadcasts that the test publishes to. */
final class StreamServer implements AutoCloseable {

    static final String SCHEMA = "{\"columns\":[{\"name\":\"n\",\"type\":\"int64\"}]}";

    private final Vertx vertx = Vertx.vertx();
    private final HttpServer server;
    private final Map<String, Broadcast> streams = new ConcurrentHashMap<>();
    private final Map<String, StreamProvider> special = new ConcurrentHashMap<>();
    private final Set<StreamFeed> open = ConcurrentHashMap.newKeySet();
    final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    final StreamRoutes routes;
    private final SubscriberSettings bounds;

    StreamServer() throws InterruptedException {
        this(StreamSettings.DEFAULT, SubscriberSettings.of(Overflow.DROP_OLDEST));
    }

    StreamServer(StreamSettings settings, SubscriberSettings bounds) throws InterruptedException {
        this.bounds = bounds;
        routes = new StreamRoutes(settings, meters, Ticker.SYSTEM);
        Router router = Router.router(vertx);
        routes.mount(router, "/queries/:name", this::open);
        try {
            server = vertx.createHttpServer()
                    .requestHandler(router)
                    .listen(0, "127.0.0.1")
                    .toCompletionStage()
                    .toCompletableFuture()
                    .get();
        } catch (ExecutionException e) {
            throw new IllegalStateException(e);
        }
    }

    private StreamFeed open(String name, StreamRequest request) throws InterruptedException {
        StreamProvider provider = special.get(name);
        if (provider != null) {
            return provider.open(name, request);
        }
        Broadcast stream = streams.get(name);
        if (stream == null) {
            throw new InvalidRequestException(Reason.NOT_FOUND, "pipeline not found");
        }
        return new Feed(stream, request.overflow() == null ? bounds.overflow() : request.overflow());
    }

    Broadcast stream(String name) {
        return streams.computeIfAbsent(name, n -> new Broadcast(n, Ticker.SYSTEM));
    }

    void special(String name, StreamProvider provider) {
        special.put(name, provider);
    }

    int port() {
        return server.actualPort();
    }

    URI uri(String path) {
        return URI.create("http://127.0.0.1:" + port() + path);
    }

    URI webSocketUri(String path) {
        return URI.create("ws://127.0.0.1:" + port() + path);
    }

    /** Feeds that are open. */
    int feeds() {
        return open.size();
    }

    /** Rows {@code {"n":from}} to before {@code to}. */
    static Chunk chunk(int from, int to) {
        StringBuilder text = new StringBuilder();
        int[] ends = new int[to - from];
        for (int n = from; n < to; n++) {
            text.append("{\"n\":").append(n).append("}\n");
            ends[n - from] = text.length();
        }
        return new Chunk(text.toString().getBytes(UTF_8), ends, to - from, null);
    }

    static void await(String what, BooleanSupplier condition) throws InterruptedException {
        long deadline = System.nanoTime() + Duration.ofSeconds(10).toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > deadline) {
                throw new AssertionError("not within 10 s: " + what);
            }
            Ticker.SYSTEM.sleep(Duration.ofMillis(2));
        }
    }

    @Override
    public void close() {
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    /** One reader of a broadcast. */
    final class Feed implements StreamFeed {

        private final Broadcast stream;
        private final Overflow overflow;

        Feed(Broadcast stream, Overflow overflow) {
            this.stream = stream;
            this.overflow = overflow;
            open.add(this);
        }

        @Override
        public String schemaJson() {
            return SCHEMA;
        }

        @Override
        public Overflow overflow() {
            return overflow;
        }

        @Override
        public Subscription subscribe(Runnable wakeUp) {
            return stream.subscribe(
                    new SubscriberSettings(overflow, bounds.maxRows(), bounds.maxBytes(), bounds.maxAge()), wakeUp);
        }

        @Override
        public void close() {
            open.remove(this);
        }
    }
}
