package io.millrace.ksql.function;

import io.millrace.ksql.type.Bytes;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * Different hashes in a bounded state: a sorted list of them while they are few, then the registers of a HyperLogLog of
 * 4,096. The first byte says which.
 */
final class DistinctSketch {

    /** So many different values are counted exactly. */
    static final int EXACT = 512;

    private static final byte LIST = 0;
    private static final byte REGISTERS = 1;
    private static final int BITS = 12;
    private static final int COUNT = 1 << BITS;

    private DistinctSketch() {}

    private static byte[] array(Object state) {
        return ((Bytes) state).array();
    }

    static Object add(@Nullable Object state, long hash) {
        byte[] old = state == null ? new byte[] {LIST} : array(state);
        return old[0] == LIST ? addToList(old, hash) : addToRegisters(old, hash);
    }

    private static Object addToList(byte[] old, long hash) {
        int size = (old.length - 1) / Long.BYTES;
        ByteBuffer buffer = ByteBuffer.wrap(old);
        int low = 0;
        int high = size;
        while (low < high) {
            int middle = (low + high) / 2;
            if (buffer.getLong(1 + middle * Long.BYTES) < hash) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        if (low < size && buffer.getLong(1 + low * Long.BYTES) == hash) {
            return Bytes.of(old);
        }
        if (size == EXACT) {
            return addToRegisters(registers(old), hash);
        }
        byte[] next = new byte[old.length + Long.BYTES];
        int at = 1 + low * Long.BYTES;
        System.arraycopy(old, 0, next, 0, at);
        ByteBuffer.wrap(next).putLong(at, hash);
        System.arraycopy(old, at, next, at + Long.BYTES, old.length - at);
        return Bytes.of(next);
    }

    private static byte[] registers(byte[] list) {
        byte[] registers = new byte[1 + COUNT];
        registers[0] = REGISTERS;
        ByteBuffer buffer = ByteBuffer.wrap(list);
        for (int at = 1; at < list.length; at += Long.BYTES) {
            set(registers, buffer.getLong(at));
        }
        return registers;
    }

    private static Object addToRegisters(byte[] old, long hash) {
        int index = index(hash);
        if (old[index] >= rank(hash)) {
            return Bytes.of(old);
        }
        byte[] next = old.clone();
        set(next, hash);
        return Bytes.of(next);
    }

    private static int index(long hash) {
        return 1 + (int) (hash >>> (Long.SIZE - BITS));
    }

    private static byte rank(long hash) {
        return (byte) (Math.min(Long.numberOfLeadingZeros(hash << BITS), Long.SIZE - BITS) + 1);
    }

    private static void set(byte[] registers, long hash) {
        int index = index(hash);
        registers[index] = (byte) Math.max(registers[index], rank(hash));
    }

    static Object merge(Object first, Object second) {
        byte[] one = array(first);
        byte[] other = array(second);
        if (other[0] == LIST) {
            Object merged = first;
            ByteBuffer buffer = ByteBuffer.wrap(other);
            for (int at = 1; at < other.length; at += Long.BYTES) {
                merged = add(merged, buffer.getLong(at));
            }
            return merged;
        }
        if (one[0] == LIST) {
            return merge(second, first);
        }
        byte[] next = one.clone();
        for (int i = 1; i < next.length; i++) {
            next[i] = (byte) Math.max(next[i], other[i]);
        }
        return Bytes.of(next);
    }

    static long count(@Nullable Object state) {
        if (state == null) {
            return 0;
        }
        byte[] array = array(state);
        return array[0] == LIST ? (array.length - 1) / Long.BYTES : estimate(array);
    }

    private static long estimate(byte[] registers) {
        double sum = 0;
        int zeros = 0;
        for (int i = 1; i < registers.length; i++) {
            sum += Math.scalb(1.0, -registers[i]);
            zeros += registers[i] == 0 ? 1 : 0;
        }
        double raw = 0.7213 / (1 + 1.079 / COUNT) * COUNT * COUNT / sum;
        return Math.round(raw <= 2.5 * COUNT && zeros > 0 ? COUNT * Math.log((double) COUNT / zeros) : raw);
    }
}
