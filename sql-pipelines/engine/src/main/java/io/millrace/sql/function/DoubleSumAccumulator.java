package io.millrace.sql.function;

import io.millrace.sql.batch.DoubleVector;
import io.millrace.sql.batch.Vector;
import io.millrace.sql.type.DataType;
import java.util.Arrays;

/** Sums and averages as float64. Sum and count of a group lie side by side: one cache line per group and row. */
final class DoubleSumAccumulator implements Accumulator {

    private final DataType type;
    private final boolean average;
    private double[] state = new double[32];

    /**
     * @param type of the argument
     * @param average true to divide by the number of rows; NaN without rows
     */
    DoubleSumAccumulator(DataType type, boolean average) {
        this.type = type;
        this.average = average;
    }

    private void grow(int groupCount) {
        if (state.length < 2 * groupCount) {
            state = Arrays.copyOf(state, Math.max(2 * groupCount, state.length * 2));
        }
    }

    @Override
    public void add(int[] groups, Vector[] arguments, int size, int groupCount) {
        grow(groupCount);
        double[] values = Kernels.doubles(arguments[0], type, size);
        double[] target = state;
        for (int i = 0; i < size; i++) {
            int slot = groups[i] << 1;
            target[slot] += values[i];
            target[slot + 1]++;
        }
    }

    @Override
    public void addAll(int group, Vector[] arguments, int from, int to) {
        grow(group + 1);
        // four partial sums: additions do not wait for each other
        double[] values = Kernels.doubles(arguments[0], type, to);
        double a = 0;
        double b = 0;
        double c = 0;
        double d = 0;
        int i = from;
        for (; i <= to - 4; i += 4) {
            a += values[i];
            b += values[i + 1];
            c += values[i + 2];
            d += values[i + 3];
        }
        for (; i < to; i++) {
            a += values[i];
        }
        state[2 * group] += (a + b) + (c + d);
        state[2 * group + 1] += to - from;
    }

    @Override
    public Vector result(int[] groups, int size) {
        double[] results = new double[size];
        for (int i = 0; i < size; i++) {
            int slot = 2 * groups[i];
            double sum = slot < state.length ? state[slot] : 0;
            double count = slot < state.length ? state[slot + 1] : 0;
            results[i] = average ? sum / count : sum;
        }
        return new DoubleVector(results);
    }

    @Override
    public void reset(int group) {
        if (2 * group < state.length) {
            state[2 * group] = 0;
            state[2 * group + 1] = 0;
        }
    }
}
