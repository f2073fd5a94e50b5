package io.millrace.sql.function;

import io.millrace.sql.batch.BytesVector;
import io.millrace.sql.batch.DoubleVector;
import io.millrace.sql.batch.LongVector;
import io.millrace.sql.batch.ObjectVector;
import io.millrace.sql.batch.Vector;
import io.millrace.sql.batch.VectorBuilder;
import io.millrace.sql.type.DataType;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** The first or the last value of each group. */
final class EdgeAccumulator implements Accumulator {

    private final DataType type;
    private final boolean first;
    private @Nullable Object[] values = new Object[16];

    EdgeAccumulator(DataType type, boolean first) {
        this.type = type;
        this.first = first;
    }

    private void grow(int groupCount) {
        if (values.length < groupCount) {
            values = Arrays.copyOf(values, Math.max(groupCount, values.length * 2));
        }
    }

    @Override
    public void add(int[] groups, Vector[] arguments, int size, int groupCount) {
        grow(groupCount);
        if (first) {
            for (int i = 0; i < size; i++) {
                if (values[groups[i]] == null) {
                    values[groups[i]] = value(arguments[0], i);
                }
            }
            return;
        }
        for (int i = 0; i < size; i++) {
            values[groups[i]] = value(arguments[0], i);
        }
    }

    @Override
    public void addAll(int group, Vector[] arguments, int from, int to) {
        grow(group + 1);
        if (from < to && (!first || values[group] == null)) {
            values[group] = value(arguments[0], first ? from : to - 1);
        }
    }

    private static @Nullable Object value(Vector vector, int row) {
        return switch (vector) {
            case LongVector longs -> longs.values[row];
            case DoubleVector doubles -> doubles.values[row];
            case BytesVector bytes -> StringFunctions.bytes(bytes, row);
            case ObjectVector objects -> objects.values[row];
        };
    }

    @Override
    public Vector result(int[] groups, int size) {
        VectorBuilder builder = new VectorBuilder(type, size);
        Object zero = io.millrace.sql.batch.Vectors.zero(type);
        for (int i = 0; i < size; i++) {
            Object value = groups[i] < values.length ? values[groups[i]] : null;
            builder.add(value == null ? zero : value);
        }
        return builder.build();
    }

    @Override
    public void reset(int group) {
        if (group < values.length) {
            values[group] = null;
        }
    }
}
