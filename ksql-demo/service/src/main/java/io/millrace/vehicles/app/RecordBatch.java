package io.millrace.vehicles.app;

import io.millrace.core.Record;
import java.util.List;

/** What one message of a channel carries: a batch, so that the cost of a channel is per batch and not per record. */
record RecordBatch<T>(List<Record<T>> records) {

    RecordBatch {
        records = List.copyOf(records);
    }
}
