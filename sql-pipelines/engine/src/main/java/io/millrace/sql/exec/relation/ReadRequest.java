package io.millrace.sql.exec.relation;

import io.millrace.core.time.Ticker;
import io.millrace.sql.batch.Schema;
import io.millrace.sql.plan.Plan.ScanOptions;
import java.util.List;

/**
 * What a query wants from a relation.
 *
 * @param schema of the batches to give: the chosen columns
 * @param columns indexes into the relation's schema
 * @param bounded true: the stored rows, then the end
 * @param options eps, max_events, seek_to
 * @param seed start of the random sequences of this read
 * @param wakeUp to be run, from any thread, when rows become ready that {@link RowReader#due} could not foresee
 */
public record ReadRequest(
        Schema schema,
        List<Integer> columns,
        boolean bounded,
        ScanOptions options,
        Ticker ticker,
        long seed,
        Runnable wakeUp) {

    public ReadRequest {
        columns = List.copyOf(columns);
    }
}
