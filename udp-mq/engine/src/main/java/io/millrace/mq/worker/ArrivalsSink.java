package io.millrace.mq.worker;

import io.millrace.core.Record;
import io.millrace.core.Sink;
import java.util.List;

/** The end of a path as the end of a pipeline. */
final class ArrivalsSink implements Sink<String> {

    private final Arrivals arrivals;

    ArrivalsSink(Arrivals arrivals) {
        this.arrivals = arrivals;
    }

    @Override
    public void open() {}

    @Override
    public void write(List<Record<String>> batch) {
        batch.forEach(record -> arrivals.accept(record.value()));
    }

    @Override
    public void close() {}
}
