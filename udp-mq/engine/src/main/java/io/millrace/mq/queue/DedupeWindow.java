package io.millrace.mq.queue;

import java.util.Arrays;

/**
 * The ids of the last messages, by count and time. Plain arrays, since every deduplicated put comes here: a ring of ids
 * in order of arrival, and an open-addressed table of places in it.
 */
final class DedupeWindow {

    private final long windowNanos;
    private final int maxCount;
    private long[] high = new long[64];
    private long[] low = new long[64];
    private long[] seen = new long[64];
    private int[] table = new int[256];
    private int first;
    private int count;

    DedupeWindow(long windowNanos, int maxCount) {
        this.windowNanos = windowNanos;
        this.maxCount = maxCount;
    }

    boolean contains(long idHigh, long idLow, long nanos) {
        forgetOld(nanos);
        return table[slot(idHigh, idLow)] != 0;
    }

    /** Remembers an id that is not there. */
    void add(long idHigh, long idLow, long nanos) {
        if (count == maxCount) {
            forgetFirst();
        }
        if (count == high.length) {
            grow();
        }
        int place = (first + count) & (high.length - 1);
        high[place] = idHigh;
        low[place] = idLow;
        seen[place] = nanos;
        count++;
        table[slot(idHigh, idLow)] = place + 1;
    }

    int size() {
        return count;
    }

    private void forgetOld(long nanos) {
        while (count > 0 && nanos - seen[first] >= windowNanos) {
            forgetFirst();
        }
    }

    private void forgetFirst() {
        empty(slot(high[first], low[first]));
        first = (first + 1) & (high.length - 1);
        count--;
    }

    /** Where the id is, or would be. */
    private int slot(long idHigh, long idLow) {
        int mask = table.length - 1;
        int slot = hash(idHigh, idLow) & mask;
        while (table[slot] != 0 && (high[table[slot] - 1] != idHigh || low[table[slot] - 1] != idLow)) {
            slot = (slot + 1) & mask;
        }
        return slot;
    }

    /** Empties a slot and moves up what probed past it. */
    private void empty(int slot) {
        int mask = table.length - 1;
        int hole = slot;
        int next = slot;
        while (true) {
            next = (next + 1) & mask;
            if (table[next] == 0) {
                break;
            }
            int home = hash(high[table[next] - 1], low[table[next] - 1]) & mask;
            if (((next - home) & mask) >= ((next - hole) & mask)) {
                table[hole] = table[next];
                hole = next;
            }
        }
        table[hole] = 0;
    }

    private void grow() {
        int length = high.length;
        high = unrolled(high, length);
        low = unrolled(low, length);
        seen = unrolled(seen, length);
        first = 0;
        table = new int[8 * length];
        for (int place = 0; place < count; place++) {
            table[slot(high[place], low[place])] = place + 1;
        }
    }

    private long[] unrolled(long[] ring, int length) {
        long[] straight = Arrays.copyOfRange(ring, first, first + 2 * length);
        System.arraycopy(ring, 0, straight, length - first, first);
        return straight;
    }

    private static int hash(long idHigh, long idLow) {
        long mixed = (idHigh * 0x9E3779B97F4A7C15L ^ idLow) * 0xC2B2AE3D27D4EB4FL;
        return (int) (mixed ^ mixed >>> 32);
    }
}
