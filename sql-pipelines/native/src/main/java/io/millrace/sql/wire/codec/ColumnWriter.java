package io.millrace.sql.wire.codec;

import io.millrace.sql.batch.BytesVector;
import io.millrace.sql.batch.DoubleVector;
import io.millrace.sql.batch.LongVector;
import io.millrace.sql.batch.ObjectVector;
import io.millrace.sql.batch.Vector;
import io.millrace.sql.batch.VectorBuilder;
import io.millrace.sql.type.DataType;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Writes the values of a column: null flags if the type has them, then the values one after another. The loops over
 * numbers and texts make no object; those over arrays, maps and tuples flatten them into vectors first.
 */
final class ColumnWriter {

    /** What stands for the value of a type that has none. */
    private static final byte NOTHING = '0';

    private ColumnWriter() {}

    static void write(DataType type, Vector vector, int size, WireBuffer out) {
        if (type.nullable()) {
            flags(vector, size, out);
        }
        switch (type.kind()) {
            case NOTHING -> {
                int at = out.claim(size);
                Arrays.fill(out.bytes(), at, at + size, NOTHING);
            }
            case FLOAT32 -> floats(((DoubleVector) vector).values, size, out);
            case FLOAT64 -> doubles(((DoubleVector) vector).values, size, out);
            case STRING, JSON -> texts((BytesVector) vector, size, out);
            case FIXED_STRING -> fixed((BytesVector) vector, type.precision(), size, out);
            case ARRAY -> arrays(type.last(), (ObjectVector) vector, size, out);
            case MAP -> maps(type, (ObjectVector) vector, size, out);
            case TUPLE -> tuples(type.elements(), (ObjectVector) vector, size, out);
            default -> {
                if (vector instanceof LongVector longs) {
                    numbers(longs.values, WireTypes.width(type), size, out);
                } else {
                    Scalars.write(type, (ObjectVector) vector, size, out);
                }
            }
        }
    }

    private static void flags(Vector vector, int size, WireBuffer out) {
        int at = out.claim(size);
        byte[] bytes = out.bytes();
        boolean[] nulls = vector.nulls;
        for (int i = 0; i < size; i++) {
            bytes[at + i] = (byte) (nulls != null && nulls[i] ? 1 : 0);
        }
    }

    private static void numbers(long[] values, int width, int size, WireBuffer out) {
        int at = out.claim(Math.multiplyExact(width, size));
        byte[] bytes = out.bytes();
        switch (width) {
            case 1 -> {
                for (int i = 0; i < size; i++) {
                    bytes[at + i] = (byte) values[i];
                }
            }
            case 2 -> {
                for (int i = 0; i < size; i++) {
                    WireBuffer.SHORTS.set(bytes, at + 2 * i, (short) values[i]);
                }
            }
            case 4 -> {
                for (int i = 0; i < size; i++) {
                    WireBuffer.INTS.set(bytes, at + 4 * i, (int) values[i]);
                }
            }
            default -> {
                for (int i = 0; i < size; i++) {
                    WireBuffer.LONGS.set(bytes, at + 8 * i, values[i]);
                }
            }
        }
    }

    private static void floats(double[] values, int size, WireBuffer out) {
        int at = out.claim(Math.multiplyExact(4, size));
        byte[] bytes = out.bytes();
        for (int i = 0; i < size; i++) {
            WireBuffer.INTS.set(bytes, at + 4 * i, Float.floatToRawIntBits((float) values[i]));
        }
    }

    private static void doubles(double[] values, int size, WireBuffer out) {
        int at = out.claim(Math.multiplyExact(8, size));
        byte[] bytes = out.bytes();
        for (int i = 0; i < size; i++) {
            WireBuffer.LONGS.set(bytes, at + 8 * i, Double.doubleToRawLongBits(values[i]));
        }
    }

    private static void texts(BytesVector texts, int size, WireBuffer out) {
        long most = 0;
        for (int i = 0; i < size; i++) {
            most += 5 + (texts.isNull(i) ? 0 : texts.lengths[i]);
        }
        int at = out.claim(Math.toIntExact(most));
        byte[] bytes = out.bytes();
        for (int i = 0; i < size; i++) {
            int length = texts.isNull(i) ? 0 : texts.lengths[i];
            at = WireBuffer.putVarint(bytes, at, length);
            System.arraycopy(texts.data, texts.starts[i], bytes, at, length);
            at += length;
        }
        out.shrinkTo(at);
    }

    private static void fixed(BytesVector texts, int width, int size, WireBuffer out) {
        int at = out.claim(Math.multiplyExact(width, size));
        byte[] bytes = out.bytes();
        for (int i = 0; i < size; i++) {
            int length = texts.isNull(i) ? 0 : Math.min(width, texts.lengths[i]);
            System.arraycopy(texts.data, texts.starts[i], bytes, at, length);
            Arrays.fill(bytes, at + length, at + width, (byte) 0);
            at += width;
        }
    }

    /** Where each row ends among the elements of all, then the elements. */
    private static void arrays(DataType element, ObjectVector arrays, int size, WireBuffer out) {
        VectorBuilder elements = new VectorBuilder(element, size);
        int at = out.claim(Math.multiplyExact(8, size));
        byte[] bytes = out.bytes();
        for (int i = 0; i < size; i++) {
            if (arrays.values[i] instanceof List<?> list) {
                for (Object value : list) {
                    elements.add(value);
                }
            }
            WireBuffer.LONGS.set(bytes, at + 8 * i, (long) elements.size());
        }
        int count = elements.size();
        write(element, elements.build(), count, out);
    }

    private static void maps(DataType type, ObjectVector maps, int size, WireBuffer out) {
        DataType keyType = type.elements().getFirst();
        VectorBuilder keys = new VectorBuilder(keyType, size);
        VectorBuilder values = new VectorBuilder(type.last(), size);
        int at = out.claim(Math.multiplyExact(8, size));
        byte[] bytes = out.bytes();
        for (int i = 0; i < size; i++) {
            if (maps.values[i] instanceof Map<?, ?> map) {
                for (Map.Entry<?, ?> entry : map.entrySet()) {
                    keys.add(entry.getKey());
                    values.add(entry.getValue());
                }
            }
            WireBuffer.LONGS.set(bytes, at + 8 * i, (long) keys.size());
        }
        int count = keys.size();
        write(keyType, keys.build(), count, out);
        write(type.last(), values.build(), count, out);
    }

    /** A column for each field. */
    private static void tuples(List<DataType> fields, ObjectVector tuples, int size, WireBuffer out) {
        for (int field = 0; field < fields.size(); field++) {
            VectorBuilder column = new VectorBuilder(fields.get(field), size);
            for (int i = 0; i < size; i++) {
                column.add(field(tuples.values[i], field));
            }
            write(fields.get(field), column.build(), size, out);
        }
    }

    private static @Nullable Object field(@Nullable Object tuple, int field) {
        return tuple instanceof List<?> fields && field < fields.size() ? fields.get(field) : null;
    }
}
