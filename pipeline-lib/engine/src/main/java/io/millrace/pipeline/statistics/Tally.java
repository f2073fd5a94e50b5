package io.millrace.pipeline.statistics;

/**
 * How many and how long together.
 *
 * @param count how many
 * @param nanos the sum of their times, in nanoseconds
 */
public record Tally(long count, long nanos) {}
