package io.millrace.exchange;

import io.millrace.exchange.wire.Frames;
import io.millrace.exchange.wire.Text;
import io.vertx.core.buffer.Buffer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Where frames leave: what topics have gathered in a round goes to each connection in one write.
 *
 * <p><b>Threading:</b> not thread-safe.
 */
final class Outlet {

    private final Frames frames = new Frames();
    private final Tally<MessageType> counts = new Tally<>(MessageType.class);
    private final List<Topic> dirty = new ArrayList<>();
    private final Set<Connection> receivers = new LinkedHashSet<>();

    /** A frame for one connection. */
    void send(Connection to, MessageType type, Text text) {
        counts.add(type, 1);
        Buffer frame = Buffer.buffer(text.length() + 10);
        append(frame, to.compressed(), text.bytes(), text.length());
        to.send(frame);
    }

    void append(Buffer to, boolean compressed, byte[] text, int length) {
        if (compressed) {
            frames.compressedText(to, text, length);
        } else {
            Frames.text(to, text, length);
        }
    }

    void count(MessageType type, long more) {
        counts.add(type, more);
    }

    void dirty(Topic topic) {
        dirty.add(topic);
    }

    /** Writes what was gathered. */
    void flush() {
        if (dirty.isEmpty()) {
            return;
        }
        for (Topic topic : dirty) {
            topic.hand(receivers);
        }
        dirty.clear();
        List<Connection> all = List.copyOf(receivers);
        receivers.clear();
        all.forEach(Connection::flush);
    }

    Map<String, Long> counts() {
        Map<String, Long> byName = new LinkedHashMap<>();
        for (MessageType type : MessageType.values()) {
            byName.put(type.text(), counts.of(type));
        }
        return byName;
    }

    void end() {
        frames.end();
    }
}
