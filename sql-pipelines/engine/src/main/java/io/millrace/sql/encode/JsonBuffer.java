package io.millrace.sql.encode;

import io.millrace.core.failure.FatalException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * The bytes of one chunk while it is written. Positions travel as arguments and results, not as a field, so that they
 * stay in registers.
 */
final class JsonBuffer {

    /** Eight bytes at once; writers may spill past their end by up to {@link #SLACK} bytes. */
    static final VarHandle WORD = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    /** Two bytes at once. */
    static final VarHandle PAIR = MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.LITTLE_ENDIAN);

    /** Free bytes behind whatever {@link #ensure} promised. */
    static final int SLACK = 64;

    private static final int MAX_BYTES = 1 << 30;

    byte[] bytes;

    JsonBuffer(int capacity) {
        bytes = new byte[capacity + SLACK];
    }

    /**
     * Makes room.
     *
     * @param more bytes that are about to be written at {@code position}
     * @return the array to write to; an array got earlier may be outdated
     */
    byte[] ensure(int position, int more) {
        if (bytes.length - position < (long) more + SLACK) {
            grow(position, more);
        }
        return bytes;
    }

    private void grow(int position, int more) {
        long needed = (long) position + more + SLACK;
        if (needed > MAX_BYTES) {
            throw new FatalException("a batch of rows needs more than " + MAX_BYTES + " bytes of JSON");
        }
        long grown = Math.max(needed, bytes.length + (long) (bytes.length >> 1));
        bytes = Arrays.copyOf(bytes, (int) Math.min(MAX_BYTES, grown));
    }

    /** Writes plain ASCII without escaping; the room must be there. */
    static int ascii(byte[] bytes, int position, String text) {
        int at = position;
        for (int i = 0; i < text.length(); i++) {
            bytes[at++] = (byte) text.charAt(i);
        }
        return at;
    }

    /** Writes {@code null}. */
    static int nil(byte[] bytes, int position) {
        return ascii(bytes, position, "null");
    }
}
