package io.millrace.service.stream;

/**
 * WebSocket text frames as a server sends them: final and unmasked, so the same bytes for every reader (RFC 6455, 5.2).
 */
final class Frames {

    private static final byte FINAL_TEXT = (byte) 0x81;

    private Frames() {}

    /** Bytes before a payload of this length. */
    static int headLength(int length) {
        if (length < 126) {
            return 2;
        }
        return length < 1 << 16 ? 4 : 10;
    }

    /** Writes the head of a text frame and gives the index behind it. */
    static int head(byte[] out, int at, int length) {
        int next = at;
        out[next++] = FINAL_TEXT;
        if (length < 126) {
            out[next++] = (byte) length;
        } else if (length < 1 << 16) {
            out[next++] = 126;
            out[next++] = (byte) (length >>> 8);
            out[next++] = (byte) length;
        } else {
            out[next++] = 127;
            for (int shift = 56; shift >= 0; shift -= 8) {
                out[next++] = (byte) ((long) length >>> shift);
            }
        }
        return next;
    }

    /** The text frame around a payload. */
    static byte[] text(byte[] payload) {
        int head = headLength(payload.length);
        byte[] out = new byte[head + payload.length];
        head(out, 0, payload.length);
        System.arraycopy(payload, 0, out, head, payload.length);
        return out;
    }
}
