package io.millrace.core;

/**
 * What a sink also is that can tell how near the system behind it is to slowing down whoever writes. Fewer and larger
 * batches help then.
 *
 * <p><b>Threading:</b> thread-safe.
 */
public interface PressureGauge {

    /**
     * In percent of the point at which the system slows writers down: above 100 when it does, 0 when nobody is
     * connected or it cannot be told. May ask the system, which takes milliseconds, so ask seldom.
     */
    int pressurePercent();
}
