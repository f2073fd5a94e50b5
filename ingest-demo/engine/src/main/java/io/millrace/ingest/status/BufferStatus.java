package io.millrace.ingest.status;

import io.millrace.core.flow.Overflow;

/**
 * What waits between source and sinks.
 *
 * @param rows rows that some sink has not stored yet
 * @param memoryRows rows held in memory too
 * @param memoryBytes what they take there, about
 * @param diskBytes size of the files, rows that are stored and not yet deleted included
 * @param maxBytes bound of the files
 * @param overflow what happens when they are full
 * @param full whether the source waits for room now
 * @param dropped rows that the policy dropped since the pipeline was made: new ones, or old ones that some sink had not
 *     stored
 * @param damaged rows that could not be read from the files since then
 */
public record BufferStatus(
        long rows,
        long memoryRows,
        long memoryBytes,
        long diskBytes,
        long maxBytes,
        Overflow overflow,
        boolean full,
        long dropped,
        long damaged) {}
