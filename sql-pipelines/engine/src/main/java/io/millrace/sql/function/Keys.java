package io.millrace.sql.function;

import io.millrace.sql.batch.BytesVector;
import io.millrace.sql.batch.DoubleVector;
import io.millrace.sql.batch.LongVector;
import io.millrace.sql.batch.ObjectVector;
import io.millrace.sql.batch.Vector;
import io.millrace.sql.batch.Vectors;
import java.util.ArrayList;
import java.util.List;

/** Objects and hashes that stand for rows. */
final class Keys {

    private static final Object NULL = new Object();

    private Keys() {}

    /** An object that is equal for rows whose values are. */
    static Object of(Vector[] vectors, int row) {
        if (vectors.length == 1) {
            return of(vectors[0], row);
        }
        List<Object> key = new ArrayList<>(vectors.length);
        for (Vector vector : vectors) {
            key.add(of(vector, row));
        }
        return key;
    }

    private static Object of(Vector vector, int row) {
        Object value = Vectors.value(vector, row);
        return value == null ? NULL : Ordering.key(value);
    }

    /** A 64-bit hash that is equal for equal values. */
    static long hash(Vector[] vectors, int row) {
        long hash = 0;
        for (Vector vector : vectors) {
            hash = Random64.mix(hash * 31 + hash(vector, row) + Random64.GOLDEN);
        }
        return hash;
    }

    private static long hash(Vector vector, int row) {
        if (vector.isNull(row)) {
            return 1;
        }
        return switch (vector) {
            case LongVector longs -> longs.values[row];
            case DoubleVector doubles -> Double.doubleToLongBits(doubles.values[row] + 0.0);
            case BytesVector bytes -> hash(bytes.data, bytes.starts[row], bytes.lengths[row]);
            case ObjectVector objects -> {
                Object value = objects.values[row];
                byte[] text = String.valueOf(value == null ? null : Ordering.key(value))
                        .getBytes(java.nio.charset.StandardCharsets.UTF_8);
                yield hash(text, 0, text.length);
            }
        };
    }

    /** A 64-bit hash of bytes: each word of eight is mixed in. */
    static long hash(byte[] data, int from, int length) {
        long hash = length * Random64.GOLDEN;
        long word = 0;
        for (int i = 0; i < length; i++) {
            word = (word << 8) | (data[from + i] & 255);
            if ((i & 7) == 7) {
                hash = Random64.mix(hash ^ word);
                word = 0;
            }
        }
        return Random64.mix(hash ^ word);
    }
}
