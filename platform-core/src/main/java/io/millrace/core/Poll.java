package io.millrace.core;

import java.util.List;

/** What one {@link Source#poll} found: some records, nothing yet, or the end. */
public sealed interface Poll<T> {

    /**
     * Records in source order; never empty.
     *
     * @param ack confirms exactly these records
     */
    record Batch<T>(List<Record<T>> records, Ack ack) implements Poll<T> {
        public Batch {
            records = List.copyOf(records);
            if (records.isEmpty()) {
                throw new IllegalArgumentException("a batch has at least one record");
            }
        }
    }

    /** Nothing arrived within the timeout. */
    record Idle<T>() implements Poll<T> {}

    /** Nothing will ever arrive again; the source is not polled any more. */
    record End<T>() implements Poll<T> {}
}
