package io.millrace.exchange;

import io.millrace.exchange.market.MarketListener;
import io.millrace.exchange.market.Order;
import io.millrace.exchange.market.Product;
import io.millrace.exchange.market.Trade;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Makes messages of what happens in the market, for the topics that somebody has subscribed to.
 *
 * <p><b>Threading:</b> not thread-safe.
 */
final class Publisher implements MarketListener {

    private final Messages messages;
    private final Map<Level, Long> changes = new LinkedHashMap<>();
    private final Map<Listing, Map<Level, Long>> batches = new LinkedHashMap<>();
    private Listing listing;
    private Fate fate = Fate.SENT;
    private long micros;

    Publisher(Messages messages, Listing any) {
        this.messages = messages;
        this.listing = any;
    }

    /** Says of what product it will hear next, and what will become of the trade. */
    Publisher of(Listing next, Fate ofTrade, long now) {
        listing = next;
        fate = ofTrade;
        micros = now;
        return this;
    }

    @Override
    public void received(Product product, Order order, long sequence) {
        Topic full = listing.topic(Channel.FULL);
        if (full.wanted()) {
            full.publish(MessageType.RECEIVED, messages.received(product, order, sequence, micros));
        }
    }

    @Override
    public void opened(Product product, Order order, long sequence) {
        Topic full = listing.topic(Channel.FULL);
        if (full.wanted()) {
            full.publish(MessageType.OPEN, messages.opened(product, order, sequence, micros));
        }
    }

    @Override
    public void done(Product product, Order order, long sequence, boolean cancelled) {
        Topic full = listing.topic(Channel.FULL);
        if (full.wanted()) {
            full.publish(MessageType.DONE, messages.done(product, order, sequence, micros, cancelled));
        }
    }

    @Override
    public void changed(Product product, Order order, long sequence, long oldSize) {
        Topic full = listing.topic(Channel.FULL);
        if (full.wanted()) {
            full.publish(MessageType.CHANGE, messages.changed(product, order, sequence, micros, oldSize));
        }
    }

    @Override
    public void matched(Product product, Trade trade) {
        Topic full = listing.topic(Channel.FULL);
        if (full.wanted()) {
            full.publish(MessageType.MATCH, messages.match(MessageType.MATCH, product, trade), fate);
        }
        Topic matches = listing.topic(Channel.MATCHES);
        if (matches.wanted()) {
            matches.publish(MessageType.MATCH, messages.match(MessageType.MATCH, product, trade), fate);
        }
    }

    @Override
    public void level(Product product, boolean buy, long price, long size) {
        if (listing.topic(Channel.LEVEL2).wanted()) {
            changes.put(new Level(buy, price), size);
        }
        if (listing.topic(Channel.LEVEL2_BATCH).wanted()) {
            batches.computeIfAbsent(listing, _ -> new LinkedHashMap<>()).put(new Level(buy, price), size);
        }
    }

    @Override
    public void settled(Product product, Trade trade) {
        listing.book(fate, trade.id(), trade.price(), trade.size(), trade.makerBuys(), trade.time());
        if (!changes.isEmpty()) {
            listing.topic(Channel.LEVEL2).publish(MessageType.L2UPDATE, messages.changes(product, changes, micros));
            changes.clear();
        }
        Topic ticker = listing.topic(Channel.TICKER);
        if (ticker.wanted()) {
            ticker.publish(MessageType.TICKER, messages.ticker(product, trade), fate);
        }
    }

    /** Sends what has changed in the books since the last time. */
    void sendBatches(long now) {
        batches.forEach((each, levels) -> {
            Product product = each.market();
            if (product != null) {
                each.topic(Channel.LEVEL2_BATCH).publish(MessageType.L2UPDATE, messages.changes(product, levels, now));
            }
        });
        batches.clear();
    }
}
