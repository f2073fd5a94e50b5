package io.millrace.exchange;

import io.millrace.exchange.wire.Text;
import io.vertx.core.buffer.Buffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One channel of one product, and who has subscribed. A message is encoded once for all of them, or twice if some have
 * agreed on compression and some not.
 *
 * <p><b>Threading:</b> not thread-safe.
 */
final class Topic {

    private final Channel channel;
    private final String product;
    private final Outlet outlet;
    private final List<Connection> subscribers = new ArrayList<>();
    private int compressing;
    private @Nullable Buffer plain;
    private @Nullable Buffer compressed;
    private boolean dirty;
    private @Nullable MessageType heldType;
    private byte[] held = new byte[0];
    private boolean heldLong;

    /** @param product empty for the status of the exchange */
    Topic(Channel channel, String product, Outlet outlet) {
        this.channel = channel;
        this.product = product;
        this.outlet = outlet;
    }

    Channel channel() {
        return channel;
    }

    String product() {
        return product;
    }

    /** Whether anyone has subscribed. */
    boolean wanted() {
        return !subscribers.isEmpty();
    }

    long subscribersFrom(String address) {
        return subscribers.stream()
                .filter(each -> each.address().equals(address))
                .count();
    }

    void add(Connection connection) {
        subscribers.add(connection);
        compressing += connection.compressed() ? 1 : 0;
    }

    void remove(Connection connection) {
        if (subscribers.remove(connection)) {
            compressing -= connection.compressed() ? 1 : 0;
        }
    }

    /** Sends a message at the end of the round. */
    void publish(MessageType type, Text text) {
        publish(type, text.bytes(), text.length());
    }

    /** The same for a message of a trade, whose fate may be a fault. */
    void publish(MessageType type, Text text, Fate fate) {
        switch (fate) {
            case GAP, LOST -> {}
            case SENT -> publish(type, text);
            case DUPLICATE -> {
                publish(type, text);
                publish(type, text);
            }
            case MALFORMED -> publish(type, text.bytes(), text.length() / 2);
            case DISORDER -> {
                release();
                held = Arrays.copyOf(text.bytes(), text.length());
                heldType = type;
                heldLong = false;
                return;
            }
        }
        if (fate.sent()) {
            release();
        }
    }

    /** Lets go of a message for which no other has come for a while. */
    void releaseOld() {
        if (heldLong) {
            release();
        }
        heldLong = heldType != null;
    }

    private void release() {
        MessageType type = heldType;
        if (type != null) {
            heldType = null;
            publish(type, held, held.length);
        }
    }

    private void publish(MessageType type, byte[] text, int length) {
        if (subscribers.isEmpty()) {
            return;
        }
        if (!dirty) {
            dirty = true;
            outlet.dirty(this);
        }
        outlet.count(type, subscribers.size());
        if (compressing > 0) {
            compressed = compressed == null ? Buffer.buffer() : compressed;
            outlet.append(compressed, true, text, length);
        }
        if (compressing < subscribers.size()) {
            plain = plain == null ? Buffer.buffer() : plain;
            outlet.append(plain, false, text, length);
        }
    }

    /** Gives the round's frames to the subscribers. */
    void hand(Set<Connection> receivers) {
        for (Connection subscriber : subscribers) {
            Buffer batch = subscriber.compressed() ? compressed : plain;
            if (batch != null) {
                subscriber.gather(batch);
                receivers.add(subscriber);
            }
        }
        plain = null;
        compressed = null;
        dirty = false;
    }
}
