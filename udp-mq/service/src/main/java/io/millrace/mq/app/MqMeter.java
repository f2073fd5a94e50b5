package io.millrace.mq.app;

import io.millrace.core.meter.MeterName;
import io.millrace.core.meter.MeterSpec;

/** The meters of the message queue service; {@code docs/metrics.md} is made from this. */
enum MqMeter implements MeterName {
    PUT("mq.messages.put", Kind.COUNTER, "", "Messages stored", "queue"),
    TAKEN("mq.messages.taken", Kind.COUNTER, "", "Messages removed by GET or by acknowledgement", "queue"),
    DELIVERED("mq.messages.delivered", Kind.COUNTER, "", "Messages leased, each time counted", "queue"),
    REDELIVERED("mq.messages.redelivered", Kind.COUNTER, "", "Leases beyond a message's first", "queue"),
    DUPLICATE("mq.messages.duplicate", Kind.COUNTER, "", "Puts that the deduplication window answered", "queue"),
    EXPIRED("mq.messages.expired", Kind.COUNTER, "", "Messages whose time to live ended", "queue"),
    DROPPED("mq.messages.dropped", Kind.COUNTER, "", "Messages that the overflow policy dropped", "queue, policy"),
    REFUSED("mq.messages.refused", Kind.COUNTER, "", "Puts that were not taken because the queue was full", "queue"),
    DEAD_LETTERED("mq.messages.dead.lettered", Kind.COUNTER, "", "Messages that became dead letters", "queue"),
    DEPTH("mq.queue.depth", Kind.GAUGE, "", "Messages that wait", "queue"),
    LEASED("mq.queue.leased", Kind.GAUGE, "", "Messages that were leased and not yet acknowledged", "queue"),
    BYTES("mq.queue.size", Kind.GAUGE, "bytes", "Bytes of both", "queue"),
    OLDEST("mq.queue.oldest.age", Kind.GAUGE, "seconds", "How long the oldest message has waited", "queue"),
    DEAD("mq.queue.dead", Kind.GAUGE, "", "Dead letters that wait", "queue"),
    DATAGRAMS_IN("mq.datagrams.in", Kind.COUNTER, "", "Datagrams received", "queue"),
    DATAGRAMS_OUT("mq.datagrams.out", Kind.COUNTER, "", "Replies sent", "queue"),
    MALFORMED("mq.datagrams.malformed", Kind.COUNTER, "", "Datagrams that were no request", "queue"),
    UNKNOWN("mq.datagrams.unknown", Kind.COUNTER, "", "Frames whose verb is none", "queue"),
    WITHHELD("mq.datagrams.withheld", Kind.COUNTER, "", "Replies withheld from addresses that may be forged", "queue"),
    REPEATED(
            "mq.datagrams.repeated",
            Kind.COUNTER,
            "",
            "Requests that came again and were answered from memory",
            "queue"),
    KERNEL_DROPS(
            "mq.kernel.drops", Kind.COUNTER, "", "Datagrams that the kernel dropped before they were read", "queue"),
    NODE_IN("mq.node.in", Kind.COUNTER, "", "Messages that came into a node or queue", "node"),
    NODE_OUT("mq.node.out", Kind.COUNTER, "", "Messages that went out of a node or queue", "node"),
    NODE_REJECTED("mq.node.rejected", Kind.COUNTER, "", "Messages that a node could not handle", "node"),
    NODE_RUNNING("mq.node.running", Kind.GAUGE, "", "1 while the node runs, else 0", "node"),
    NODE_BUSY("mq.node.busy", Kind.GAUGE, "", "Share of the last second that a worker spent on messages", "node"),
    LATENCY(
            "mq.node.latency",
            Kind.TIMER,
            "seconds",
            "How long messages took in a worker, waited in a queue, or took to a sink",
            "node"),
    LATENCY_QUANTILE(
            "mq.node.latency.quantile",
            Kind.GAUGE,
            "seconds",
            "Percentiles of the last ten seconds from an HdrHistogram: 0.5, 0.9, 0.99, 0.999",
            "node, quantile"),
    LATENCY_BUCKET(
            "mq.node.latency.below",
            Kind.COUNTER,
            "",
            "Latencies since the start that were at most so many seconds, for heat maps and objectives",
            "node, le"),
    HUB_POSTS("mq.hub.posts", Kind.COUNTER, "", "Posts to the hub; the outcome is accepted or refused", "outcome"),
    HUB_KEYS("mq.hub.keys", Kind.GAUGE, "", "Pipeline keys that the hub knows", "");

    private final MeterSpec spec;

    MqMeter(String meter, Kind kind, String unit, String description, String tags) {
        this.spec = new MeterSpec(meter, kind, unit, description, tags);
    }

    @Override
    public MeterSpec spec() {
        return spec;
    }
}
