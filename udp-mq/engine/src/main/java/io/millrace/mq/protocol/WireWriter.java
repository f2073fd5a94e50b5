package io.millrace.mq.protocol;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * Writes big-endian numbers into an array, one behind the other. The caller makes sure that they fit.
 *
 * <p><b>Threading:</b> not thread-safe.
 */
public final class WireWriter {

    private static final VarHandle SHORT = MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.BIG_ENDIAN);
    private static final VarHandle INT = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);
    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

    private final byte[] bytes;
    private int at;

    /** Writes into that array, from its begin. */
    @SuppressWarnings("EI_EXPOSE_REP2") // that is what it is for
    public WireWriter(byte[] bytes) {
        this.bytes = bytes;
    }

    @SuppressWarnings("EI_EXPOSE_REP") // that is what it is for
    public byte[] bytes() {
        return bytes;
    }

    /** Where the next number goes. */
    public int at() {
        return at;
    }

    public WireWriter at(int place) {
        at = place;
        return this;
    }

    public int room() {
        return bytes.length - at;
    }

    public WireWriter u8(int value) {
        bytes[at++] = (byte) value;
        return this;
    }

    public WireWriter u16(int value) {
        SHORT.set(bytes, at, (short) value);
        at += 2;
        return this;
    }

    public WireWriter u32(long value) {
        INT.set(bytes, at, (int) value);
        at += 4;
        return this;
    }

    public WireWriter i64(long value) {
        LONG.set(bytes, at, value);
        at += 8;
        return this;
    }

    public WireWriter bytes(byte[] from, int offset, int length) {
        System.arraycopy(from, offset, bytes, at, length);
        at += length;
        return this;
    }

    /** Leaves so many bytes to others. */
    public WireWriter skip(int length) {
        at += length;
        return this;
    }
}
