package io.millrace.sql.wire;

import io.millrace.sql.wire.codec.WireCode;
import io.millrace.sql.wire.codec.WireException;

/**
 * How many rows of a result the client wants: its settings {@code max_result_rows} and {@code result_overflow_mode}.
 * Not thread-safe.
 */
final class RowLimit {

    private final long max;
    private final boolean breaks;
    private final int maxBlockRows;
    private long taken;

    /**
     * @param max rows; 0 for no limit
     * @param breaks true: the result ends there; false: more rows are an error
     */
    RowLimit(long max, boolean breaks, int maxBlockRows) {
        this.max = max;
        this.breaks = breaks;
        this.maxBlockRows = maxBlockRows;
    }

    /** How many of so many further rows are wanted. */
    int take(int rows) {
        if (max == 0) {
            return rows;
        }
        int wanted = (int) Math.min(rows, max - taken);
        if (wanted < rows && !breaks) {
            throw new WireException(
                    WireCode.TOO_MANY_ROWS, "the result has more than max_result_rows = " + max + " rows");
        }
        taken += wanted;
        return wanted;
    }

    boolean reached() {
        return max > 0 && breaks && taken >= max;
    }

    int maxBlockRows() {
        return maxBlockRows;
    }
}
