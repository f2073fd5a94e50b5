package io.millrace.sql.function;

import io.millrace.sql.batch.BytesVector;
import io.millrace.sql.batch.LongVector;
import io.millrace.sql.type.TypeKind;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Decimal digits of integers, written straight into the column's bytes. */
final class Digits {

    private static final int MAX_LENGTH = 20;

    private Digits() {}

    static Kernel kernel(TypeKind kind) {
        boolean unsigned = kind == TypeKind.UINT64;
        return (arguments, size) -> {
            long[] values = ((LongVector) arguments[0]).values;
            byte[] data = new byte[Math.max(16, size * 4)];
            int[] starts = new int[size];
            int[] lengths = new int[size];
            int used = 0;
            for (int i = 0; i < size; i++) {
                if (data.length - used < MAX_LENGTH) {
                    data = Arrays.copyOf(data, data.length * 2 + MAX_LENGTH);
                }
                int end = write(values[i], unsigned, data, used);
                starts[i] = used;
                lengths[i] = end - used;
                used = end;
            }
            return new BytesVector(data, starts, lengths, null);
        };
    }

    /** Writes a number and gives the position after it. */
    static int write(long value, boolean unsigned, byte[] target, int position) {
        int at = position;
        long rest = value;
        if (value < 0) {
            if (unsigned || value == Long.MIN_VALUE) {
                String text = unsigned ? Long.toUnsignedString(value) : Long.toString(value);
                byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
                System.arraycopy(bytes, 0, target, at, bytes.length);
                return at + bytes.length;
            }
            target[at++] = '-';
            rest = -value;
        }
        int end = at + length(rest);
        for (int i = end - 1; i > at; i--) {
            long quotient = rest / 10;
            target[i] = (byte) ('0' + (int) (rest - quotient * 10));
            rest = quotient;
        }
        target[at] = (byte) ('0' + (int) rest);
        return end;
    }

    private static int length(long value) {
        int length = 1;
        long bound = 10;
        while (length < 19 && value >= bound) {
            length++;
            bound *= 10;
        }
        return length;
    }
}
