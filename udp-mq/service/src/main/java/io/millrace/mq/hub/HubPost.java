package io.millrace.mq.hub;

import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * One period of one node, as a metrics receiver posts it.
 *
 * @param key the pipeline key, for example {@code NODE_1}
 * @param t0 start of the period in epoch seconds
 * @param t1 end of the period in epoch seconds, at least {@code t0}
 * @param bins samples of each bin of {@link HubBins}
 * @param throughput messages that went out, by epoch second; empty in a quiet period
 */
public record HubPost(String key, double t0, double t1, List<Long> bins, SortedMap<Long, Long> throughput) {

    public HubPost {
        bins = List.copyOf(bins);
        throughput = Collections.unmodifiableSortedMap(new TreeMap<>(throughput));
    }

    /** Length of the period in seconds. */
    double seconds() {
        return t1 - t0;
    }

    /** Whether nothing went through in this period. */
    boolean quiet() {
        return throughput.values().stream().allMatch(count -> count == 0)
                && bins.stream().allMatch(count -> count == 0);
    }
}
