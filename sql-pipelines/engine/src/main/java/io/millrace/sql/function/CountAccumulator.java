package io.millrace.sql.function;

import io.millrace.sql.batch.LongVector;
import io.millrace.sql.batch.Vector;
import java.util.Arrays;

/** Counts rows. */
final class CountAccumulator implements Accumulator {

    private long[] counts = new long[16];

    private void grow(int groupCount) {
        if (counts.length < groupCount) {
            counts = Arrays.copyOf(counts, Math.max(groupCount, counts.length * 2));
        }
    }

    @Override
    public void add(int[] groups, Vector[] arguments, int size, int groupCount) {
        grow(groupCount);
        long[] target = counts;
        for (int i = 0; i < size; i++) {
            target[groups[i]]++;
        }
    }

    @Override
    public void addAll(int group, Vector[] arguments, int from, int to) {
        grow(group + 1);
        counts[group] += to - from;
    }

    @Override
    public Vector result(int[] groups, int size) {
        long[] results = new long[size];
        for (int i = 0; i < size; i++) {
            results[i] = groups[i] < counts.length ? counts[groups[i]] : 0;
        }
        return new LongVector(results);
    }

    @Override
    public void reset(int group) {
        if (group < counts.length) {
            counts[group] = 0;
        }
    }
}
