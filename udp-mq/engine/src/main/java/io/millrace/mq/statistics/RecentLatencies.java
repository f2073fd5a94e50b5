package io.millrace.mq.statistics;

import java.util.ArrayDeque;
import org.HdrHistogram.Histogram;

/**
 * Latencies of all time and of about the last ten seconds. The recent ones are kept by the second in which someone
 * looked, so nothing is turned on the path of a message. Not thread-safe.
 */
final class RecentLatencies {

    private static final long HIGHEST = 3_600_000_000_000L;
    private static final int SECONDS = 10;

    private record Slice(long second, Histogram samples) {}

    private final Histogram all = new Histogram(HIGHEST, 2);
    private final ArrayDeque<Slice> slices = new ArrayDeque<>();
    private Histogram current = new Histogram(HIGHEST, 2);
    private long currentSecond;

    void add(long sample) {
        current.recordValue(Math.min(sample, HIGHEST));
    }

    /** Files what came since the last turn under this second; cheap when that was in the same second. */
    void turn(long second) {
        if (second == currentSecond) {
            return;
        }
        currentSecond = second;
        if (current.getTotalCount() > 0) {
            all.add(current);
            slices.addLast(new Slice(second, current));
            current = new Histogram(HIGHEST, 2);
        }
        while (!slices.isEmpty() && slices.peekFirst().second() <= second - SECONDS) {
            slices.removeFirst();
        }
    }

    Percentiles recent() {
        Histogram sum = current.copy();
        slices.forEach(slice -> sum.add(slice.samples()));
        return Percentiles.of(sum);
    }

    Percentiles total() {
        return Percentiles.of(all());
    }

    Histogram all() {
        Histogram sum = current.copy();
        sum.add(all);
        return sum;
    }
}
