package io.millrace.sql.function;

/**
 * Estimates how many different hashes came by adaptive sampling (Flajolet 1990, after Wegman): keeps those whose lowest
 * bits are zero, and asks for one bit more whenever they are more than 65,536. Exact until then; after that the
 * standard error is 0.5 %. 16 bytes per value kept.
 */
final class UniqueSample {

    private static final int LIMIT = 65_536;

    private long[] table = new long[16];
    private int size;
    private boolean zero;
    private int skipped;

    void add(long hash) {
        if (!isKept(hash)) {
            return;
        }
        if (hash == 0) {
            zero = true;
        } else if (insert(table, hash)) {
            size++;
            if (2 * size > table.length) {
                resize(table.length * 2);
            }
            while (size > LIMIT) {
                skipped++;
                resize(table.length);
            }
        }
    }

    private boolean isKept(long hash) {
        return (hash & ((1L << skipped) - 1)) == 0;
    }

    private static boolean insert(long[] table, long hash) {
        int mask = table.length - 1;
        // the low bits are those of the sample: take the high ones
        int slot = (int) (hash >>> 32) & mask;
        while (table[slot] != 0) {
            if (table[slot] == hash) {
                return false;
            }
            slot = (slot + 1) & mask;
        }
        table[slot] = hash;
        return true;
    }

    private void resize(int length) {
        long[] before = table;
        table = new long[length];
        size = 0;
        for (long hash : before) {
            if (hash != 0 && isKept(hash) && insert(table, hash)) {
                size++;
            }
        }
    }

    Long estimate() {
        return (long) (size + (zero ? 1 : 0)) << skipped;
    }
}
