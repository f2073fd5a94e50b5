package io.millrace.ingest.log;

import io.millrace.core.Record;
import io.millrace.core.json.JsonRow;

/**
 * A row of the log.
 *
 * @param offset its place; rows of one log have different ones, in order, and some may be missing
 * @param logged when it was written, in milliseconds since 1970
 * @param row the row
 */
public record LogEntry(long offset, long logged, Record<JsonRow> row) {

    // fields of a row are kept beside its text; a row of 17 fields and 480 bytes of text was measured at about this
    private static final int HEAP_PER_BYTE = 6;
    private static final int HEAP_PER_ROW = 200;

    /** About what it takes in memory. */
    long heapBytes() {
        return HEAP_PER_ROW + (long) HEAP_PER_BYTE * row.value().size();
    }
}
