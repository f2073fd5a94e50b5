package io.millrace.exchange;

import io.millrace.exchange.market.Product;
import io.millrace.exchange.market.TradeLog;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A product as the exchange lists it: its topics, the trades that REST has, and the account of them.
 *
 * <p><b>Threading:</b> not thread-safe.
 */
final class Listing {

    /** Places behind the point of prices and sizes of a capture, which may have any. */
    static final int CAPTURED_SCALE = 8;

    private final String id;
    private final @Nullable Product market;
    private final TradeLog log;
    private final Map<Channel, Topic> topics = new EnumMap<>(Channel.class);
    private final Tally<Fate> fates = new Tally<>(Fate.class);
    private long first;
    private long last;
    private long made;
    private long sequence;

    /** @param market null when a capture is played */
    Listing(String id, @Nullable Product market, int keep, Outlet outlet) {
        this.id = id;
        this.market = market;
        this.log = new TradeLog(keep);
        for (Channel channel : Channel.values()) {
            topics.put(channel, new Topic(channel, id, outlet));
        }
    }

    String id() {
        return id;
    }

    @Nullable
    Product market() {
        return market;
    }

    TradeLog log() {
        return log;
    }

    Topic topic(Channel channel) {
        Topic topic = topics.get(channel);
        if (topic == null) {
            throw new IllegalStateException("no topic " + channel);
        }
        return topic;
    }

    List<Topic> topics() {
        return new ArrayList<>(topics.values());
    }

    int priceScale() {
        return market == null ? CAPTURED_SCALE : market.priceScale();
    }

    long last() {
        return last;
    }

    long sequence() {
        return market == null ? sequence : market.sequence();
    }

    /** Of a capture, where messages of several channels have the same numbers. */
    void sequence(long seen) {
        sequence = Math.max(sequence, seen);
    }

    /** Books a trade, and keeps it for REST unless it is lost. */
    void book(Fate fate, long trade, long price, long size, boolean makerBuys, long micros) {
        if (first == 0) {
            first = trade;
        }
        last = Math.max(last, trade);
        made++;
        fates.add(fate, 1);
        if (fate != Fate.LOST) {
            log.add(trade, price, size, makerBuys, micros);
        }
    }

    ProductAccount account() {
        long gap = fates.of(Fate.GAP);
        long lost = fates.of(Fate.LOST);
        long malformed = fates.of(Fate.MALFORMED);
        return new ProductAccount(
                id, first, last, made, made - gap - lost - malformed, gap, lost, malformed, log.size());
    }
}
