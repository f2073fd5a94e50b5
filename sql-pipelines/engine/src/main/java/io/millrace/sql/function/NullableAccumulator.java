package io.millrace.sql.function;

import io.millrace.sql.batch.Vector;
import io.millrace.sql.batch.Vectors;
import io.millrace.sql.type.DataType;
import java.util.Arrays;

/** Leaves rows with NULL out, and gives NULL for groups without any other row. */
final class NullableAccumulator implements Accumulator {

    private final Accumulator inner;
    private final DataType type;
    private boolean[] filled = new boolean[16];

    NullableAccumulator(Accumulator inner, DataType type) {
        this.inner = inner;
        this.type = type;
    }

    private void grow(int groupCount) {
        if (filled.length < groupCount) {
            filled = Arrays.copyOf(filled, Math.max(groupCount, filled.length * 2));
        }
    }

    @Override
    public void add(int[] groups, Vector[] arguments, int size, int groupCount) {
        grow(groupCount);
        int[] rows = new int[size];
        int count = FilteringAccumulator.notNull(arguments, 0, size, rows);
        int[] selected = new int[count];
        for (int i = 0; i < count; i++) {
            selected[i] = groups[rows[i]];
            filled[selected[i]] = true;
        }
        inner.add(selected, gather(arguments, rows, count), count, groupCount);
    }

    @Override
    public void addAll(int group, Vector[] arguments, int from, int to) {
        grow(group + 1);
        int[] rows = new int[to - from];
        int count = FilteringAccumulator.notNull(arguments, from, to, rows);
        filled[group] |= count > 0;
        inner.addAll(group, gather(arguments, rows, count), 0, count);
    }

    private static Vector[] gather(Vector[] arguments, int[] rows, int count) {
        Vector[] gathered = new Vector[arguments.length];
        for (int i = 0; i < gathered.length; i++) {
            gathered[i] = Vectors.withNulls(Vectors.gather(arguments[i], rows, count), null);
        }
        return gathered;
    }

    @Override
    public Vector result(int[] groups, int size) {
        int[] rows = new int[size];
        int[] known = new int[size];
        int count = 0;
        for (int i = 0; i < size; i++) {
            if (groups[i] < filled.length && filled[groups[i]]) {
                rows[count] = i;
                known[count++] = groups[i];
            }
        }
        if (count == 0) {
            return Kernels.nulls(type, size);
        }
        Vector values = inner.result(known, count);
        return count == size ? values : Vectors.scatter(values, rows, count, size);
    }

    @Override
    public void reset(int group) {
        if (group < filled.length) {
            filled[group] = false;
        }
        inner.reset(group);
    }
}
