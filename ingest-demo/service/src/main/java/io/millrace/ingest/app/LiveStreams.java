package io.millrace.ingest.app;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.millrace.core.failure.InvalidRequestException;
import io.millrace.core.failure.InvalidRequestException.Reason;
import io.millrace.core.flow.Broadcast;
import io.millrace.core.flow.Chunk;
import io.millrace.core.flow.Overflow;
import io.millrace.core.flow.SubscriberSettings;
import io.millrace.core.flow.Subscription;
import io.millrace.core.time.Ticker;
import io.millrace.ingest.live.LiveStatus;
import io.millrace.service.stream.StreamFeed;
import io.millrace.service.stream.StreamProvider;
import io.millrace.service.stream.StreamRequest;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Looks at everything once per second, for the page, the meters, and the readers of the stream {@code status}. */
final class LiveStreams implements StreamProvider, AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(LiveStreams.class);
    private static final Duration PERIOD = Duration.ofSeconds(1);
    private static final SubscriberSettings BOUNDS =
            new SubscriberSettings(Overflow.DROP_OLDEST, 10, 8 << 20, Duration.ofSeconds(30));

    private final LivePicture picture;
    private final Consumer<LiveStatus> meters;
    private final ObjectMapper json;
    private final Ticker ticker;
    private final Broadcast status;
    private volatile @Nullable LiveStatus last;
    private volatile long lookedNanos;
    private @Nullable Thread thread;

    LiveStreams(LivePicture picture, Consumer<LiveStatus> meters, ObjectMapper json, Ticker ticker) {
        this.picture = picture;
        this.meters = meters;
        this.json = json;
        this.ticker = ticker;
        this.status = new Broadcast("status", ticker);
        this.lookedNanos = ticker.nanos();
    }

    synchronized void start() {
        thread = Thread.ofVirtual().name("ingest-live").start(this::run);
    }

    private void run() {
        try {
            while (!Thread.currentThread().isInterrupted()) {
                ticker.sleep(PERIOD);
                look();
            }
        } catch (InterruptedException _) {
            log.debug("no more looks at the pipelines");
        }
    }

    private void look() throws InterruptedException {
        try {
            LiveStatus seen = picture.look();
            last = seen;
            meters.accept(seen);
            if (status.subscribers() > 0) {
                byte[] row = (json.writeValueAsString(seen) + "\n").getBytes(StandardCharsets.UTF_8);
                status.publish(new Chunk(row, new int[] {row.length}, 1, null));
            }
        } catch (JsonProcessingException | RuntimeException e) {
            log.error("cannot look at the pipelines", e);
        } finally {
            lookedNanos = ticker.nanos();
        }
    }

    /** Everything at the last second. */
    LiveStatus last() {
        LiveStatus seen = last;
        return seen == null ? picture.look() : seen;
    }

    /** How long ago the pipelines last answered. */
    Duration silence() {
        return Duration.ofNanos(ticker.nanos() - lookedNanos);
    }

    @Override
    public StreamFeed open(String name, StreamRequest request) {
        if (!name.equals("status")) {
            throw new InvalidRequestException(
                    Reason.NOT_FOUND,
                    "there is no stream '" + name + "'; the stream is status, and rows are at /v1/rows");
        }
        return new Feed(status);
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
