package io.millrace.sql.function;

import java.util.Arrays;

/** A uniform sample of at most 8,192 values (Vitter's algorithm R), as Proton's quantile takes it. */
final class Reservoir {

    private static final int SIZE = 8_192;
    private static final long SEED = 1;

    private final Random64 random = new Random64(SEED);
    private double[] values = new double[16];
    private long seen;

    void add(double value) {
        if (Double.isNaN(value)) {
            return;
        }
        if (seen < SIZE) {
            if (seen == values.length) {
                values = Arrays.copyOf(values, Math.min(SIZE, values.length * 2));
            }
            values[(int) seen] = value;
        } else {
            long slot = random.below(seen + 1);
            if (slot < SIZE) {
                values[(int) slot] = value;
            }
        }
        seen++;
    }

    /** The value at a level, between two neighbours in proportion; NaN without values. */
    double quantile(double level) {
        int count = (int) Math.min(seen, SIZE);
        if (count == 0) {
            return Double.NaN;
        }
        double[] sorted = Arrays.copyOf(values, count);
        Arrays.sort(sorted);
        double position = level * (count - 1);
        int below = (int) position;
        int above = Math.min(count - 1, below + 1);
        double part = position - below;
        return part == 0 ? sorted[below] : sorted[below] + (sorted[above] - sorted[below]) * part;
    }
}
