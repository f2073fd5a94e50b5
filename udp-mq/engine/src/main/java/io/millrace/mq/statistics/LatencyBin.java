package io.millrace.mq.statistics;

/**
 * Samples between two powers of ten.
 *
 * @param upper the upper bound in seconds, inclusive: a power of ten from 1e-09 on
 * @param seconds the sum of the samples
 * @param count how many samples
 */
public record LatencyBin(double upper, double seconds, long count) {}
