package io.millrace.service.stream;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.millrace.core.failure.InvalidRequestException;
import io.millrace.core.failure.InvalidRequestException.Reason;
import io.millrace.core.flow.Broadcast;
import io.millrace.core.flow.Chunk;
import io.millrace.core.flow.Overflow;
import io.millrace.core.flow.SubscriberSettings;
import io.millrace.core.time.Ticker;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks at a service once per second; what is seen is a row of a stream, such as {@code status}. A reader that is slow
 * misses the older of ten rows.
 *
 * <p><b>Threading:</b> all looks are on one virtual thread; everything else is for any.
 *
 * <p><b>Failure:</b> a look that fails is logged, and the next one is a second later.
 */
public final class LiveStreams implements StreamProvider, AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(LiveStreams.class);
    private static final Duration PERIOD = Duration.ofSeconds(1);
    private static final SubscriberSettings BOUNDS =
            new SubscriberSettings(Overflow.DROP_OLDEST, 10, 8 << 20, Duration.ofSeconds(30));

    private record Live(Callable<?> look, Broadcast stream) {}

    private final Map<String, Live> streams = new TreeMap<>();
    private final String elsewhere;
    private final ObjectMapper json;
    private final Ticker ticker;
    private volatile long lookedNanos;
    private @Nullable Thread thread;

    /**
     * Streams that nobody reads yet.
     *
     * @param looks what gives a row, by the stream's name; called each second whether there are readers or not
     * @param elsewhere for who asks for a name that there is not: where other streams are, for example {@code rows are
     *     at /v1/rows}; empty when there are no others
     */
    public LiveStreams(Map<String, Callable<?>> looks, String elsewhere, ObjectMapper json, Ticker ticker) {
        looks.forEach((name, look) -> streams.put(name, new Live(look, new Broadcast(name, ticker))));
        this.elsewhere = elsewhere;
        this.json = json;
        this.ticker = ticker;
        this.lookedNanos = ticker.nanos();
    }

    /** Looks from now on. */
    public synchronized void start() {
        thread = Thread.ofVirtual().name("live").start(this::run);
    }

    private void run() {
        try {
            while (!Thread.currentThread().isInterrupted()) {
                long began = ticker.nanos();
                for (Live live : streams.values()) {
                    look(live);
                }
                lookedNanos = ticker.nanos();
                ticker.sleep(Duration.ofNanos(Math.max(1_000_000, PERIOD.toNanos() - (lookedNanos - began))));
            }
        } catch (InterruptedException _) {
            log.debug("no more looks");
        }
    }

    private void look(Live live) throws InterruptedException {
        try {
            Object seen = live.look.call();
            if (live.stream.subscribers() > 0) {
                live.stream.publish(chunk(seen));
            }
        } catch (InterruptedException e) {
            throw e;
        } catch (Exception e) {
            log.error("cannot look, stream={}", live.stream.name(), e);
        }
    }

    private Chunk chunk(Object seen) throws JsonProcessingException {
        byte[] row = (json.writeValueAsString(seen) + "\n").getBytes(StandardCharsets.UTF_8);
        return new Chunk(row, new int[] {row.length}, 1, null);
    }

    /** How long ago the last looks ended, or the service was made. */
    public Duration silence() {
        return Duration.ofNanos(ticker.nanos() - lookedNanos);
    }

    @Override
    public StreamFeed open(String name, StreamRequest request) {
        Live live = streams.get(name);
        if (live == null) {
            throw new InvalidRequestException(Reason.NOT_FOUND, "there is no stream '" + name + "'; " + known());
        }
        return StreamFeed.of(live.stream, BOUNDS);
    }

    private String known() {
        String names =
                (streams.size() == 1 ? "the stream is " : "streams are ") + String.join(" and ", streams.keySet());
        return elsewhere.isEmpty() ? names : names + ", and " + elsewhere;
    }

    @Override
    public synchronized void close() {
        if (thread != null) {
            thread.interrupt();
        }
    }
}
