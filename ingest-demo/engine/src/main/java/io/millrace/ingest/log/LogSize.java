package io.millrace.ingest.log;

/**
 * What a log holds.
 *
 * @param rows rows that some reader has not passed
 * @param memoryRows rows in memory
 * @param memoryBytes about what they take there
 * @param diskBytes size of the files
 * @param full whether the last append found no room
 * @param dropped rows dropped since it was opened
 * @param damaged rows that could not be read since it was opened
 */
public record LogSize(
        long rows, long memoryRows, long memoryBytes, long diskBytes, boolean full, long dropped, long damaged) {}
