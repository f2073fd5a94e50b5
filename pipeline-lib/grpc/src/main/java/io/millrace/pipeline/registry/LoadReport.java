package io.millrace.pipeline.registry;

/**
 * How busy a server is.
 *
 * @param inFlight calls within it now
 * @param callsPerSecond calls that ended, since the report before
 * @param utilization of its capacity, on average since the report before: 0 idle, 1 full, more when calls wait
 * @param errorsPerSecond calls that ended in a failure, since the report before
 */
public record LoadReport(int inFlight, double callsPerSecond, double utilization, double errorsPerSecond) {

    /** Nothing to do. */
    public static final LoadReport IDLE = new LoadReport(0, 0, 0, 0);
}
