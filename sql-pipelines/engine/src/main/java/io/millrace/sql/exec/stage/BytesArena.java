package io.millrace.sql.exec.stage;

import io.millrace.sql.batch.BytesVector;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Texts by position, one behind the other in one array. */
final class BytesArena {

    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle INTS = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
    private static final int FIRST_TEXTS = 16;
    private static final int FIRST_BYTES = 256;

    private byte[] data = new byte[FIRST_BYTES];
    private int[] starts = new int[FIRST_TEXTS];
    private int[] lengths = new int[FIRST_TEXTS];
    private int used;
    /** True once a vector shares the bytes: they must not be written again. */
    private boolean shared;

    void append(int position, byte[] source, int start, int length) {
        if (position == starts.length) {
            starts = Arrays.copyOf(starts, position * 2);
            lengths = Arrays.copyOf(lengths, position * 2);
        }
        if (length > data.length - used) {
            long wanted = Math.max((long) used + length, Math.min(data.length * 2L, Integer.MAX_VALUE - 8));
            data = Arrays.copyOf(data, Math.toIntExact(wanted));
        }
        System.arraycopy(source, start, data, used, length);
        starts[position] = used;
        lengths[position] = length;
        used += length;
    }

    boolean equal(int position, byte[] other, int start, int length) {
        int own = starts[position];
        return lengths[position] == length && Arrays.equals(data, own, own + length, other, start, start + length);
    }

    /** The texts by position, showing this arena's own arrays. */
    BytesVector view(boolean @Nullable [] nulls) {
        shared = true;
        return new BytesVector(data, starts, lengths, nulls);
    }

    long hash(int position) {
        return hash(data, starts[position], lengths[position]);
    }

    long bytes() {
        return data.length;
    }

    void clear() {
        if (shared) {
            data = new byte[Math.max(FIRST_BYTES, Math.min(data.length, used + (used >> 2)))];
            shared = false;
        }
        used = 0;
    }

    /** A hash of a text; eight bytes at a time, the last eight overlapping. */
    static long hash(byte[] data, int start, int length) {
        if (length >= 8) {
            long hash = length;
            int end = start + length - 8;
            for (int i = start; i < end; i += 8) {
                hash = (hash ^ (long) LONGS.get(data, i)) * 0x9E3779B97F4A7C15L;
                hash ^= hash >>> 32;
            }
            return KeyTable.mix(hash ^ (long) LONGS.get(data, end));
        }
        if (length >= 4) {
            long head = (int) INTS.get(data, start) & 0xFFFF_FFFFL;
            long tail = (int) INTS.get(data, start + length - 4);
            return KeyTable.mix(((tail << 32) | head) ^ ((long) length << 56));
        }
        long hash = length;
        for (int i = start; i < start + length; i++) {
            hash = (hash << 8) | (data[i] & 0xFF);
        }
        return KeyTable.mix(hash);
    }
}
