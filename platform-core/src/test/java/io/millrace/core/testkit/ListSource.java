package io.millrace.core.testkit;

import io.millrace.core.Poll;
import io.millrace.core.Record;
import io.millrace.core.Source;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Gives a list in batches, then ends. After a reopen it continues behind the last committed batch, so what was not
 * committed comes again.
 *
 * <p><b>Threading:</b> {@code closed}, {@code committed} and {@code opens} may be read by any thread.
 */
public final class ListSource<T> implements Source<T> {

    private final List<T> values;
    private final int batchSize;
    private int next;
    private volatile int committed;
    private final AtomicInteger opens = new AtomicInteger();
    private volatile boolean closed;

    /** One value per batch. */
    public ListSource(List<T> values) {
        this(values, 1);
    }

    public ListSource(List<T> values, int batchSize) {
        this.values = List.copyOf(values);
        this.batchSize = batchSize;
    }

    @Override
    public void open() {
        opens.incrementAndGet();
        next = committed;
    }

    @Override
    public Poll<T> poll(Duration timeout) {
        if (closed || next == values.size()) {
            return new Poll.End<>();
        }
        int end = Math.min(values.size(), next + batchSize);
        List<Record<T>> batch = values.subList(next, end).stream()
                .map(value -> Record.of(value, Instant.EPOCH))
                .toList();
        next = end;
        return new Poll.Batch<>(batch, () -> committed = end);
    }

    @Override
    public void close() {
        closed = true;
    }

    /** How many values have been committed. */
    public int committed() {
        return committed;
    }

    /** How often it was opened. */
    public int opens() {
        return opens.get();
    }

    public boolean closed() {
        return closed;
    }
}
