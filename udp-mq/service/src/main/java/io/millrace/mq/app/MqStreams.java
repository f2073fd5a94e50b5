package io.millrace.mq.app;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import io.millrace.core.failure.InvalidRequestException;
import io.millrace.core.failure.InvalidRequestException.Reason;
import io.millrace.core.flow.Broadcast;
import io.millrace.core.flow.Chunk;
import io.millrace.core.flow.Overflow;
import io.millrace.core.flow.SubscriberSettings;
import io.millrace.core.flow.Subscription;
import io.millrace.core.time.Ticker;
import io.millrace.mq.hub.Hub;
import io.millrace.mq.live.LiveGraph;
import io.millrace.service.stream.StreamFeed;
import io.millrace.service.stream.StreamProvider;
import io.millrace.service.stream.StreamRequest;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Looks at the graph once per second, for the history, the meters and the readers of the streams. */
final class MqStreams implements StreamProvider, AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(MqStreams.class);
    private static final Duration PERIOD = Duration.ofSeconds(1);
    private static final SubscriberSettings BOUNDS =
            new SubscriberSettings(Overflow.DROP_OLDEST, 10, 4 << 20, Duration.ofSeconds(30));
    private static final ObjectMapper JSON = JsonMapper.builder()
            .addModule(new JavaTimeModule())
            .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
            .build();

    private final LiveGraph graph;
    private final Hub hub;
    private final Ticker ticker;
    private final Broadcast status;
    private final Broadcast reports;
    private @Nullable Thread thread;

    MqStreams(LiveGraph graph, Hub hub, Ticker ticker) {
        this.graph = graph;
        this.hub = hub;
        this.ticker = ticker;
        this.status = new Broadcast("status", ticker);
        this.reports = new Broadcast("hub", ticker);
    }

    synchronized void start() {
        thread = Thread.ofVirtual().name("mq-live").start(this::run);
    }

    private void run() {
        try {
            while (!Thread.currentThread().isInterrupted()) {
                long began = ticker.nanos();
                look();
                ticker.sleep(Duration.ofNanos(Math.max(1_000_000, PERIOD.toNanos() - (ticker.nanos() - began))));
            }
        } catch (InterruptedException _) {
            log.debug("no more looks at the graph");
        }
    }

    private void look() throws InterruptedException {
        try {
            publish(status, graph.look());
            publish(reports, Map.of("hub", hub.reports()));
        } catch (RuntimeException e) {
            log.error("cannot look at the graph", e);
        }
    }

    private static void publish(Broadcast stream, Object value) throws InterruptedException {
        if (stream.subscribers() == 0) {
            return;
        }
        try {
            byte[] row = (JSON.writeValueAsString(value) + "\n").getBytes(StandardCharsets.UTF_8);
            stream.publish(new Chunk(row, new int[] {row.length}, 1, null));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public StreamFeed open(String name, StreamRequest request) {
        return switch (name) {
            case "status" -> new Feed(status);
            case "hub" -> new Feed(reports);
            default ->
                throw new InvalidRequestException(
                        Reason.NOT_FOUND, "there is no stream '" + name + "'; streams are status and hub");
        };
    }

    @Override
    public synchronized void close() {
        if (thread != null) {
            thread.interrupt();
        }
    }

    private record Feed(Broadcast stream) implements StreamFeed {

        @Override
        public String schemaJson() {
            return "{\"columns\":[]}";
        }

        @Override
        public Overflow overflow() {
            return BOUNDS.overflow();
        }

        @Override
        public Subscription subscribe(Runnable wakeUp) {
            return stream.subscribe(BOUNDS, wakeUp);
        }

        @Override
        public void close() {}
    }
}
