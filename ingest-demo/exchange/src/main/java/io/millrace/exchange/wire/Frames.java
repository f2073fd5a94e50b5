package io.millrace.exchange.wire;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.vertx.core.buffer.Buffer;
import java.util.zip.Deflater;

/**
 * Writes WebSocket frames of a server (RFC 6455, section 5), which carry no mask and can so be sent to many clients. A
 * compressed frame (RFC 7692) is made without looking back at earlier ones, so it too is the same for all.
 *
 * <p><b>Threading:</b> not thread-safe.
 */
public final class Frames {

    static final int TEXT = 1;
    static final int CLOSE = 8;
    static final int PING = 9;
    static final int PONG = 10;
    private static final int FINAL = 0x80;
    private static final int COMPRESSED = 0x40;
    private static final int SYNC_TAIL = 4;

    private final Deflater deflater = new Deflater(Deflater.BEST_SPEED, true);
    private byte[] deflated = new byte[4096];

    /** Appends a text frame. */
    public static void text(Buffer to, byte[] payload, int length) {
        frame(to, FINAL | TEXT, payload, length);
    }

    /** Appends the same text frame, compressed. */
    public void compressedText(Buffer to, byte[] payload, int length) {
        if (deflated.length < length + 64 + length / 8) {
            deflated = new byte[2 * length + 64];
        }
        deflater.reset();
        deflater.setInput(payload, 0, length);
        int size = deflater.deflate(deflated, 0, deflated.length, Deflater.SYNC_FLUSH);
        frame(to, FINAL | COMPRESSED | TEXT, deflated, size - SYNC_TAIL);
    }

    /** A frame that answers a ping. */
    public static Buffer pong(byte[] payload) {
        Buffer frame = Buffer.buffer();
        frame(frame, FINAL | PONG, payload, payload.length);
        return frame;
    }

    /**
     * A frame that closes.
     *
     * @param code for example 1000
     * @param reason at most 123 bytes
     */
    public static Buffer close(int code, String reason) {
        Buffer payload = Buffer.buffer().appendUnsignedShort(code).appendBytes(reason.getBytes(UTF_8));
        Buffer frame = Buffer.buffer();
        frame(frame, FINAL | CLOSE, payload.getBytes(), payload.length());
        return frame;
    }

    /** Frees the memory of the compressor. */
    public void end() {
        deflater.end();
    }

    private static void frame(Buffer to, int head, byte[] payload, int length) {
        to.appendByte((byte) head);
        if (length < 126) {
            to.appendByte((byte) length);
        } else if (length < 65_536) {
            to.appendByte((byte) 126).appendUnsignedShort(length);
        } else {
            to.appendByte((byte) 127).appendLong(length);
        }
        to.appendBytes(payload, 0, length);
    }
}
