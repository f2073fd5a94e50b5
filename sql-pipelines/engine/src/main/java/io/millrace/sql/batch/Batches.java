package io.millrace.sql.batch;

import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Makes batches and columns from others. */
public final class Batches {

    private Batches() {}

    /** The rows {@code from} to before {@code to}; texts keep sharing their bytes. */
    public static Vector slice(Vector vector, int from, int to) {
        boolean[] flags = vector.nulls;
        boolean[] nulls = flags == null ? null : Arrays.copyOfRange(flags, from, to);
        return switch (vector) {
            case LongVector longs -> new LongVector(Arrays.copyOfRange(longs.values, from, to), nulls);
            case DoubleVector doubles -> new DoubleVector(Arrays.copyOfRange(doubles.values, from, to), nulls);
            case BytesVector bytes ->
                new BytesVector(
                        bytes.data,
                        Arrays.copyOfRange(bytes.starts, from, to),
                        Arrays.copyOfRange(bytes.lengths, from, to),
                        nulls);
            case ObjectVector objects -> new ObjectVector(Arrays.copyOfRange(objects.values, from, to), nulls);
        };
    }

    /** The rows of a batch from {@code from} to before {@code to}. */
    public static RowBatch slice(RowBatch batch, int from, int to) {
        if (from == 0 && to == batch.size()) {
            return batch;
        }
        Vector[] vectors = new Vector[batch.schema().size()];
        for (int i = 0; i < vectors.length; i++) {
            vectors[i] = slice(batch.vector(i), from, to);
        }
        return new RowBatch(batch.schema(), to - from, vectors);
    }

    /** Some rows of a batch. */
    public static RowBatch gather(RowBatch batch, int[] rows, int count) {
        Vector[] vectors = new Vector[batch.schema().size()];
        for (int i = 0; i < vectors.length; i++) {
            vectors[i] = Vectors.gather(batch.vector(i), rows, count);
        }
        return new RowBatch(batch.schema(), count, vectors);
    }

    /**
     * All rows of some batches of one schema as one batch.
     *
     * @param batches at least one
     */
    public static RowBatch concat(List<RowBatch> batches) {
        RowBatch first = batches.getFirst();
        if (batches.size() == 1) {
            return first;
        }
        int size = 0;
        for (RowBatch batch : batches) {
            size = Math.addExact(size, batch.size());
        }
        Vector[] vectors = new Vector[first.schema().size()];
        for (int column = 0; column < vectors.length; column++) {
            vectors[column] = concat(batches, column, size);
        }
        return new RowBatch(first.schema(), size, vectors);
    }

    private static Vector concat(List<RowBatch> batches, int column, int size) {
        boolean[] nulls = concatNulls(batches, column, size);
        int at = 0;
        switch (batches.getFirst().vector(column)) {
            case LongVector _ -> {
                long[] values = new long[size];
                for (RowBatch batch : batches) {
                    System.arraycopy(batch.longs(column).values, 0, values, at, batch.size());
                    at += batch.size();
                }
                return new LongVector(values, nulls);
            }
            case DoubleVector _ -> {
                double[] values = new double[size];
                for (RowBatch batch : batches) {
                    System.arraycopy(batch.doubles(column).values, 0, values, at, batch.size());
                    at += batch.size();
                }
                return new DoubleVector(values, nulls);
            }
            case BytesVector _ -> {
                return concatBytes(batches, column, size, nulls);
            }
            case ObjectVector _ -> {
                @Nullable Object[] values = new Object[size];
                for (RowBatch batch : batches) {
                    System.arraycopy(batch.objects(column).values, 0, values, at, batch.size());
                    at += batch.size();
                }
                return new ObjectVector(values, nulls);
            }
        }
    }

    private static BytesVector concatBytes(List<RowBatch> batches, int column, int size, boolean @Nullable [] nulls) {
        long total = 0;
        for (RowBatch batch : batches) {
            BytesVector bytes = batch.bytes(column);
            for (int i = 0; i < batch.size(); i++) {
                total += bytes.isNull(i) ? 0 : bytes.lengths[i];
            }
        }
        byte[] data = new byte[Math.toIntExact(total)];
        int[] starts = new int[size];
        int[] lengths = new int[size];
        int row = 0;
        int at = 0;
        for (RowBatch batch : batches) {
            BytesVector bytes = batch.bytes(column);
            for (int i = 0; i < batch.size(); i++, row++) {
                int length = bytes.isNull(i) ? 0 : bytes.lengths[i];
                System.arraycopy(bytes.data, bytes.starts[i], data, at, length);
                starts[row] = at;
                lengths[row] = length;
                at += length;
            }
        }
        return new BytesVector(data, starts, lengths, nulls);
    }

    private static boolean @Nullable [] concatNulls(List<RowBatch> batches, int column, int size) {
        boolean[] nulls = null;
        int at = 0;
        for (RowBatch batch : batches) {
            boolean[] flags = batch.vector(column).nulls;
            if (flags != null) {
                if (nulls == null) {
                    nulls = new boolean[size];
                }
                System.arraycopy(flags, 0, nulls, at, batch.size());
            }
            at += batch.size();
        }
        return nulls;
    }

    /**
     * The same rows without bytes that no row shows, for vectors that are kept for long.
     *
     * @param size rows
     */
    public static Vector compact(Vector vector, int size) {
        if (!(vector instanceof BytesVector bytes)) {
            return vector.capacity() > size + (size >> 2) ? slice(vector, 0, size) : vector;
        }
        long used = 0;
        for (int i = 0; i < size; i++) {
            used += bytes.isNull(i) ? 0 : bytes.lengths[i];
        }
        if (bytes.data.length <= used + (used >> 2) && bytes.starts.length <= size + (size >> 2)) {
            return vector;
        }
        byte[] data = new byte[Math.toIntExact(used)];
        int[] starts = new int[size];
        int[] lengths = new int[size];
        int at = 0;
        for (int i = 0; i < size; i++) {
            int length = bytes.isNull(i) ? 0 : bytes.lengths[i];
            System.arraycopy(bytes.data, bytes.starts[i], data, at, length);
            starts[i] = at;
            lengths[i] = length;
            at += length;
        }
        boolean[] flags = bytes.nulls;
        return new BytesVector(data, starts, lengths, flags == null ? null : Arrays.copyOf(flags, size));
    }

    /** Bytes that a vector of that many rows takes in memory, roughly. */
    public static long sizeBytes(Vector vector, int size) {
        return switch (vector) {
            case LongVector _, DoubleVector _ -> 8L * size;
            case BytesVector bytes -> 8L * size + bytes.data.length;
            case ObjectVector _ -> 64L * size;
        };
    }

    /** A column of one value. */
    public static LongVector repeat(long value, int size) {
        long[] values = new long[size];
        Arrays.fill(values, value);
        return new LongVector(values);
    }
}
