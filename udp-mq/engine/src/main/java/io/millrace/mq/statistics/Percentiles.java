package io.millrace.mq.statistics;

import org.HdrHistogram.Histogram;

/**
 * Latencies in nanoseconds, within 1 %; all zero when there are no samples.
 *
 * @param count how many samples
 */
public record Percentiles(long count, long p50, long p90, long p99, long p999, long max) {

    /** Of no samples. */
    public static final Percentiles NONE = new Percentiles(0, 0, 0, 0, 0, 0);

    static Percentiles of(Histogram histogram) {
        return histogram.getTotalCount() == 0
                ? NONE
                : new Percentiles(
                        histogram.getTotalCount(),
                        histogram.getValueAtPercentile(50),
                        histogram.getValueAtPercentile(90),
                        histogram.getValueAtPercentile(99),
                        histogram.getValueAtPercentile(99.9),
                        histogram.getMaxValue());
    }
}
