package io.millrace.sql.exec;

import io.millrace.sql.exec.stage.QueryLimits;

/**
 * Bounds of the embedded engine.
 *
 * @param streamBytes how much each stored stream keeps unless its {@code logstore_retention_bytes} says otherwise
 * @param blockRows rows of a block of an unlimited random stream, 1 to 1,000,000
 * @param limits memory of each running query
 * @param seed start of all random sequences; 0 takes another one at each start
 */
public record EngineSettings(long streamBytes, int blockRows, QueryLimits limits, long seed) {

    private static final int MAX_BLOCK_ROWS = 1_000_000;

    public EngineSettings {
        if (streamBytes < 1) {
            throw new IllegalArgumentException("streamBytes must be at least 1, was " + streamBytes);
        }
        if (blockRows < 1 || blockRows > MAX_BLOCK_ROWS) {
            throw new IllegalArgumentException("blockRows must be 1 to " + MAX_BLOCK_ROWS + ", was " + blockRows);
        }
    }

    /** 64 MiB per stored stream, blocks of 8,192 rows, limits by the heap, another seed at each start. */
    public static EngineSettings defaults() {
        return new EngineSettings(64L << 20, 8192, QueryLimits.ofHeap(), 0);
    }
}
