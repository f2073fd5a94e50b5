package io.millrace.ingest.live;

import io.millrace.ingest.status.BufferStatus;

/**
 * What waits between source and sinks.
 *
 * @param rows rows that some sink has not stored yet
 * @param memoryRows rows held in memory too
 * @param memoryBytes what they take there, about
 * @param diskBytes size of the files
 * @param maxBytes bound of the files
 * @param overflow what happens when they are full
 * @param full whether the source waits for room now
 * @param dropped rows that the policy dropped since the pipeline was made
 * @param damaged rows that could not be read from the files since then
 */
public record LiveBuffer(
        long rows,
        long memoryRows,
        long memoryBytes,
        long diskBytes,
        long maxBytes,
        String overflow,
        boolean full,
        long dropped,
        long damaged) {

    static LiveBuffer of(BufferStatus buffer) {
        return new LiveBuffer(
                buffer.rows(),
                buffer.memoryRows(),
                buffer.memoryBytes(),
                buffer.diskBytes(),
                buffer.maxBytes(),
                buffer.overflow().text(),
                buffer.full(),
                buffer.dropped(),
                buffer.damaged());
    }
}
