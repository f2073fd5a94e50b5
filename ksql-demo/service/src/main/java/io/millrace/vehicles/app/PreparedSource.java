package io.millrace.vehicles.app;

import io.millrace.core.Poll;
import io.millrace.core.Source;
import java.time.Duration;

/** A source before whose opening something is made that it needs. */
record PreparedSource<T>(Runnable before, Source<T> source) implements Source<T> {

    @Override
    public void open() {
        before.run();
        source.open();
    }

    @Override
    public Poll<T> poll(Duration timeout) throws InterruptedException {
        return source.poll(timeout);
    }

    @Override
    public void close() {
        source.close();
    }
}
