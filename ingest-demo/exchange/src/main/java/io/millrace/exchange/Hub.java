package io.millrace.exchange;

import io.millrace.core.time.Ticker;
import io.millrace.exchange.market.Product;
import io.millrace.exchange.market.Trade;
import io.millrace.exchange.wire.Text;
import io.vertx.core.net.NetSocket;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Who is connected and has subscribed to what.
 *
 * <p><b>Threading:</b> not thread-safe; everything happens on one event loop.
 */
final class Hub implements Connection.Owner {

    private static final Logger log = LoggerFactory.getLogger(Hub.class);
    private static final long MICROS = 1_000_000;

    private final Ticker ticker;
    private final ExchangeLimits limits;
    private final Map<String, Listing> listings;
    private final Topic status;
    private final Faults faults;
    private final Outlet outlet;
    private final Messages messages;
    private final Set<Connection> connections = new LinkedHashSet<>();
    private Runnable drained = () -> {};
    private long accepted;
    private long slow;

    Hub(
            Ticker ticker,
            ExchangeLimits limits,
            Map<String, Listing> listings,
            Faults faults,
            Outlet outlet,
            Messages messages) {
        this.ticker = ticker;
        this.limits = limits;
        this.listings = listings;
        this.status = new Topic(Channel.STATUS, "", outlet);
        this.faults = faults;
        this.outlet = outlet;
        this.messages = messages;
    }

    /** What to do when a client that read slowly has read on. */
    void whenDrained(Runnable action) {
        drained = action;
    }

    void accept(NetSocket socket, String address, boolean compressed) {
        accepted++;
        connections.add(new Connection(this, socket, address, compressed, limits));
    }

    Map<String, Listing> listings() {
        return listings;
    }

    Topic status() {
        return status;
    }

    Faults faults() {
        return faults;
    }

    Outlet outlet() {
        return outlet;
    }

    Messages messages() {
        return messages;
    }

    List<Connection> connections() {
        return List.copyOf(connections);
    }

    long accepted() {
        return accepted;
    }

    long slow() {
        return slow;
    }

    @Override
    public long nanos() {
        return ticker.nanos();
    }

    long micros() {
        Instant now = ticker.now();
        return now.getEpochSecond() * MICROS + now.getNano() / 1000;
    }

    @Override
    public void drained() {
        drained.run();
    }

    @Override
    public void slow(Connection connection) {
        slow++;
        connection.close(Connection.POLICY, "ErrSlowConsume");
    }

    @Override
    public void gone(Connection connection) {
        if (connections.remove(connection)) {
            connection.topics().forEach(topic -> topic.remove(connection));
            connection.topics().clear();
            drained.run();
        }
    }

    @Override
    public void message(Connection from, byte[] text) {
        switch (ClientMessage.of(text)) {
            case ClientMessage.Wrong wrong -> refuse(from, wrong.message(), wrong.reason());
            case ClientMessage.Wish wish when wish.subscribe() -> subscribe(from, wish);
            case ClientMessage.Wish wish -> unsubscribe(from, wish);
        }
    }

    private void refuse(Connection connection, String message, String reason) {
        log.debug("refused a client: {}, {}", message, reason);
        outlet.send(connection, MessageType.ERROR, messages.error(message, reason));
    }

    private void subscribe(Connection connection, ClientMessage.Wish wish) {
        List<Topic> topics = new ArrayList<>();
        String wrong = faults.strikes(Fault.ERROR) ? "simulated fault" : find(connection, wish, topics);
        if (!wrong.isEmpty()) {
            refuse(connection, "Failed to subscribe", wrong);
            return;
        }
        boolean early = !topics.isEmpty() && faults.strikes(Fault.EARLY_DATA);
        if (early) {
            begin(connection, topics.getFirst());
        }
        for (Topic topic : topics) {
            topic.add(connection);
            connection.topics().add(topic);
        }
        connection.subscribed();
        confirm(connection);
        topics.stream().skip(early ? 1 : 0).forEach(topic -> begin(connection, topic));
        drained.run();
    }

    /** Finds the topics that are new to a connection; says what is wrong, or nothing. */
    private String find(Connection connection, ClientMessage.Wish wish, List<Topic> topics) {
        for (Map.Entry<Channel, Set<String>> entry : wish.channels().entrySet()) {
            Channel channel = entry.getKey();
            if (channel == Channel.STATUS) {
                topics.add(status);
                continue;
            }
            if (entry.getValue().isEmpty()) {
                return "product_ids has to name at least one product for " + channel.text();
            }
            for (String product : entry.getValue()) {
                Listing listing = listings.get(product);
                if (listing == null) {
                    return product + " is not a valid product";
                }
                topics.add(listing.topic(channel));
            }
        }
        topics.removeAll(connection.topics());
        for (Topic topic : topics) {
            if (topic.subscribersFrom(connection.address()) >= limits.subscriptions()) {
                return "too many subscriptions to " + topic.channel().text() + " of " + topic.product();
            }
        }
        return "";
    }

    private void unsubscribe(Connection connection, ClientMessage.Wish wish) {
        for (String product : wish.products()) {
            if (!listings.containsKey(product)) {
                refuse(connection, "Failed to unsubscribe", product + " is not a valid product");
                return;
            }
        }
        for (Topic topic : List.copyOf(connection.topics())) {
            Set<String> products = wish.channels().isEmpty()
                    ? wish.products()
                    : wish.channels().get(topic.channel());
            if (products != null && (products.isEmpty() || products.contains(topic.product()))) {
                topic.remove(connection);
                connection.topics().remove(topic);
            }
        }
        connection.subscribed();
        confirm(connection);
    }

    private void confirm(Connection connection) {
        Map<Channel, Set<String>> state = new LinkedHashMap<>();
        for (Topic topic : connection.topics()) {
            Set<String> products = state.computeIfAbsent(topic.channel(), _ -> new LinkedHashSet<>());
            if (!topic.product().isEmpty()) {
                products.add(topic.product());
            }
        }
        outlet.send(connection, MessageType.SUBSCRIPTIONS, messages.subscriptions(state));
    }

    /** Sends what a topic begins with. */
    private void begin(Connection connection, Topic topic) {
        if (topic == status) {
            outlet.send(connection, MessageType.STATUS, messages.status(listings.values()));
            return;
        }
        Listing listing = listings.get(topic.product());
        Product product = listing == null ? null : listing.market();
        if (product == null) {
            return;
        }
        Trade last = product.last();
        switch (topic.channel()) {
            case TICKER, TICKER_BATCH -> send(connection, MessageType.TICKER, messages.ticker(product, last));
            case MATCHES ->
                send(connection, MessageType.LAST_MATCH, messages.match(MessageType.LAST_MATCH, product, last));
            case LEVEL2, LEVEL2_BATCH -> send(connection, MessageType.SNAPSHOT, messages.snapshot(product));
            case HEARTBEAT, FULL, STATUS -> {}
        }
    }

    private void send(Connection connection, MessageType type, Text text) {
        outlet.send(connection, type, text);
    }

    /** Whether anybody has subscribed to what comes with trades. */
    boolean watched() {
        for (Connection connection : connections) {
            for (Topic topic : connection.topics()) {
                if (topic.channel() != Channel.HEARTBEAT && topic.channel() != Channel.STATUS) {
                    return true;
                }
            }
        }
        return false;
    }

    /** Whether some client has not yet read what it was sent. */
    boolean full() {
        for (Connection connection : connections) {
            if (connection.full()) {
                return true;
            }
        }
        return false;
    }
}
