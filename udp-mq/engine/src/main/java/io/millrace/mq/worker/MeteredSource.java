package io.millrace.mq.worker;

import io.millrace.core.Poll;
import io.millrace.core.Source;
import java.time.Duration;

/** Tells a meter when a batch comes and when it has been sent. */
final class MeteredSource implements Source<String> {

    private final Source<String> source;
    private final StepMeter meter;

    MeteredSource(Source<String> source, StepMeter meter) {
        this.source = source;
        this.meter = meter;
    }

    @Override
    public void open() {
        source.open();
    }

    @Override
    public Poll<String> poll(Duration timeout) throws InterruptedException {
        Poll<String> poll = source.poll(timeout);
        if (!(poll instanceof Poll.Batch<String> batch)) {
            return poll;
        }
        meter.received(batch.records().size());
        return new Poll.Batch<>(batch.records(), () -> {
            meter.sent();
            batch.ack().commit();
        });
    }

    @Override
    public void close() {
        source.close();
    }
}
