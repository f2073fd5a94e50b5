package io.millrace.connector.proton;

import io.millrace.sql.batch.BytesVector;
import io.millrace.sql.batch.DoubleVector;
import io.millrace.sql.batch.LongVector;
import io.millrace.sql.batch.ObjectVector;
import io.millrace.sql.batch.Vector;
import io.millrace.sql.batch.Vectors;
import io.millrace.sql.type.DataType;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads columns of the native format into vectors, each in the form that the embedded engine gives. */
final class Columns {

    private static final int MAX_ROWS = 1 << 26;
    private static final long INDEX_WIDTH = 0xff;
    private static final long GLOBAL_DICTIONARY = 1 << 8;
    private static final long DICTIONARY_HERE = 1 << 9;

    private final WireReader in;

    Columns(WireReader in) {
        this.in = in;
    }

    /** The next column. */
    Vector read(DataType type, int rows) throws IOException {
        if (rows > 0) {
            prefix(type);
        }
        return data(type, rows);
    }

    /** What stands before the data of a column, and of all columns within it. */
    private void prefix(DataType type) throws IOException {
        if (type.lowCardinality()) {
            long version = Fixed.longs(in, 1)[0];
            if (version != 1) {
                throw new IOException("low_cardinality of version " + version + ", only 1 is known");
            }
        }
        for (DataType element : type.elements()) {
            prefix(element);
        }
    }

    private Vector data(DataType type, int rows) throws IOException {
        if (type.lowCardinality()) {
            return dictionary(type, rows);
        }
        if (!type.nullable()) {
            return values(type, rows);
        }
        boolean[] nulls = nulls(rows);
        Vector values = values(type, rows);
        return nulls == null ? values : Vectors.withNulls(values, nulls);
    }

    private boolean @Nullable [] nulls(int rows) throws IOException {
        byte[] flags = in.bytes(rows);
        boolean[] nulls = null;
        for (int i = 0; i < rows; i++) {
            if (flags[i] != 0) {
                nulls = nulls == null ? new boolean[rows] : nulls;
                nulls[i] = true;
            }
        }
        return nulls;
    }

    private Vector values(DataType type, int rows) throws IOException {
        return switch (type.kind()) {
            case BOOL, UINT8, NOTHING -> new LongVector(Fixed.bytes(in, rows, 0xff));
            case INT8, ENUM8 -> new LongVector(Fixed.signedBytes(in, rows));
            case INT16, ENUM16 -> new LongVector(Fixed.shorts(in, rows));
            case UINT16, DATE -> new LongVector(Fixed.unsignedShorts(in, rows));
            case INT32, DATE32 -> new LongVector(Fixed.ints(in, rows));
            case UINT32, DATETIME, IPV4 -> new LongVector(Fixed.unsignedInts(in, rows));
            case INT64, UINT64, DATETIME64, INTERVAL -> new LongVector(Fixed.longs(in, rows));
            case FLOAT32 -> new DoubleVector(Fixed.floats(in, rows));
            case FLOAT64 -> new DoubleVector(Fixed.doubles(in, rows));
            case STRING, JSON -> texts(rows);
            case FIXED_STRING -> fixedTexts(rows, type.precision());
            case INT128, INT256, UINT128, UINT256, DECIMAL, UUID, IPV6 ->
                new ObjectVector(Wide.read(in, type, rows), null);
            case ARRAY -> new ObjectVector(arrays(type, rows), null);
            case MAP -> new ObjectVector(maps(type, rows), null);
            case TUPLE -> new ObjectVector(tuples(type, rows), null);
        };
    }

    private BytesVector texts(int rows) throws IOException {
        int[] starts = new int[rows];
        int[] lengths = new int[rows];
        byte[] data = new byte[Math.max(64, 16 * Math.min(rows, 1 << 16))];
        int end = 0;
        for (int i = 0; i < rows; i++) {
            int length = in.length(WireReader.MAX_BYTES - end, "a text");
            if (data.length - end < length) {
                data = Arrays.copyOf(
                        data, (int) Math.min(WireReader.MAX_BYTES, Math.max(2L * data.length, end + length)));
            }
            in.read(data, end, length);
            starts[i] = end;
            lengths[i] = length;
            end += length;
        }
        return new BytesVector(data, starts, lengths, null);
    }

    private BytesVector fixedTexts(int rows, int width) throws IOException {
        int[] starts = new int[rows];
        int[] lengths = new int[rows];
        byte[] data = in.bytes((long) rows * width);
        for (int i = 0; i < rows; i++) {
            starts[i] = i * width;
            lengths[i] = width;
        }
        return new BytesVector(data, starts, lengths, null);
    }

    /** Where each row's elements end. */
    private int[] ends(int rows) throws IOException {
        long[] offsets = Fixed.longs(in, rows);
        int[] ends = new int[rows];
        int before = 0;
        for (int i = 0; i < rows; i++) {
            ends[i] = WireReader.bounded(offsets[i], MAX_ROWS, "elements of a column");
            if (ends[i] < before) {
                throw new IOException("elements of a column end before they begin");
            }
            before = ends[i];
        }
        return ends;
    }

    private @Nullable Object[] arrays(DataType type, int rows) throws IOException {
        int[] ends = ends(rows);
        int total = rows == 0 ? 0 : ends[rows - 1];
        Vector elements = data(type.last(), total);
        @Nullable Object[] values = new @Nullable Object[rows];
        int from = 0;
        for (int i = 0; i < rows; i++) {
            values[i] = list(elements, from, ends[i]);
            from = ends[i];
        }
        return values;
    }

    private static List<@Nullable Object> list(Vector elements, int from, int to) {
        List<@Nullable Object> list = new ArrayList<>(to - from);
        for (int i = from; i < to; i++) {
            list.add(Vectors.value(elements, i));
        }
        return Collections.unmodifiableList(list);
    }

    private @Nullable Object[] maps(DataType type, int rows) throws IOException {
        int[] ends = ends(rows);
        int total = rows == 0 ? 0 : ends[rows - 1];
        Vector keys = data(type.elements().getFirst(), total);
        Vector values = data(type.last(), total);
        @Nullable Object[] maps = new @Nullable Object[rows];
        int at = 0;
        for (int i = 0; i < rows; i++) {
            Map<@Nullable Object, @Nullable Object> map = new LinkedHashMap<>();
            for (; at < ends[i]; at++) {
                map.put(Vectors.value(keys, at), Vectors.value(values, at));
            }
            maps[i] = map;
        }
        return maps;
    }

    private @Nullable Object[] tuples(DataType type, int rows) throws IOException {
        List<Vector> elements = new ArrayList<>();
        for (DataType element : type.elements()) {
            elements.add(data(element, rows));
        }
        @Nullable Object[] tuples = new @Nullable Object[rows];
        for (int i = 0; i < rows; i++) {
            List<@Nullable Object> tuple = new ArrayList<>(elements.size());
            for (Vector element : elements) {
                tuple.add(Vectors.value(element, i));
            }
            tuples[i] = Collections.unmodifiableList(tuple);
        }
        return tuples;
    }

    /**
     * A low_cardinality column: its values once, and which of them each row has. Entry 0 is null where nulls may be.
     */
    private Vector dictionary(DataType type, int rows) throws IOException {
        if (rows == 0) {
            return values(type, 0);
        }
        long[] head = Fixed.longs(in, 1);
        if ((head[0] & GLOBAL_DICTIONARY) != 0 || (head[0] & DICTIONARY_HERE) == 0) {
            throw new IOException("low_cardinality with a dictionary elsewhere");
        }
        int keys = WireReader.bounded(Fixed.longs(in, 1)[0], MAX_ROWS, "keys of a low_cardinality");
        Vector entries = values(type, keys);
        long counted = Fixed.longs(in, 1)[0];
        if (counted != rows) {
            throw new IOException("low_cardinality of " + counted + " rows in a block of " + rows);
        }
        int[] indexes = indexes((int) (head[0] & INDEX_WIDTH), rows, keys);
        Vector values = Vectors.gather(entries, indexes, rows);
        if (!type.nullable()) {
            return values;
        }
        boolean[] nulls = new boolean[rows];
        boolean any = false;
        for (int i = 0; i < rows; i++) {
            nulls[i] = indexes[i] == 0;
            any |= nulls[i];
        }
        return any ? Vectors.withNulls(values, nulls) : values;
    }

    private int[] indexes(int width, int rows, int keys) throws IOException {
        long[] read = switch (width) {
            case 0 -> Fixed.bytes(in, rows, 0xff);
            case 1 -> Fixed.unsignedShorts(in, rows);
            case 2 -> Fixed.unsignedInts(in, rows);
            case 3 -> Fixed.longs(in, rows);
            default -> throw new IOException("low_cardinality with indexes of kind " + width);
        };
        int[] indexes = new int[rows];
        for (int i = 0; i < rows; i++) {
            indexes[i] = WireReader.bounded(read[i], keys - 1, "an index of a low_cardinality");
        }
        return indexes;
    }
}
