package io.millrace.mq.log;

import java.util.Arrays;

/** Which of the entries that were first written to one segment are live: a bit each. */
final class LiveEntries {

    private final long firstId;
    private long[] bits = new long[64];
    private int born;
    private int live;

    LiveEntries(long firstId) {
        this.firstId = firstId;
    }

    void add(long id) {
        int index = (int) (id - firstId);
        int word = index >>> 6;
        if (word >= bits.length) {
            bits = Arrays.copyOf(bits, Math.max(word + 1, bits.length * 2));
        }
        bits[word] |= 1L << index;
        born = Math.max(born, index + 1);
        live++;
    }

    boolean contains(long id) {
        long index = id - firstId;
        return index >= 0 && index < born && (bits[(int) (index >>> 6)] & 1L << index) != 0;
    }

    /** False when it was not live. */
    boolean remove(long id) {
        if (!contains(id)) {
            return false;
        }
        int index = (int) (id - firstId);
        bits[index >>> 6] &= ~(1L << index);
        live--;
        return true;
    }

    /** Live ones. */
    int count() {
        return live;
    }
}
