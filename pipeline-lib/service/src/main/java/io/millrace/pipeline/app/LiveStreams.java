package io.millrace.pipeline.app;

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
import io.millrace.pipeline.live.LivePicture;
import io.millrace.pipeline.live.LiveStatus;
import io.millrace.service.stream.StreamFeed;
import io.millrace.service.stream.StreamProvider;
import io.millrace.service.stream.StreamRequest;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Looks at the pipelines once per second, for the page and the readers of the stream {@code status}. */
final class LiveStreams implements StreamProvider, AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(LiveStreams.class);
    private static final Duration PERIOD = Duration.ofSeconds(1);
    private static final SubscriberSettings BOUNDS =
            new SubscriberSettings(Overflow.DROP_OLDEST, 10, 4 << 20, Duration.ofSeconds(30));

    private final LivePicture picture;
    private final ObjectMapper json;
    private final Ticker ticker;
    private final Runnable chores;
    private final Broadcast status;
    private @Nullable Thread thread;

    /**
     * A stream that nobody reads yet.
     *
     * @param chores what else is done each second
     */
    LiveStreams(LivePicture picture, ObjectMapper json, Ticker ticker, Runnable chores) {
        this.picture = picture;
        this.json = json;
        this.ticker = ticker;
        this.chores = chores;
        this.status = new Broadcast("status", ticker);
    }

    synchronized void start() {
        thread = Thread.ofVirtual().name("modules-live").start(this::run);
    }

    private void run() {
        try {
            while (!Thread.currentThread().isInterrupted()) {
                long began = ticker.nanos();
                look();
                ticker.sleep(Duration.ofNanos(Math.max(1_000_000, PERIOD.toNanos() - (ticker.nanos() - began))));
            }
        } catch (InterruptedException _) {
            log.debug("no more looks at the pipelines");
        }
    }

    private void look() throws InterruptedException {
        try {
            LiveStatus seen = picture.look();
            if (status.subscribers() > 0) {
                byte[] row = (json.writeValueAsString(seen) + "\n").getBytes(StandardCharsets.UTF_8);
                status.publish(new Chunk(row, new int[] {row.length}, 1, null));
            }
            chores.run();
        } catch (JsonProcessingException | RuntimeException e) {
            log.error("cannot look at the pipelines", e);
        }
    }

    @Override
    public StreamFeed open(String name, StreamRequest request) {
        if (!name.equals("status")) {
            throw new InvalidRequestException(
                    Reason.NOT_FOUND,
                    "there is no stream '" + name + "'; the stream is status, and results are at"
                            + " /api/v1/pipelines/{id}/results");
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
