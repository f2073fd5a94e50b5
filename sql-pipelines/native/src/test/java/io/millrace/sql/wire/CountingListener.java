package io.millrace.sql.wire;

import io.millrace.core.flow.Overflow;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/** Counts what it hears. */
final class CountingListener implements NativeListener {

    final AtomicInteger connections = new AtomicInteger();
    final AtomicInteger refused = new AtomicInteger();
    final AtomicInteger queries = new AtomicInteger();
    final AtomicInteger running = new AtomicInteger();
    final AtomicInteger exceptions = new AtomicInteger();
    final AtomicLong rows = new AtomicLong();
    final AtomicLong bytes = new AtomicLong();
    final AtomicLong inserted = new AtomicLong();
    final AtomicLong dropped = new AtomicLong();

    @Override
    public void connected() {
        connections.incrementAndGet();
    }

    @Override
    public void disconnected() {
        connections.decrementAndGet();
    }

    @Override
    public void refused() {
        refused.incrementAndGet();
    }

    @Override
    public void queryBegan() {
        queries.incrementAndGet();
        running.incrementAndGet();
    }

    @Override
    public void queryEnded() {
        running.decrementAndGet();
    }

    @Override
    public void sent(int count) {
        rows.addAndGet(count);
    }

    @Override
    public void sentBytes(int count) {
        bytes.addAndGet(count);
    }

    @Override
    public void inserted(int count) {
        inserted.addAndGet(count);
    }

    @Override
    public void dropped(Overflow policy, long count) {
        dropped.addAndGet(count);
    }

    @Override
    public void exception(int code) {
        exceptions.incrementAndGet();
    }
}
