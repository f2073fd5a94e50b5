package io.millrace.sql.wire.codec;

import io.millrace.sql.batch.BytesVector;
import io.millrace.sql.batch.DoubleVector;
import io.millrace.sql.batch.LongVector;
import io.millrace.sql.batch.ObjectVector;
import io.millrace.sql.batch.Vector;
import io.millrace.sql.batch.Vectors;
import io.millrace.sql.type.DataType;
import io.millrace.sql.type.TypeKind;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads the values of a column, as {@link ColumnWriter} writes them. */
final class ColumnReader {

    /** Bytes that a vector keeps for a small number, at least. */
    private static final int KEPT = 8;
    /** Bytes that a value in a list or a map takes, about. */
    private static final int BOXED = 32;

    private final WireInput in;
    private final BlockReader.Budget budget;

    ColumnReader(WireInput in, BlockReader.Budget budget) {
        this.in = in;
        this.budget = budget;
    }

    Vector read(DataType type, int size) throws IOException {
        boolean @Nullable [] nulls = type.nullable() ? flags(size) : null;
        return switch (type.kind()) {
            case STRING, JSON -> texts(size, nulls);
            case FIXED_STRING -> fixed(type.precision(), size, nulls);
            case ARRAY -> new ObjectVector(arrays(type.last(), size), nulls);
            case MAP -> new ObjectVector(maps(type, size), nulls);
            case TUPLE -> new ObjectVector(tuples(type.elements(), size), nulls);
            default -> scalars(type, size, nulls);
        };
    }

    private boolean @Nullable [] flags(int size) throws IOException {
        budget.take(size, 1);
        byte[] bytes = in.readBytes(size);
        boolean[] nulls = new boolean[size];
        boolean any = false;
        for (int i = 0; i < size; i++) {
            nulls[i] = bytes[i] != 0;
            any |= nulls[i];
        }
        return any ? nulls : null;
    }

    /** The bytes of so many values, counted before they are read, as they will be kept. */
    private byte[] values(int size, int width) throws IOException {
        budget.take(size, Math.max(width, KEPT));
        return in.readBytes(Math.multiplyExact(size, width));
    }

    private Vector scalars(DataType type, int size, boolean @Nullable [] nulls) throws IOException {
        int width = WireTypes.width(type);
        byte[] bytes = values(size, width);
        return switch (type.storage()) {
            case LONG -> new LongVector(longs(type, bytes, size, nulls), nulls);
            case DOUBLE -> new DoubleVector(doubles(type, bytes, size), nulls);
            default -> {
                budget.take(size, BOXED);
                @Nullable Object[] values = new @Nullable Object[size];
                for (int i = 0; i < size; i++) {
                    values[i] = Scalars.read(type, bytes, i * width);
                }
                yield new ObjectVector(values, nulls);
            }
        };
    }

    private static long[] longs(DataType type, byte[] bytes, int size, boolean @Nullable [] nulls) {
        long[] values = new long[size];
        for (int i = 0; i < size; i++) {
            values[i] = switch (type.kind()) {
                case INT8, ENUM8 -> bytes[i];
                case BOOL -> bytes[i] != 0 ? 1 : 0;
                case UINT8, NOTHING -> bytes[i] & 255;
                case INT16, ENUM16 -> (short) WireBuffer.SHORTS.get(bytes, 2 * i);
                case UINT16, DATE -> (short) WireBuffer.SHORTS.get(bytes, 2 * i) & 0xffff;
                case INT32, DATE32 -> (int) WireBuffer.INTS.get(bytes, 4 * i);
                case UINT32, IPV4, DATETIME -> (int) WireBuffer.INTS.get(bytes, 4 * i) & 0xffff_ffffL;
                default -> (long) WireBuffer.LONGS.get(bytes, 8 * i);
            };
        }
        if (type.kind() == TypeKind.ENUM8 || type.kind() == TypeKind.ENUM16) {
            checkCodes(type, values, nulls);
        }
        return values;
    }

    private static void checkCodes(DataType type, long[] values, boolean @Nullable [] nulls) {
        for (int i = 0; i < values.length; i++) {
            if (!type.symbols().containsValue((int) values[i]) && (nulls == null || !nulls[i])) {
                throw new WireException(WireCode.INCORRECT_DATA, values[i] + " is no code of " + WireTypes.name(type));
            }
        }
    }

    private static double[] doubles(DataType type, byte[] bytes, int size) {
        double[] values = new double[size];
        for (int i = 0; i < size; i++) {
            values[i] = type.kind() == TypeKind.FLOAT32
                    ? Float.intBitsToFloat((int) WireBuffer.INTS.get(bytes, 4 * i))
                    : Double.longBitsToDouble((long) WireBuffer.LONGS.get(bytes, 8 * i));
        }
        return values;
    }

    private BytesVector texts(int size, boolean @Nullable [] nulls) throws IOException {
        // each text has at least the byte of its length, so that rows without bytes cost nothing
        budget.take(size, 8);
        int[] starts = new int[Math.min(size, 1024)];
        int[] lengths = new int[starts.length];
        byte[] data = new byte[1024];
        int end = 0;
        for (int i = 0; i < size; i++) {
            long length = in.readVarint();
            if (length < 0 || length > Integer.MAX_VALUE) {
                throw new WireException(
                        WireCode.TOO_LARGE_TEXT, "a text claims " + Long.toUnsignedString(length) + " bytes");
            }
            budget.take(length, 1);
            if (i == starts.length) {
                starts = Arrays.copyOf(starts, Math.min(size, 2 * i));
                lengths = Arrays.copyOf(lengths, starts.length);
            }
            byte[] text = in.readBytes((int) length);
            if (data.length - end < text.length) {
                data = Arrays.copyOf(data, Math.max(2 * data.length, end + text.length));
            }
            System.arraycopy(text, 0, data, end, text.length);
            starts[i] = end;
            lengths[i] = text.length;
            end += text.length;
        }
        return new BytesVector(data, starts, lengths, nulls);
    }

    private BytesVector fixed(int width, int size, boolean @Nullable [] nulls) throws IOException {
        byte[] data = values(size, width);
        int[] starts = new int[size];
        int[] lengths = new int[size];
        for (int i = 0; i < size; i++) {
            starts[i] = i * width;
            lengths[i] = width;
        }
        return new BytesVector(data, starts, lengths, nulls);
    }

    /** Where each row ends among the elements of all. */
    private int[] ends(int size) throws IOException {
        byte[] bytes = values(size, 8);
        int[] ends = new int[size];
        long last = 0;
        for (int i = 0; i < size; i++) {
            long end = (long) WireBuffer.LONGS.get(bytes, 8 * i);
            if (end < last || end > Integer.MAX_VALUE) {
                throw new WireException(WireCode.INCORRECT_DATA, "the sizes of arrays or maps do not grow");
            }
            ends[i] = (int) end;
            last = end;
        }
        return ends;
    }

    private @Nullable Object[] arrays(DataType element, int size) throws IOException {
        int[] ends = ends(size);
        int count = size == 0 ? 0 : ends[size - 1];
        budget.take(count, BOXED);
        Vector elements = read(element, count);
        @Nullable Object[] values = new @Nullable Object[size];
        int at = 0;
        for (int i = 0; i < size; i++) {
            List<@Nullable Object> list = new ArrayList<>(ends[i] - at);
            for (; at < ends[i]; at++) {
                list.add(Vectors.value(elements, at));
            }
            values[i] = list;
        }
        return values;
    }

    private @Nullable Object[] maps(DataType type, int size) throws IOException {
        int[] ends = ends(size);
        int count = size == 0 ? 0 : ends[size - 1];
        budget.take(count, 2 * BOXED);
        Vector keys = read(type.elements().getFirst(), count);
        Vector mapped = read(type.last(), count);
        @Nullable Object[] values = new @Nullable Object[size];
        int at = 0;
        for (int i = 0; i < size; i++) {
            LinkedHashMap<@Nullable Object, @Nullable Object> map = new LinkedHashMap<>();
            for (; at < ends[i]; at++) {
                map.put(Vectors.value(keys, at), Vectors.value(mapped, at));
            }
            values[i] = map;
        }
        return values;
    }

    private @Nullable Object[] tuples(List<DataType> fields, int size) throws IOException {
        List<Vector> columns = new ArrayList<>();
        for (DataType field : fields) {
            budget.take(size, BOXED);
            columns.add(read(field, size));
        }
        @Nullable Object[] values = new @Nullable Object[size];
        for (int i = 0; i < size; i++) {
            List<@Nullable Object> tuple = new ArrayList<>(columns.size());
            for (Vector column : columns) {
                tuple.add(Vectors.value(column, i));
            }
            values[i] = tuple;
        }
        return values;
    }
}
