package io.millrace.vehicles.live;

import io.millrace.core.flow.Chunk;
import java.util.Arrays;

/** Gathers rows into a chunk: plain arrays, because each row of each follower goes through it. */
final class RowBuffer {

    private static final int BYTES_PER_ROW = 512;

    private byte[] bytes;
    private int[] ends;
    private int size;
    private int rows;

    RowBuffer(int expectedRows) {
        bytes = new byte[Math.max(1, expectedRows) * BYTES_PER_ROW];
        ends = new int[Math.max(1, expectedRows)];
    }

    void add(byte[] more) {
        ensure(more.length);
        System.arraycopy(more, 0, bytes, size, more.length);
        size += more.length;
    }

    /** A number in digits. */
    void add(long number) {
        // 20 digits and sign at most
        ensure(20);
        if (number < 0) {
            bytes[size++] = '-';
        }
        int begin = size;
        long rest = number;
        do {
            bytes[size++] = (byte) ('0' + Math.abs(rest % 10));
            rest /= 10;
        } while (rest != 0);
        for (int left = begin, right = size - 1; left < right; left++, right--) {
            byte swapped = bytes[left];
            bytes[left] = bytes[right];
            bytes[right] = swapped;
        }
    }

    void endRow() {
        ensure(1);
        bytes[size++] = '\n';
        if (rows == ends.length) {
            ends = Arrays.copyOf(ends, 2 * rows);
        }
        ends[rows++] = size;
    }

    private void ensure(int more) {
        if (size + more > bytes.length) {
            bytes = Arrays.copyOf(bytes, Math.max(size + more, 2 * bytes.length));
        }
    }

    /** What was gathered; this buffer is not used any more. */
    Chunk chunk() {
        return new Chunk(bytes, ends, rows, null);
    }

    /** The bytes gathered, copied. */
    byte[] toBytes() {
        return Arrays.copyOf(bytes, size);
    }
}
