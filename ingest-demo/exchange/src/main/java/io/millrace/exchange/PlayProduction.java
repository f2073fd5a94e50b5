package io.millrace.exchange;

import com.fasterxml.jackson.databind.JsonNode;
import io.millrace.exchange.play.Capture;
import io.millrace.exchange.play.CapturedMessage;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Messages of a capture, given to whoever has subscribed when their time comes. Its heartbeats are the exchange's own.
 */
final class PlayProduction implements Production {

    private static final int MAX_MESSAGES = 2000;
    private static final int ROUND = 200;
    private static final long MICROS = 1_000_000;

    private final Hub hub;
    private final PlaySettings settings;
    private final Capture capture;
    private final Map<String, Long> played = new TreeMap<>();
    private final Map<String, Fate> fates = new HashMap<>();
    private @Nullable CapturedMessage next;
    private long began;
    private long origin;
    private boolean started;
    private boolean over;
    private long skipped;

    PlayProduction(Hub hub, PlaySettings settings) {
        this.hub = hub;
        this.settings = settings;
        this.capture = Capture.open(settings.file());
    }

    Map<String, Long> played() {
        return played;
    }

    long skipped() {
        return skipped + capture.refused();
    }

    boolean over() {
        return over;
    }

    @Override
    public boolean produce(long nanos, long micros) {
        if (over || (!started && !hub.watched())) {
            return false;
        }
        if (!started) {
            started = true;
            began = nanos + settings.delay().toNanos();
        }
        if (nanos - began < 0) {
            return false;
        }
        return play(nanos);
    }

    private boolean play(long nanos) {
        for (int i = 1; i <= MAX_MESSAGES; i++) {
            CapturedMessage message = peek();
            if (message == null || !due(message, nanos)) {
                return false;
            }
            if (i % ROUND == 0) {
                hub.outlet().flush();
            }
            // a capture is to arrive whole, so it waits even when it is late
            if (hub.full()) {
                return false;
            }
            next = null;
            publish(message);
        }
        return true;
    }

    private @Nullable CapturedMessage peek() {
        if (next == null) {
            next = capture.next();
            if (next == null) {
                over = true;
            } else if (origin == 0) {
                origin = next.nanos();
            }
        }
        return next;
    }

    private boolean due(CapturedMessage message, long nanos) {
        return settings.speed() == 0 || (message.nanos() - origin) / settings.speed() <= nanos - began;
    }

    private void publish(CapturedMessage message) {
        MessageType type = type(message.type());
        Listing listing = hub.listings().get(message.product());
        List<Channel> channels = channels(type);
        if (type == null || listing == null || channels.isEmpty()) {
            skipped++;
            return;
        }
        played.merge(type.text(), 1L, Long::sum);
        JsonNode json = message.json();
        listing.sequence(json.path("sequence").asLong());
        Fate fate = json.path("trade_id").isIntegralNumber() ? fate(listing, type, json) : Fate.SENT;
        for (Channel channel : channels) {
            listing.topic(channel).publish(type, hub.messages().captured(message.text()), fate);
        }
    }

    /** What becomes of a trade, which may come twice: as a match and in the ticker. */
    private Fate fate(Listing listing, MessageType type, JsonNode json) {
        long trade = json.path("trade_id").longValue();
        if (trade <= listing.last()) {
            return trade == listing.last() ? fates.getOrDefault(listing.id(), Fate.SENT) : Fate.SENT;
        }
        Fate fate = Fate.of(hub.faults());
        fates.put(listing.id(), fate);
        boolean makerBuys = json.path("side").asText().equals("buy") == (type != MessageType.TICKER);
        long price = unscaled(json.path("price").asText());
        long size = unscaled(
                json.path(type == MessageType.TICKER ? "last_size" : "size").asText());
        listing.book(
                fate, trade, price, size, makerBuys, micros(json.path("time").asText()));
        return fate;
    }

    private static long unscaled(String decimal) {
        try {
            return Math.abs(new BigDecimal(decimal)
                    .movePointRight(Listing.CAPTURED_SCALE)
                    .longValue());
        } catch (NumberFormatException _) {
            return 0;
        }
    }

    private static long micros(String time) {
        try {
            Instant instant = Instant.parse(time);
            return instant.getEpochSecond() * MICROS + instant.getNano() / 1000;
        } catch (DateTimeParseException _) {
            return 0;
        }
    }

    private static @Nullable MessageType type(String name) {
        for (MessageType type : MessageType.values()) {
            if (type.text().equals(name)) {
                return type;
            }
        }
        return null;
    }

    private static List<Channel> channels(@Nullable MessageType type) {
        return switch (type) {
            case TICKER -> List.of(Channel.TICKER, Channel.TICKER_BATCH);
            case MATCH -> List.of(Channel.MATCHES, Channel.FULL);
            case LAST_MATCH -> List.of(Channel.MATCHES);
            case SNAPSHOT, L2UPDATE -> List.of(Channel.LEVEL2, Channel.LEVEL2_BATCH);
            case RECEIVED, OPEN, DONE, CHANGE, ACTIVATE -> List.of(Channel.FULL);
            case SUBSCRIPTIONS, ERROR, HEARTBEAT, STATUS -> List.of();
            case null -> List.of();
        };
    }

    @Override
    public void second(long micros) {}

    @Override
    public void batch(long micros) {}

    @Override
    public void close() {
        capture.close();
    }
}
