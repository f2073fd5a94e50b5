package io.millrace.sql.function;

import io.millrace.sql.batch.LongVector;
import io.millrace.sql.batch.Vector;
import java.util.Arrays;

/** Adds integers; what overflows 64 bits wraps. */
final class LongSumAccumulator implements Accumulator {

    private long[] sums = new long[16];

    private void grow(int groupCount) {
        if (sums.length < groupCount) {
            sums = Arrays.copyOf(sums, Math.max(groupCount, sums.length * 2));
        }
    }

    @Override
    public void add(int[] groups, Vector[] arguments, int size, int groupCount) {
        grow(groupCount);
        long[] values = ((LongVector) arguments[0]).values;
        long[] target = sums;
        for (int i = 0; i < size; i++) {
            target[groups[i]] += values[i];
        }
    }

    @Override
    public void addAll(int group, Vector[] arguments, int from, int to) {
        grow(group + 1);
        long[] values = ((LongVector) arguments[0]).values;
        long sum = 0;
        for (int i = from; i < to; i++) {
            sum += values[i];
        }
        sums[group] += sum;
    }

    @Override
    public Vector result(int[] groups, int size) {
        long[] results = new long[size];
        for (int i = 0; i < size; i++) {
            results[i] = groups[i] < sums.length ? sums[groups[i]] : 0;
        }
        return new LongVector(results);
    }

    @Override
    public void reset(int group) {
        if (group < sums.length) {
            sums[group] = 0;
        }
    }
}
