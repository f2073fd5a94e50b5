package io.millrace.mq.live;

/**
 * A node of the picture.
 *
 * @param name as in the topology, the pipeline key of a node that only the hub knows
 * @param vuid the id in statistics
 * @param kind {@code feeder}, {@code worker}, {@code sink}, or {@code reported} when only the hub knows it
 * @param function of a worker, else empty
 * @param state of ours {@code starting}, {@code running}, {@code backing-off}, {@code stopped}, {@code failed}; of
 *     those that report to the hub {@code live}, {@code idle}, {@code dead}, or {@code unseen} before their first
 *     report
 * @param detail why it failed or backs off, else empty
 * @param in messages altogether; 0 when only reports tell of it
 * @param out messages altogether; 0 when only reports tell of it
 * @param inPerSecond messages of the last full second
 * @param outPerSecond messages of the last full second
 * @param rejected messages that it could not handle
 * @param busy share of the last second that a worker spent on messages, from 0 to 1
 * @param latency of the last ten seconds
 */
public record LiveNode(
        String name,
        String vuid,
        String kind,
        String function,
        String state,
        String detail,
        long in,
        long out,
        long inPerSecond,
        long outPerSecond,
        long rejected,
        double busy,
        LiveLatency latency) {}
