package io.millrace.vehicles.app;

import io.millrace.core.Record;
import io.millrace.core.Sink;
import java.util.List;

/** A sink before whose opening something is made that it needs. */
record PreparedSink<T>(Runnable before, Sink<T> sink) implements Sink<T> {

    @Override
    public void open() {
        before.run();
        sink.open();
    }

    @Override
    public void write(List<Record<T>> batch) throws InterruptedException {
        sink.write(batch);
    }

    @Override
    public void close() {
        sink.close();
    }
}
