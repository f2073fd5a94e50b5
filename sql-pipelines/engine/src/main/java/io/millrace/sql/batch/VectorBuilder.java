package io.millrace.sql.batch;

import io.millrace.sql.type.DataType;
import io.millrace.sql.type.TypeKind;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Collects the rows of one vector from boxed values. */
public final class VectorBuilder {

    private final TypeKind.Storage storage;
    private final Object zero;
    private int size;
    private long[] longs = new long[0];
    private double[] doubles = new double[0];
    private @Nullable Object[] objects = new Object[0];
    private byte[] data = new byte[0];
    private int dataLength;
    private int[] starts = new int[0];
    private int[] lengths = new int[0];
    private boolean @Nullable [] nulls;

    public VectorBuilder(DataType type, int capacity) {
        this.storage = type.storage();
        this.zero = Vectors.zero(type);
        grow(Math.max(1, capacity));
    }

    /** Appends a row: null is NULL. */
    public void add(@Nullable Object value) {
        if (size == capacity()) {
            grow(size * 2);
        }
        if (value == null) {
            boolean[] flags = nulls;
            if (flags == null) {
                flags = new boolean[capacity()];
                nulls = flags;
            }
            flags[size] = true;
        }
        Object stored = value == null ? zero : value;
        switch (storage) {
            case LONG -> longs[size] = ((Number) stored).longValue();
            case DOUBLE -> doubles[size] = ((Number) stored).doubleValue();
            case BYTES ->
                append(stored instanceof byte[] raw ? raw : stored.toString().getBytes(StandardCharsets.UTF_8));
            case OBJECT -> objects[size] = stored;
        }
        size++;
    }

    private void append(byte[] text) {
        if (data.length - dataLength < text.length) {
            data = Arrays.copyOf(data, Math.max(data.length * 2, dataLength + text.length));
        }
        System.arraycopy(text, 0, data, dataLength, text.length);
        starts[size] = dataLength;
        lengths[size] = text.length;
        dataLength += text.length;
    }

    public int size() {
        return size;
    }

    /** The vector; the builder must not be used after. */
    public Vector build() {
        return switch (storage) {
            case LONG -> new LongVector(longs, nulls);
            case DOUBLE -> new DoubleVector(doubles, nulls);
            case BYTES -> new BytesVector(data, starts, lengths, nulls);
            case OBJECT -> new ObjectVector(objects, nulls);
        };
    }

    private int capacity() {
        return switch (storage) {
            case LONG -> longs.length;
            case DOUBLE -> doubles.length;
            case BYTES -> starts.length;
            case OBJECT -> objects.length;
        };
    }

    private void grow(int capacity) {
        switch (storage) {
            case LONG -> longs = Arrays.copyOf(longs, capacity);
            case DOUBLE -> doubles = Arrays.copyOf(doubles, capacity);
            case BYTES -> {
                starts = Arrays.copyOf(starts, capacity);
                lengths = Arrays.copyOf(lengths, capacity);
            }
            case OBJECT -> objects = Arrays.copyOf(objects, capacity);
        }
        boolean[] flags = nulls;
        if (flags != null) {
            nulls = Arrays.copyOf(flags, capacity);
        }
    }
}
