package io.millrace.connector.proton;

import com.timeplus.buffer.BuffedReader;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;

/**
 * Bytes from the server, by the driver's interface and in bulk. No length that the server says is believed beyond a
 * bound.
 *
 * <p><b>Threading:</b> not thread-safe.
 */
final class WireReader implements BuffedReader {

    /** Bytes of one column of one block. */
    static final int MAX_BYTES = 1 << 30;

    private static final int MAX_NAME = 1 << 20;
    private static final int BUFFER_BYTES = 1 << 16;

    private final InputStream in;
    private final byte[] buffer = new byte[BUFFER_BYTES];
    private int position;
    private int limit;

    WireReader(InputStream in) {
        this.in = in;
    }

    @Override
    public int readBinary() throws IOException {
        if (position == limit) {
            fill();
        }
        return buffer[position++] & 0xff;
    }

    @Override
    public int readBinary(byte[] bytes) throws IOException {
        read(bytes, 0, bytes.length);
        return bytes.length;
    }

    void read(byte[] target, int offset, int length) throws IOException {
        int done = 0;
        while (done < length) {
            if (position == limit) {
                fill();
            }
            int part = Math.min(length - done, limit - position);
            System.arraycopy(buffer, position, target, offset + done, part);
            position += part;
            done += part;
        }
    }

    /** @param bytes as the server's lengths make it */
    byte[] bytes(long bytes) throws IOException {
        byte[] read = new byte[bounded(bytes, MAX_BYTES, "a column")];
        read(read, 0, read.length);
        return read;
    }

    long varInt() throws IOException {
        long value = 0;
        for (int shift = 0; shift < 64; shift += 7) {
            int part = readBinary();
            value |= (long) (part & 0x7f) << shift;
            if ((part & 0x80) == 0) {
                return value;
            }
        }
        throw new IOException("a number of more than 64 bits");
    }

    int length(int max, String what) throws IOException {
        return bounded(varInt(), max, what);
    }

    String text() throws IOException {
        byte[] utf8 = new byte[length(MAX_NAME, "a text")];
        read(utf8, 0, utf8.length);
        return new String(utf8, StandardCharsets.UTF_8);
    }

    static int bounded(long value, int max, String what) throws IOException {
        if (value < 0 || value > max) {
            throw new IOException("%s of %s, at most %d are read".formatted(what, Long.toUnsignedString(value), max));
        }
        return (int) value;
    }

    private void fill() throws IOException {
        limit = Math.max(0, in.read(buffer, 0, buffer.length));
        position = 0;
        if (limit == 0) {
            throw new EOFException("closed by the server");
        }
    }
}
