package io.millrace.ingest.letter;

import io.millrace.core.BatchId;
import io.millrace.core.Record;
import io.millrace.core.json.JsonRow;
import java.util.List;

/**
 * Letters that are written to their sink again, under a name that stays the same until they are stored or refused.
 *
 * @param sink the sink
 * @param id the name
 * @param rows what to write
 */
public record Replay(String sink, BatchId id, List<Record<JsonRow>> rows) {

    public Replay {
        rows = List.copyOf(rows);
    }
}
