package io.millrace.ingest.intake;

import io.millrace.core.Poll;
import io.millrace.core.Record;
import io.millrace.core.json.JsonRow;
import java.util.ArrayList;
import java.util.List;

/**
 * Batches of a source that go to the disk together.
 *
 * <p><b>Threading:</b> one thread.
 */
final class Group {

    private static final int MAX_ROWS = 4_096;
    private static final long MAX_BYTES = 1 << 20;

    private final List<Poll.Batch<JsonRow>> batches = new ArrayList<>();
    private final List<Record<JsonRow>> rows = new ArrayList<>();
    private long bytes;
    private long begin;

    /** Adds a batch that came now. */
    void add(Poll.Batch<JsonRow> batch, long nanos) {
        if (batches.isEmpty()) {
            begin = nanos;
        }
        batches.add(batch);
        rows.addAll(batch.records());
        batch.records().forEach(row -> bytes += row.value().size());
    }

    boolean isEmpty() {
        return batches.isEmpty();
    }

    boolean isLarge() {
        return rows.size() >= MAX_ROWS || bytes >= MAX_BYTES;
    }

    /** When the first batch came. */
    long begin() {
        return begin;
    }

    /** All rows, in order. */
    List<Record<JsonRow>> rows() {
        return List.copyOf(rows);
    }

    /** Confirms all batches to the source, each once, and begins anew. */
    void confirm() {
        rows.clear();
        bytes = 0;
        while (!batches.isEmpty()) {
            batches.removeFirst().ack().commit();
        }
    }

    void clear() {
        rows.clear();
        bytes = 0;
        batches.clear();
    }
}
