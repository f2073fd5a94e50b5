package io.millrace.mq.statistics;

import java.util.Arrays;
import java.util.SortedMap;
import java.util.TreeMap;

/** Counts per epoch second, of at most the last {@value #SECONDS} seconds. Not thread-safe. */
final class SecondCounts {

    /** Longer periods than an hour lose their oldest seconds. */
    static final int SECONDS = 4096;

    private final long[] seconds = new long[SECONDS];
    private final long[] counts = new long[SECONDS];

    void add(long second, long count) {
        int slot = (int) Math.floorMod(second, (long) SECONDS);
        if (seconds[slot] != second) {
            seconds[slot] = second;
            counts[slot] = 0;
        }
        counts[slot] += count;
    }

    long at(long second) {
        int slot = (int) Math.floorMod(second, (long) SECONDS);
        return seconds[slot] == second ? counts[slot] : 0;
    }

    SortedMap<Long, Long> toMap() {
        TreeMap<Long, Long> map = new TreeMap<>();
        for (int i = 0; i < SECONDS; i++) {
            if (counts[i] > 0) {
                map.put(seconds[i], counts[i]);
            }
        }
        return map;
    }

    void clear() {
        Arrays.fill(counts, 0);
        Arrays.fill(seconds, 0);
    }
}
