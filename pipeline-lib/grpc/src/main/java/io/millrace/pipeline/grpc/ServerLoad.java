package io.millrace.pipeline.grpc;

/**
 * What a server is busy with.
 *
 * @param running packages worked on now
 * @param waiting packages that wait for that
 * @param finished packages answered since the start, well or not
 * @param failed of those, answered with an error
 * @param refused packages turned away because too many waited
 * @param concurrency how many can be worked on at a time
 */
public record ServerLoad(int running, int waiting, long finished, long failed, long refused, int concurrency) {

    /** The share of the concurrency that is taken, from 0; above 1 when packages wait. */
    public double utilization() {
        return (running + waiting) / (double) concurrency;
    }
}
