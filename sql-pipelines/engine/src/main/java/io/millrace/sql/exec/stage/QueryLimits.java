package io.millrace.sql.exec.stage;

/**
 * How much one query may keep in memory; beyond it the query ends with an error.
 *
 * @param maxGroups groups, distinct rows and dedup keys together per operator, at least 1
 * @param maxBufferedRows rows that a sort may hold, at least 1
 * @param maxStateBytes bytes of keys, and of rows that a sort holds, per operator, at least 1
 */
public record QueryLimits(int maxGroups, int maxBufferedRows, long maxStateBytes) {

    public QueryLimits {
        if (maxGroups < 1 || maxBufferedRows < 1 || maxStateBytes < 1) {
            throw new IllegalArgumentException("limits must be at least 1");
        }
    }

    /** Limits that fit this process's heap: a group is counted as 256 bytes, and a quarter of the heap may be keys. */
    public static QueryLimits ofHeap() {
        long heap = Runtime.getRuntime().maxMemory();
        int groups = Math.clamp(heap / 256, 100_000, 10_000_000);
        return new QueryLimits(groups, groups, Math.max(16L << 20, heap / 4));
    }
}
