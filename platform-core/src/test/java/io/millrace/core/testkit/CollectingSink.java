package io.millrace.core.testkit;

import io.millrace.core.Record;
import io.millrace.core.Sink;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * Keeps what is written, in memory.
 *
 * <p><b>Threading:</b> the readers are thread-safe.
 */
public final class CollectingSink<T> implements Sink<T> {

    private final Consumer<List<Record<T>>> beforeWrite;
    private final List<Record<T>> records = new ArrayList<>();
    private int opens;
    private boolean closed;

    public CollectingSink() {
        this(_ -> {});
    }

    /**
     * A sink that may refuse.
     *
     * @param beforeWrite sees each batch before it is kept, and may throw
     */
    public CollectingSink(Consumer<List<Record<T>>> beforeWrite) {
        this.beforeWrite = beforeWrite;
    }

    @Override
    public synchronized void open() {
        opens++;
    }

    @Override
    public void write(List<Record<T>> batch) {
        beforeWrite.accept(batch);
        synchronized (this) {
            records.addAll(batch);
            notifyAll();
        }
    }

    @Override
    public synchronized void close() {
        closed = true;
    }

    /** What was written so far, in order. */
    public synchronized List<T> values() {
        return records.stream().map(Record::value).toList();
    }

    /** What was written so far, in order. */
    public synchronized List<Record<T>> records() {
        return List.copyOf(records);
    }

    /** Waits until so many records were written. */
    public synchronized void await(int count) throws InterruptedException {
        while (records.size() < count) {
            wait();
        }
    }

    public synchronized int opens() {
        return opens;
    }

    public synchronized boolean closed() {
        return closed;
    }
}
