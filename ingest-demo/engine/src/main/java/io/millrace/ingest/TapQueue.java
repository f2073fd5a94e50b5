package io.millrace.ingest;

import io.millrace.core.Record;
import io.millrace.core.json.JsonRow;
import java.util.ArrayDeque;
import java.util.List;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Rows that wait for a tap, and the virtual thread {@code ingest-tap} that gives them to it. */
final class TapQueue implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(TapQueue.class);
    private static final int MAX_ROWS = 20_000;

    private record Portion(String pipeline, List<Record<JsonRow>> rows) {}

    private final RowTap tap;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition filled = lock.newCondition();
    private final ArrayDeque<Portion> portions = new ArrayDeque<>();
    private final Thread thread;
    private int waiting;
    private long dropped;

    TapQueue(RowTap tap) {
        this.tap = tap;
        this.thread = Thread.ofVirtual().name("ingest-tap").start(this::run);
    }

    void offer(String pipeline, List<Record<JsonRow>> rows) {
        lock.lock();
        try {
            if (waiting + rows.size() > MAX_ROWS && waiting > 0) {
                dropped += rows.size();
                return;
            }
            portions.add(new Portion(pipeline, rows));
            waiting += rows.size();
            filled.signal();
        } finally {
            lock.unlock();
        }
    }

    private void run() {
        try {
            while (true) {
                Portion portion = next();
                try {
                    tap.rows(portion.pipeline(), portion.rows());
                } catch (RuntimeException e) {
                    log.warn("tap failed, pipeline={}", portion.pipeline(), e);
                }
            }
        } catch (InterruptedException _) {
            log.debug("tap ends");
        }
    }

    private Portion next() throws InterruptedException {
        lock.lockInterruptibly();
        try {
            @Nullable Portion next = portions.poll();
            while (next == null) {
                filled.await();
                next = portions.poll();
            }
            waiting -= next.rows().size();
            return next;
        } finally {
            lock.unlock();
        }
    }

    long dropped() {
        lock.lock();
        try {
            return dropped;
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void close() {
        thread.interrupt();
    }
}
