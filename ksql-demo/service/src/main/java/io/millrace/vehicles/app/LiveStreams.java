package io.millrace.vehicles.app;

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
import io.millrace.service.stream.StreamFeed;
import io.millrace.service.stream.StreamProvider;
import io.millrace.service.stream.StreamRequest;
import io.millrace.vehicles.live.Arrival;
import io.millrace.vehicles.live.BoardCounts;
import io.millrace.vehicles.live.LiveStatus;
import io.millrace.vehicles.live.VehicleBoard;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Looks at the board once per second, for the page and the readers of the stream {@code status}; takes the old off. */
final class LiveStreams implements StreamProvider, AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(LiveStreams.class);
    private static final Duration PERIOD = Duration.ofSeconds(1);
    private static final SubscriberSettings BOUNDS =
            new SubscriberSettings(Overflow.DROP_OLDEST, 10, 1 << 20, Duration.ofSeconds(30));

    private final VehicleBoard board;
    private final Supplier<String> feed;
    private final ObjectMapper json;
    private final Ticker ticker;
    private final Broadcast status;
    private volatile LiveStatus last = new LiveStatus(0, 0, 0, 0, 0, 0, "starting");
    private long lastNanos;
    private long lastArrivals;
    private @Nullable Thread thread;

    /**
     * A stream that nobody reads yet.
     *
     * @param feed says where positions come from, and how it is doing
     */
    LiveStreams(VehicleBoard board, Supplier<String> feed, ObjectMapper json, Ticker ticker) {
        this.board = board;
        this.feed = feed;
        this.json = json;
        this.ticker = ticker;
        this.status = new Broadcast("status", ticker);
    }

    synchronized void start() {
        lastNanos = ticker.nanos();
        thread = Thread.ofVirtual().name("vehicles-live").start(this::run);
    }

    private void run() {
        try {
            while (!Thread.currentThread().isInterrupted()) {
                ticker.sleep(PERIOD);
                look();
            }
        } catch (InterruptedException _) {
            log.debug("no more looks at the board");
        }
    }

    private void look() throws InterruptedException {
        try {
            board.expire();
            LiveStatus seen = seen();
            last = seen;
            if (status.subscribers() > 0) {
                byte[] row = (json.writeValueAsString(seen) + "\n").getBytes(StandardCharsets.UTF_8);
                status.publish(new Chunk(row, new int[] {row.length}, 1, null));
            }
        } catch (JsonProcessingException | RuntimeException e) {
            log.error("cannot look at the board", e);
        }
    }

    private LiveStatus seen() {
        BoardCounts counts = board.counts();
        long arrivals =
                counts.arrivals().values().stream().mapToLong(Long::longValue).sum();
        long nanos = ticker.nanos();
        double rate = (arrivals - lastArrivals) * 1e9 / Math.max(1, nanos - lastNanos);
        lastArrivals = arrivals;
        lastNanos = nanos;
        return new LiveStatus(
                ticker.now().toEpochMilli(),
                counts.vehicles(),
                counts.followers(),
                Math.round(rate * 10) / 10.0,
                counts.arrivals(Arrival.APPLIED),
                counts.arrivals(Arrival.LATE),
                feed.get());
    }

    /** The board at the last second. */
    LiveStatus last() {
        return last;
    }

    @Override
    public StreamFeed open(String name, StreamRequest request) {
        if (!name.equals("status")) {
            throw new InvalidRequestException(
                    Reason.NOT_FOUND,
                    "there is no stream '" + name + "'; the stream is status, and vehicles are at /v1/vehicles");
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
