package io.millrace.sql.function;

import io.millrace.sql.batch.LongVector;
import io.millrace.sql.batch.Vector;
import java.util.Arrays;
import java.util.BitSet;

/** The smallest or largest of integers, times, enums. Keeps values turned so that the largest wins. */
final class LongExtremeAccumulator implements Accumulator {

    private static final long NONE = Long.MIN_VALUE;

    private final long flip;
    private final BitSet smallest = new BitSet();
    private long[] best = none(16);

    /**
     * @param max true for the largest
     * @param unsigned true for uint64
     */
    LongExtremeAccumulator(boolean max, boolean unsigned) {
        this.flip = (max ? 0 : -1L) ^ (unsigned ? Long.MIN_VALUE : 0);
    }

    private static long[] none(int size) {
        long[] values = new long[size];
        Arrays.fill(values, NONE);
        return values;
    }

    private void grow(int groupCount) {
        int length = best.length;
        if (length < groupCount) {
            best = Arrays.copyOf(best, Math.max(groupCount, length * 2));
            Arrays.fill(best, length, best.length, NONE);
        }
    }

    @Override
    public void add(int[] groups, Vector[] arguments, int size, int groupCount) {
        grow(groupCount);
        long[] values = ((LongVector) arguments[0]).values;
        long[] target = best;
        long turn = flip;
        for (int i = 0; i < size; i++) {
            long value = values[i] ^ turn;
            if (value > target[groups[i]]) {
                target[groups[i]] = value;
            } else if (value == NONE) {
                smallest.set(groups[i]);
            }
        }
    }

    @Override
    public void addAll(int group, Vector[] arguments, int from, int to) {
        grow(group + 1);
        long[] values = ((LongVector) arguments[0]).values;
        long turn = flip;
        long largest = NONE;
        for (int i = from; i < to; i++) {
            largest = Math.max(largest, values[i] ^ turn);
        }
        best[group] = Math.max(best[group], largest);
        if (largest == NONE && from < to) {
            smallest.set(group);
        }
    }

    @Override
    public Vector result(int[] groups, int size) {
        long[] results = new long[size];
        for (int i = 0; i < size; i++) {
            int group = groups[i];
            boolean known = group < best.length && (best[group] != NONE || smallest.get(group));
            results[i] = known ? best[group] ^ flip : 0;
        }
        return new LongVector(results);
    }

    @Override
    public void reset(int group) {
        if (group < best.length) {
            best[group] = NONE;
            smallest.clear(group);
        }
    }
}
