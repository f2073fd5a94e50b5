package io.millrace.service.stream;

import java.io.ByteArrayOutputStream;
import java.util.zip.CRC32;
import java.util.zip.Deflater;

/**
 * A gzip stream (RFC 1952) put together from blocks that were deflated apart: each is flushed to a byte boundary and
 * refers to nothing before it, so one chunk's block serves every reader. Each instance keeps one reader's checksum.
 */
final class Deflate {

    private static final byte[] HEAD = {0x1f, (byte) 0x8b, 8, 0, 0, 0, 0, 0, 0, (byte) 0xff};
    private static final ThreadLocal<Deflater> DEFLATER =
            ThreadLocal.withInitial(() -> new Deflater(Deflater.BEST_SPEED, true));

    private final CRC32 checksum = new CRC32();
    private long size;

    static Part head() {
        return Part.of(HEAD);
    }

    /** The bytes as deflate blocks that end on a byte boundary and are not the last. */
    static byte[] block(Part part) {
        Deflater deflater = DEFLATER.get();
        deflater.reset();
        deflater.setInput(part.bytes(), part.offset(), part.length());
        ByteArrayOutputStream out = new ByteArrayOutputStream(part.length() / 3 + 64);
        byte[] buffer = new byte[8192];
        int made;
        do {
            made = deflater.deflate(buffer, 0, buffer.length, Deflater.SYNC_FLUSH);
            out.write(buffer, 0, made);
        } while (made == buffer.length);
        return out.toByteArray();
    }

    /** Counts what the reader will have after inflating. */
    void count(Part plain) {
        checksum.update(plain.bytes(), plain.offset(), plain.length());
        size += plain.length();
    }

    /** The last, empty block, the checksum and the size. */
    Part tail() {
        byte[] tail = new byte[10];
        tail[0] = 3;
        little(tail, 2, checksum.getValue());
        little(tail, 6, size);
        return Part.of(tail);
    }

    private static void little(byte[] out, int at, long value) {
        for (int i = 0; i < 4; i++) {
            out[at + i] = (byte) (value >>> (8 * i));
        }
    }
}
