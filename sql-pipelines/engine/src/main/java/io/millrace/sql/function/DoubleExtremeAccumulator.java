package io.millrace.sql.function;

import io.millrace.sql.batch.DoubleVector;
import io.millrace.sql.batch.Vector;
import java.util.Arrays;

/** The smallest or largest of floats; NaN only when there is nothing else. */
final class DoubleExtremeAccumulator implements Accumulator {

    private final boolean max;
    private double[] best = none(16);
    private boolean[] filled = new boolean[16];

    DoubleExtremeAccumulator(boolean max) {
        this.max = max;
    }

    private static double[] none(int size) {
        double[] values = new double[size];
        Arrays.fill(values, Double.NaN);
        return values;
    }

    private void grow(int groupCount) {
        int length = best.length;
        if (length < groupCount) {
            best = Arrays.copyOf(best, Math.max(groupCount, length * 2));
            Arrays.fill(best, length, best.length, Double.NaN);
            filled = Arrays.copyOf(filled, best.length);
        }
    }

    @Override
    public void add(int[] groups, Vector[] arguments, int size, int groupCount) {
        grow(groupCount);
        double[] values = ((DoubleVector) arguments[0]).values;
        double[] target = best;
        for (int i = 0; i < size; i++) {
            double value = values[i];
            double before = target[groups[i]];
            boolean better = max ? value > before : value < before;
            if (better || Double.isNaN(before)) {
                target[groups[i]] = value;
                filled[groups[i]] = true;
            }
        }
    }

    @Override
    public void addAll(int group, Vector[] arguments, int from, int to) {
        grow(group + 1);
        double[] values = ((DoubleVector) arguments[0]).values;
        double result = best[group];
        for (int i = from; i < to; i++) {
            double value = values[i];
            boolean better = max ? value > result : value < result;
            if (better || Double.isNaN(result)) {
                result = value;
            }
        }
        best[group] = result;
        filled[group] |= from < to;
    }

    @Override
    public Vector result(int[] groups, int size) {
        double[] results = new double[size];
        for (int i = 0; i < size; i++) {
            boolean known = groups[i] < best.length && filled[groups[i]];
            results[i] = known ? best[groups[i]] : 0;
        }
        return new DoubleVector(results);
    }

    @Override
    public void reset(int group) {
        if (group < best.length) {
            best[group] = Double.NaN;
            filled[group] = false;
        }
    }
}
