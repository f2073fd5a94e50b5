package io.millrace.core.meter;

/** The meters of every pipeline and queue. */
public enum MeterNames implements MeterName {
    RECORDS_READ("pipeline.records.read", Kind.COUNTER, "", "Records that polls gave", "pipeline"),
    RECORDS_WRITTEN("pipeline.records.written", Kind.COUNTER, "", "Records that are durable in the sink", "pipeline"),
    RECORDS_REJECTED(
            "pipeline.records.rejected",
            Kind.COUNTER,
            "",
            "Records that went to the failure policy; the reason is the part that refused them",
            "pipeline, reason"),
    POLL(
            "pipeline.poll",
            Kind.TIMER,
            "seconds",
            "Polls of the source; the outcome is batch, idle or failed",
            "pipeline, outcome"),
    WRITE(
            "pipeline.write",
            Kind.TIMER,
            "seconds",
            "Writes to the sink; the outcome is written or failed",
            "pipeline, outcome"),
    LAG(
            "pipeline.lag",
            Kind.GAUGE,
            "seconds",
            "Time since the newest timestamp of a written record; not a number before the first",
            "pipeline"),
    RESTARTS(
            "pipeline.restarts",
            Kind.COUNTER,
            "",
            "Attempts to reopen; the reason is the part that failed",
            "pipeline, reason"),
    RUNNING("pipeline.running", Kind.GAUGE, "", "1 while the pipeline polls and writes, else 0", "pipeline"),
    QUEUE_DEPTH("pipeline.queue.depth", Kind.GAUGE, "", "Records that wait in the queue", "pipeline, overflow"),
    QUEUE_CAPACITY("pipeline.queue.capacity", Kind.GAUGE, "", "Records that fit into the queue", "pipeline, overflow"),
    QUEUE_DROPPED(
            "pipeline.queue.dropped", Kind.COUNTER, "", "Records that the full queue dropped", "pipeline, overflow");

    private final MeterSpec spec;

    MeterNames(String meter, Kind kind, String unit, String description, String tags) {
        this.spec = new MeterSpec(meter, kind, unit, description, tags);
    }

    @Override
    public MeterSpec spec() {
        return spec;
    }
}
