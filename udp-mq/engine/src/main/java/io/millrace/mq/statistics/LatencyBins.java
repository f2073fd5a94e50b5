package io.millrace.mq.statistics;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Counts and sums per power of ten of nanoseconds. Not thread-safe. */
final class LatencyBins {

    private static final int SIZE = 19;
    private static final long[] UPPER = new long[SIZE];

    static {
        long upper = 1;
        for (int i = 0; i < SIZE; i++) {
            UPPER[i] = upper;
            upper *= 10;
        }
    }

    private final long[] counts = new long[SIZE];
    private final double[] nanos = new double[SIZE];

    void add(long sample) {
        int bin = indexOf(sample);
        counts[bin]++;
        nanos[bin] += sample;
    }

    /** The smallest bin whose bound is not below the sample; the last one for all that is larger. */
    static int indexOf(long sample) {
        int bin = 0;
        while (bin < SIZE - 1 && UPPER[bin] < sample) {
            bin++;
        }
        return bin;
    }

    void add(LatencyBins others) {
        for (int i = 0; i < SIZE; i++) {
            counts[i] += others.counts[i];
            nanos[i] += others.nanos[i];
        }
    }

    LatencyBins copy() {
        LatencyBins copy = new LatencyBins();
        copy.add(this);
        return copy;
    }

    void clear() {
        Arrays.fill(counts, 0);
        Arrays.fill(nanos, 0);
    }

    /** The bins that have samples, smallest first. */
    List<LatencyBin> list() {
        List<LatencyBin> bins = new ArrayList<>();
        for (int i = 0; i < SIZE; i++) {
            if (counts[i] > 0) {
                bins.add(new LatencyBin(Double.parseDouble("1e" + (i - 9)), nanos[i] / 1e9, counts[i]));
            }
        }
        return bins;
    }
}
