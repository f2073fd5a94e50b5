package io.millrace.mq.hub;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The latency bins of the hub: powers of ten from 0.000001 to 10.0 seconds, and 100.0, which holds everything larger.
 * What is smaller than the first belongs to the first.
 */
public final class HubBins {

    /** Names of the bins, smallest first: their upper bounds in seconds. */
    public static final List<String> NAMES =
            List.of("0.000001", "0.00001", "0.0001", "0.001", "0.01", "0.1", "1.0", "10.0", "100.0");

    private static final List<String> PERCENTILES = List.of("50", "75", "90", "99", "99.9");
    private static final List<Double> BOUNDS =
            NAMES.stream().map(Double::valueOf).toList();

    private HubBins() {}

    /**
     * The bin of an upper bound, which need not be one of ours: {@code 1e-07} is the first, {@code 1000.0} the last.
     */
    static int indexOf(double upper) {
        int index = 0;
        // a bound as text may differ from ours in its last digit
        while (index < BOUNDS.size() - 1 && BOUNDS.get(index) * 1.000001 < upper) {
            index++;
        }
        return index;
    }

    /** All bins with their samples, zeros too. */
    static Map<String, Long> named(List<Long> counts) {
        Map<String, Long> named = new LinkedHashMap<>();
        for (int i = 0; i < NAMES.size(); i++) {
            named.put(NAMES.get(i), counts.get(i));
        }
        return named;
    }

    /** For each percentile the bin in which it lies; empty without samples. */
    static Map<String, String> percentiles(List<Long> counts) {
        Map<String, String> found = new LinkedHashMap<>();
        for (String percentile : PERCENTILES) {
            int bin = bin(counts, Double.parseDouble(percentile) / 100);
            if (bin >= 0) {
                found.put(percentile, NAMES.get(bin));
            }
        }
        return found;
    }

    /** Upper bound in seconds of the bin in which a share of all samples ends; 0 without samples. */
    public static double bound(List<Long> counts, double share) {
        int bin = bin(counts, share);
        return bin < 0 ? 0 : BOUNDS.get(bin);
    }

    private static int bin(List<Long> counts, double share) {
        long all = counts.stream().mapToLong(Long::longValue).sum();
        long wanted = Math.max(1, (long) Math.ceil(share * all - 1e-9));
        long cumulated = 0;
        for (int i = 0; i < counts.size() && all > 0; i++) {
            cumulated += counts.get(i);
            if (cumulated >= wanted) {
                return i;
            }
        }
        return -1;
    }
}
