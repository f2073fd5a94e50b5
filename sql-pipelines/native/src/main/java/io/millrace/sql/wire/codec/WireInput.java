package io.millrace.sql.wire.codec;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Bytes that come from a client, read through one array. Not thread-safe. */
public abstract class WireInput {

    /** Bytes are taken in steps of this size, so that a claimed length costs nothing before its bytes have come. */
    private static final int STEP = 64 << 10;

    byte[] buffer;
    int position;
    int limit;

    WireInput(byte[] buffer) {
        this.buffer = buffer;
    }

    /**
     * Replaces the used-up array by further bytes, at least one.
     *
     * @return false at the end of the input
     */
    abstract boolean fill() throws IOException;

    /** True when the input has ended; waits until that is known. */
    public final boolean ended() throws IOException {
        return position == limit && !fill();
    }

    public final int readByte() throws IOException {
        if (position == limit && !fill()) {
            throw new EOFException("the input ends within a packet");
        }
        return buffer[position++] & 255;
    }

    /** See {@link WireBuffer#writeVarint}. */
    public final long readVarint() throws IOException {
        long value = 0;
        for (int shift = 0; shift < 64; shift += 7) {
            int next = readByte();
            if (shift == 63 && next > 1) {
                break;
            }
            value |= (long) (next & 0x7f) << shift;
            if ((next & 0x80) == 0) {
                return value;
            }
        }
        throw new WireException(WireCode.INCORRECT_DATA, "a number of variable length is longer than 64 bits");
    }

    /**
     * A number that counts something.
     *
     * @param what completes "the number of ..."
     */
    public final int readCount(int max, String what) throws IOException {
        long count = readVarint();
        if (count < 0 || count > max) {
            throw new WireException(
                    WireCode.LIMIT_EXCEEDED,
                    "the number of " + what + " is " + Long.toUnsignedString(count) + ", at most " + max + " may be");
        }
        return (int) count;
    }

    public final int readInt() throws IOException {
        return readByte() | readByte() << 8 | readByte() << 16 | readByte() << 24;
    }

    public final long readLong() throws IOException {
        return (readInt() & 0xffff_ffffL) | (long) readInt() << 32;
    }

    /** So many bytes, which are allocated as they come. */
    public final byte[] readBytes(int length) throws IOException {
        byte[] result = new byte[Math.min(length, STEP)];
        int done = 0;
        while (done < length) {
            if (done == result.length) {
                result = Arrays.copyOf(result, (int) Math.min(length, 2L * done));
            }
            done += readSome(result, done, result.length - done);
        }
        return result;
    }

    public final void readFully(byte[] target, int offset, int length) throws IOException {
        int done = 0;
        while (done < length) {
            done += readSome(target, offset + done, length - done);
        }
    }

    private int readSome(byte[] target, int offset, int length) throws IOException {
        if (position == limit && !fill()) {
            throw new EOFException("the input ends within a packet");
        }
        int count = Math.min(length, limit - position);
        System.arraycopy(buffer, position, target, offset, count);
        position += count;
        return count;
    }

    /**
     * UTF-8 after its length.
     *
     * @param maxBytes longer ones are refused before they are read
     * @param what for the message: "query id"
     */
    public final String readText(int maxBytes, String what) throws IOException {
        long length = readVarint();
        if (length < 0 || length > maxBytes) {
            throw new WireException(
                    WireCode.TOO_LARGE_TEXT,
                    "the " + what + " has " + Long.toUnsignedString(length) + " bytes, at most " + maxBytes
                            + " may be");
        }
        byte[] bytes = readBytes((int) length);
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .onMalformedInput(CodingErrorAction.REPORT)
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
        } catch (CharacterCodingException _) {
            throw new WireException(WireCode.INCORRECT_DATA, "the " + what + " is no UTF-8");
        }
    }

    /** All bytes of an array. */
    public static WireInput of(byte[] bytes) {
        return new WireInput(bytes) {
            {
                limit = bytes.length;
            }

            @Override
            boolean fill() {
                return false;
            }
        };
    }
}
