package io.millrace.ingest;

import io.millrace.core.Record;
import io.millrace.core.json.JsonRow;
import java.util.List;

/**
 * Sees rows that are on the disk, for pages that show them live.
 *
 * <p><b>Threading:</b> called by one thread of its own. A tap that is slow hurts nobody: at most 20,000 rows wait for
 * it, and what comes meanwhile is left out, see {@link Ingest#tapDropped}.
 */
@FunctionalInterface
public interface RowTap {

    /** Sees nothing. */
    RowTap NONE = (pipeline, rows) -> {};

    /**
     * Takes rows; what it throws is logged.
     *
     * @param pipeline name of their pipeline
     * @param rows in order, not empty
     */
    void rows(String pipeline, List<Record<JsonRow>> rows);
}
