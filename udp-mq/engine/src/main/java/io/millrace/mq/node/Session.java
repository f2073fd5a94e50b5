package io.millrace.mq.node;

import io.millrace.mq.protocol.Wire;
import java.net.InetSocketAddress;
import org.jspecify.annotations.Nullable;

/**
 * What a node remembers of one client: where it is, and the replies that it may still ask for again.
 *
 * <p><b>Threading:</b> not thread-safe; the node's loop owns it.
 */
final class Session {

    /** A reply that can be sent again. */
    static final class Slot {
        private int correlation;
        private boolean used;
        private byte[] reply = {};
        private int length;
        /** How far the log must be durable before it may go. */
        private long position;

        byte[] reply() {
            return reply;
        }

        int length() {
            return length;
        }

        long position() {
            return position;
        }
    }

    private static final int KEEP = 2_048;

    private InetSocketAddress address;
    private long cookie;
    private final Slot[] slots = new Slot[Wire.WINDOW];
    private int floor;
    private long bytes;

    Session(InetSocketAddress address, long cookie, int floor) {
        this.address = address;
        this.cookie = cookie;
        this.floor = floor;
    }

    boolean is(InetSocketAddress peer, long presented) {
        return cookie == presented && address.equals(peer);
    }

    /** The same client, at a new address or with a new cookie. */
    Session movedTo(InetSocketAddress peer, long newCookie) {
        address = peer;
        cookie = newCookie;
        return this;
    }

    /** Forgets the replies that the client has. */
    void advance(int newFloor) {
        int steps = newFloor - floor;
        for (int i = 0; i < Math.min(steps, Wire.WINDOW); i++) {
            Slot slot = slots[(floor + i) & (Wire.WINDOW - 1)];
            if (slot != null && slot.used) {
                forget(slot);
            }
        }
        if (steps > 0) {
            floor = newFloor;
        }
    }

    private void forget(Slot slot) {
        slot.used = false;
        bytes -= slot.length;
        if (slot.reply.length > KEEP) {
            slot.reply = new byte[0];
        }
    }

    /** Whether the client has that reply, and said so. */
    boolean done(int correlation) {
        return correlation - floor < 0;
    }

    boolean beyondWindow(int correlation) {
        return correlation - floor >= Wire.WINDOW;
    }

    /** The reply to a request that was executed before; null when it is new. */
    @Nullable
    Slot find(int correlation) {
        Slot slot = slots[correlation & (Wire.WINDOW - 1)];
        return slot != null && slot.used && slot.correlation == correlation ? slot : null;
    }

    void remember(int correlation, byte[] reply, int length, long position) {
        int place = correlation & (Wire.WINDOW - 1);
        Slot slot = slots[place];
        if (slot == null) {
            slot = new Slot();
            slots[place] = slot;
        } else if (slot.used) {
            forget(slot);
        }
        if (slot.reply.length < length) {
            slot.reply = new byte[length];
        }
        System.arraycopy(reply, 0, slot.reply, 0, length);
        slot.length = length;
        slot.correlation = correlation;
        slot.position = position;
        slot.used = true;
        bytes += length;
    }

    long bytes() {
        return bytes;
    }
}
