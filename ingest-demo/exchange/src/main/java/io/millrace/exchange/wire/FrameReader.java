package io.millrace.exchange.wire;

import java.util.Arrays;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/**
 * Reads the WebSocket frames of a client (RFC 6455, section 5; compressed ones by RFC 7692).
 *
 * <p><b>Threading:</b> not thread-safe.
 */
public final class FrameReader {

    /** Takes what has come. */
    public interface Receiver {

        /** A whole message. */
        void message(byte[] payload);

        /** A ping, to be answered with the same bytes. */
        void ping(byte[] payload);

        /** The client closes; 1005 when it gave no code. */
        void closed(int code);

        /** The client broke the protocol; nothing more will be read. */
        void broken(int code, String reason);
    }

    /** Close code for a broken protocol. */
    public static final int PROTOCOL_ERROR = 1002;

    private static final int TOO_BIG = 1009;
    private static final int NO_CODE = 1005;
    private static final byte[] SYNC_TAIL = {0, 0, (byte) 0xff, (byte) 0xff};

    private final int maxBytes;
    private final Receiver receiver;
    private final Inflater inflater = new Inflater(true);
    private final boolean compressible;
    private byte[] pending = new byte[0];
    private byte[] message = new byte[0];
    private boolean continued;
    private boolean compressed;
    private boolean over;

    /**
     * For one connection.
     *
     * @param maxBytes longest message that is taken
     * @param compressible whether compression was agreed
     */
    public FrameReader(int maxBytes, boolean compressible, Receiver receiver) {
        this.maxBytes = maxBytes;
        this.compressible = compressible;
        this.receiver = receiver;
    }

    /** Takes bytes, which may begin and end anywhere. */
    public void read(byte[] bytes) {
        if (over) {
            return;
        }
        byte[] all = Arrays.copyOf(pending, pending.length + bytes.length);
        System.arraycopy(bytes, 0, all, pending.length, bytes.length);
        int position = 0;
        int used = frame(all, position);
        while (used > 0 && !over) {
            position += used;
            used = frame(all, position);
        }
        pending = over ? new byte[0] : Arrays.copyOfRange(all, position, all.length);
    }

    /** Frees the memory of the decompressor. */
    public void end() {
        over = true;
        inflater.end();
    }

    /** Reads one frame; gives how many bytes it had, 0 when it is not complete. */
    private int frame(byte[] all, int start) {
        int there = all.length - start;
        if (there < 2) {
            return 0;
        }
        long size = all[start + 1] & 0x7f;
        int head = size == 126 ? 4 : size == 127 ? 10 : 2;
        if (there < head) {
            return 0;
        }
        if (head > 2) {
            size = 0;
            for (int i = 2; i < head; i++) {
                size = (size << 8) | (all[start + i] & 0xff);
            }
        }
        if ((all[start + 1] & 0x80) == 0) {
            return broken(PROTOCOL_ERROR, "frames of a client are masked");
        }
        if (size < 0 || size > maxBytes) {
            return broken(TOO_BIG, "Message too big");
        }
        int length = (int) size;
        if (there < head + 4 + length) {
            return 0;
        }
        byte[] payload = Arrays.copyOfRange(all, start + head + 4, start + head + 4 + length);
        for (int i = 0; i < length; i++) {
            payload[i] ^= all[start + head + (i & 3)];
        }
        take(all[start] & 0xff, payload);
        return head + 4 + length;
    }

    private void take(int first, byte[] payload) {
        boolean last = (first & 0x80) != 0;
        boolean marked = (first & 0x40) != 0;
        int kind = first & 15;
        if ((first & 0x30) != 0 || (marked && (!compressible || kind == 0 || kind >= Frames.CLOSE))) {
            broken(PROTOCOL_ERROR, "reserved bits are set");
            return;
        }
        switch (kind) {
            case 0, 1, 2 -> part(kind, last, marked, payload);
            case Frames.PING -> receiver.ping(payload);
            case Frames.PONG -> {}
            case Frames.CLOSE -> {
                over = true;
                receiver.closed(payload.length < 2 ? NO_CODE : ((payload[0] & 0xff) << 8) | (payload[1] & 0xff));
            }
            default -> broken(PROTOCOL_ERROR, "unknown kind of frame " + kind);
        }
    }

    private void part(int kind, boolean last, boolean marked, byte[] payload) {
        if (continued != (kind == 0)) {
            broken(PROTOCOL_ERROR, "frames of a message are out of order");
            return;
        }
        if (kind != 0) {
            compressed = marked;
            message = payload;
        } else if (message.length + payload.length > maxBytes) {
            broken(TOO_BIG, "Message too big");
            return;
        } else {
            int before = message.length;
            message = Arrays.copyOf(message, before + payload.length);
            System.arraycopy(payload, 0, message, before, payload.length);
        }
        continued = !last;
        if (last) {
            byte[] whole = compressed ? inflated(message) : message;
            if (!over) {
                receiver.message(whole);
            }
        }
    }

    private byte[] inflated(byte[] payload) {
        byte[] out = new byte[maxBytes];
        try {
            inflater.setInput(payload);
            int size = inflater.inflate(out);
            inflater.setInput(SYNC_TAIL);
            size += inflater.inflate(out, size, out.length - size);
            if (size == out.length) {
                broken(TOO_BIG, "Message too big");
            }
            return Arrays.copyOf(out, size);
        } catch (DataFormatException e) {
            broken(PROTOCOL_ERROR, "cannot be decompressed");
            return new byte[0];
        }
    }

    private int broken(int code, String reason) {
        over = true;
        receiver.broken(code, reason);
        return 0;
    }
}
