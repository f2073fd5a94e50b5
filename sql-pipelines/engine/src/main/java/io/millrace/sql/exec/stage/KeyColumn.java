package io.millrace.sql.exec.stage;

import io.millrace.sql.batch.BytesVector;
import io.millrace.sql.batch.DoubleVector;
import io.millrace.sql.batch.LongVector;
import io.millrace.sql.batch.ObjectVector;
import io.millrace.sql.batch.Vector;
import io.millrace.sql.type.TypeKind.Storage;
import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The values of one key column by position. */
abstract sealed class KeyColumn {

    private boolean @Nullable [] nulls;

    static KeyColumn of(Storage storage) {
        return switch (storage) {
            case LONG -> new Longs();
            case DOUBLE -> new Doubles();
            case BYTES -> new Bytes();
            case OBJECT -> new ObjectValues();
        };
    }

    /** Mixes the rows' values into their hashes, in place. */
    final void hash(Vector vector, int from, int to, long[] hashes) {
        boolean[] flags = vector.nulls;
        long[] before = flags == null ? hashes : Arrays.copyOf(hashes, to - from);
        hashValues(vector, from, to, hashes);
        if (flags != null) {
            for (int i = from; i < to; i++) {
                if (flags[i]) {
                    hashes[i - from] = KeyTable.mix(before[i - from] * 31 + 1);
                }
            }
        }
    }

    abstract void hashValues(Vector vector, int from, int to, long[] hashes);

    final boolean equal(int position, Vector vector, int row) {
        boolean isNull = vector.isNull(row);
        boolean[] flags = nulls;
        boolean wasNull = flags != null && flags[position];
        return (isNull || wasNull) ? isNull == wasNull : equalValues(position, vector, row);
    }

    abstract boolean equalValues(int position, Vector vector, int row);

    final void append(int position, Vector vector, int row) {
        boolean isNull = vector.isNull(row);
        boolean[] flags = nulls;
        if (isNull || flags != null) {
            if (flags == null || flags.length <= position) {
                flags = flags == null ? new boolean[Math.max(16, position * 2)] : Arrays.copyOf(flags, position * 2);
                nulls = flags;
            }
            flags[position] = isNull;
        }
        appendValue(position, vector, row, isNull);
    }

    abstract void appendValue(int position, Vector vector, int row, boolean isNull);

    /** The values by position, showing this column's own arrays. */
    final Vector view() {
        return values(nulls);
    }

    abstract Vector values(boolean @Nullable [] flags);

    /** Bytes held besides eight per key. */
    long extraBytes() {
        return 0;
    }

    void clear() {
        nulls = null;
    }

    private static final class Longs extends KeyColumn {

        private long[] values = new long[16];

        @Override
        void hashValues(Vector vector, int from, int to, long[] hashes) {
            long[] rows = ((LongVector) vector).values;
            for (int i = from; i < to; i++) {
                hashes[i - from] = KeyTable.mix(hashes[i - from] * 31 + rows[i]);
            }
        }

        @Override
        boolean equalValues(int position, Vector vector, int row) {
            return values[position] == ((LongVector) vector).values[row];
        }

        @Override
        void appendValue(int position, Vector vector, int row, boolean isNull) {
            if (position == values.length) {
                values = Arrays.copyOf(values, position * 2);
            }
            values[position] = isNull ? 0 : ((LongVector) vector).values[row];
        }

        @Override
        Vector values(boolean @Nullable [] flags) {
            return new LongVector(values, flags);
        }
    }

    private static final class Doubles extends KeyColumn {

        private double[] values = new double[16];

        @Override
        void hashValues(Vector vector, int from, int to, long[] hashes) {
            double[] rows = ((DoubleVector) vector).values;
            for (int i = from; i < to; i++) {
                hashes[i - from] = KeyTable.mix(hashes[i - from] * 31 + Double.doubleToLongBits(rows[i] + 0.0));
            }
        }

        @Override
        boolean equalValues(int position, Vector vector, int row) {
            double left = values[position];
            double right = ((DoubleVector) vector).values[row];
            return left == right || (Double.isNaN(left) && Double.isNaN(right));
        }

        @Override
        void appendValue(int position, Vector vector, int row, boolean isNull) {
            if (position == values.length) {
                values = Arrays.copyOf(values, position * 2);
            }
            values[position] = isNull ? 0 : ((DoubleVector) vector).values[row];
        }

        @Override
        Vector values(boolean @Nullable [] flags) {
            return new DoubleVector(values, flags);
        }
    }

    private static final class Bytes extends KeyColumn {

        private final BytesArena arena = new BytesArena();

        @Override
        void hashValues(Vector vector, int from, int to, long[] hashes) {
            BytesVector rows = (BytesVector) vector;
            for (int i = from; i < to; i++) {
                if (!rows.isNull(i)) {
                    hashes[i - from] = KeyTable.mix(
                            hashes[i - from] * 31 + BytesArena.hash(rows.data, rows.starts[i], rows.lengths[i]));
                }
            }
        }

        @Override
        boolean equalValues(int position, Vector vector, int row) {
            BytesVector rows = (BytesVector) vector;
            return arena.equal(position, rows.data, rows.starts[row], rows.lengths[row]);
        }

        @Override
        void appendValue(int position, Vector vector, int row, boolean isNull) {
            BytesVector rows = (BytesVector) vector;
            arena.append(position, rows.data, isNull ? 0 : rows.starts[row], isNull ? 0 : rows.lengths[row]);
        }

        @Override
        Vector values(boolean @Nullable [] flags) {
            return arena.view(flags);
        }

        @Override
        long extraBytes() {
            return arena.bytes();
        }

        @Override
        void clear() {
            super.clear();
            arena.clear();
        }
    }

    private static final class ObjectValues extends KeyColumn {

        private @Nullable Object[] values = new Object[16];

        @Override
        void hashValues(Vector vector, int from, int to, long[] hashes) {
            @Nullable Object[] rows = ((ObjectVector) vector).values;
            for (int i = from; i < to; i++) {
                hashes[i - from] = KeyTable.mix(hashes[i - from] * 31 + Objects.hashCode(rows[i]));
            }
        }

        @Override
        boolean equalValues(int position, Vector vector, int row) {
            return Objects.equals(values[position], ((ObjectVector) vector).values[row]);
        }

        @Override
        void appendValue(int position, Vector vector, int row, boolean isNull) {
            if (position == values.length) {
                values = Arrays.copyOf(values, position * 2);
            }
            values[position] = isNull ? null : ((ObjectVector) vector).values[row];
        }

        @Override
        Vector values(boolean @Nullable [] flags) {
            return new ObjectVector(values, flags);
        }

        @Override
        void clear() {
            super.clear();
            Arrays.fill(values, null);
        }
    }
}
