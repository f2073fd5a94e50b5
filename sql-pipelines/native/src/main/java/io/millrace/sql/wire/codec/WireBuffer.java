package io.millrace.sql.wire.codec;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Bytes to send, collected in one growing array; numbers are little-endian. Not thread-safe. */
public final class WireBuffer {

    static final VarHandle SHORTS = MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.LITTLE_ENDIAN);
    static final VarHandle INTS = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
    static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    private static final int FIRST = 4096;
    /** What a cleared buffer keeps. */
    private static final int KEPT = 1 << 20;

    private byte[] bytes = new byte[FIRST];
    private int size;

    /** The array that is written to: valid up to {@link #size}, until the next write. */
    public byte[] bytes() {
        return bytes;
    }

    public int size() {
        return size;
    }

    /** Forgets everything, and lets go of an array that has become large. */
    public void clear() {
        size = 0;
        if (bytes.length > KEPT) {
            bytes = new byte[FIRST];
        }
    }

    /** Makes room for so many more bytes, counts them as written and gives the index of the first. */
    int claim(int length) {
        int start = size;
        int end = Math.addExact(size, length);
        if (end > bytes.length) {
            bytes = Arrays.copyOf(bytes, (int) Math.max(end, Math.min(Integer.MAX_VALUE - 8L, 2L * bytes.length)));
        }
        size = end;
        return start;
    }

    /** Takes back what was claimed and not used. */
    void shrinkTo(int end) {
        size = end;
    }

    public void writeByte(int value) {
        int at = claim(1);
        bytes[at] = (byte) value;
    }

    public void writeInt(int value) {
        int at = claim(4);
        INTS.set(bytes, at, value);
    }

    public void writeLong(long value) {
        int at = claim(8);
        LONGS.set(bytes, at, value);
    }

    /** Seven bits a byte, the lowest first; the number counts as unsigned. */
    public void writeVarint(long value) {
        int at = claim(10);
        size = putVarint(bytes, at, value);
    }

    static int putVarint(byte[] bytes, int at, long value) {
        int index = at;
        long rest = value;
        while ((rest & ~0x7fL) != 0) {
            bytes[index++] = (byte) (rest | 0x80);
            rest >>>= 7;
        }
        bytes[index++] = (byte) rest;
        return index;
    }

    /** UTF-8 after its length. */
    public void writeText(String text) {
        byte[] encoded = text.getBytes(StandardCharsets.UTF_8);
        writeVarint(encoded.length);
        writeBytes(encoded, 0, encoded.length);
    }

    public void writeBytes(byte[] source, int offset, int length) {
        int at = claim(length);
        System.arraycopy(source, offset, bytes, at, length);
    }
}
