package io.millrace.sql.function;

import io.millrace.sql.batch.BytesVector;
import io.millrace.sql.batch.LongVector;
import java.util.Arrays;

/** Loops over texts as bytes. */
final class Utf8 {

    /** Gives a number for the bytes from one position to before another. */
    @FunctionalInterface
    interface Measure {
        long of(byte[] data, int from, int to);
    }

    /** A part of a text: start in the high 32 bits, length in the low ones. */
    @FunctionalInterface
    interface Part {
        long of(byte[] data, int from, int to);
    }

    private Utf8() {}

    static long part(int start, int length) {
        return ((long) start << 32) | length;
    }

    static Kernel measure(Measure measure) {
        return (vectors, size) -> {
            BytesVector texts = (BytesVector) vectors[0];
            long[] results = new long[size];
            for (int i = 0; i < size; i++) {
                int start = texts.starts[i];
                results[i] = measure.of(texts.data, start, start + texts.lengths[i]);
            }
            return new LongVector(results);
        };
    }

    /** A kernel whose results are parts of its argument: no byte is copied. */
    static Kernel parts(Part part) {
        return (vectors, size) -> {
            BytesVector texts = (BytesVector) vectors[0];
            int[] starts = new int[size];
            int[] lengths = new int[size];
            for (int i = 0; i < size; i++) {
                int start = texts.starts[i];
                long found = part.of(texts.data, start, start + texts.lengths[i]);
                starts[i] = (int) (found >>> 32);
                lengths[i] = (int) found;
            }
            return new BytesVector(texts.data, starts, lengths, null);
        };
    }

    /** How many characters the bytes hold. */
    static int characters(byte[] data, int from, int to) {
        int count = 0;
        for (int i = from; i < to; i++) {
            count += (data[i] & 0xC0) == 0x80 ? 0 : 1;
        }
        return count;
    }

    /** Position of the first occurrence; -1 when there is none. */
    static int indexOf(byte[] data, int from, int to, byte[] needle) {
        for (int i = from; i <= to - needle.length; i++) {
            if (Arrays.equals(data, i, i + needle.length, needle, 0, needle.length)) {
                return i;
            }
        }
        return -1;
    }
}
