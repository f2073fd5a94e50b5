package io.millrace.mq.protocol;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * Reads big-endian numbers from an array. Total: what lies behind the end reads as 0, and {@link #broken} says so from
 * then on.
 *
 * <p><b>Threading:</b> not thread-safe.
 */
@SuppressWarnings({"EI_EXPOSE_REP", "EI_EXPOSE_REP2"}) // that is what it is for
public final class WireReader {

    private static final VarHandle SHORT = MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.BIG_ENDIAN);
    private static final VarHandle INT = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);
    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

    private byte[] bytes = {};
    private int at;
    private int end;
    private boolean broken;

    /** Reads that array from here on. */
    public WireReader of(byte[] array, int from, int to) {
        bytes = array;
        at = from;
        end = to;
        broken = false;
        return this;
    }

    public byte[] bytes() {
        return bytes;
    }

    public int at() {
        return at;
    }

    public int remaining() {
        return end - at;
    }

    /** Whether something was read that is not there. */
    public boolean broken() {
        return broken;
    }

    private boolean take(int length) {
        if (broken || length > end - at) {
            broken = true;
            return false;
        }
        at += length;
        return true;
    }

    public int u8() {
        return take(1) ? bytes[at - 1] & 0xff : 0;
    }

    public int u16() {
        return take(2) ? (short) SHORT.get(bytes, at - 2) & 0xffff : 0;
    }

    public long u32() {
        return take(4) ? (int) INT.get(bytes, at - 4) & 0xffff_ffffL : 0;
    }

    public long i64() {
        return take(8) ? (long) LONG.get(bytes, at - 8) : 0;
    }

    /** Steps over bytes; where they begin. */
    public int skip(int length) {
        return take(length) ? at - length : 0;
    }
}
