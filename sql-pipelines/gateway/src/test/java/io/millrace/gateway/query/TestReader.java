package io.millrace.gateway.query;

import io.millrace.core.flow.Chunk;
import io.millrace.core.flow.Delivery;
import io.millrace.core.flow.EndReason;
import io.millrace.core.flow.Subscription;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/** A reader that takes on demand and waits for what it is promised, up to ten seconds. */
final class TestReader implements AutoCloseable {

    private final Reader reader;
    private final Semaphore wakeUps = new Semaphore(0);
    private final Subscription subscription;

    TestReader(Reader reader) {
        this.reader = reader;
        this.subscription = reader.subscribe(wakeUps::release);
    }

    /** The rows that come next, as text, at least so many. */
    List<String> rows(int count) throws InterruptedException {
        List<String> rows = new ArrayList<>();
        while (rows.size() < count) {
            rows.addAll(chunk().toString().lines().toList());
        }
        return rows;
    }

    Chunk chunk() throws InterruptedException {
        if (next() instanceof Delivery.Rows(Chunk chunk)) {
            return chunk;
        }
        throw new AssertionError("the stream ended");
    }

    EndReason end() throws InterruptedException {
        while (true) {
            if (next() instanceof Delivery.End(EndReason reason)) {
                return reason;
            }
        }
    }

    Delivery next() throws InterruptedException {
        while (true) {
            Delivery delivery = subscription.take();
            if (!(delivery instanceof Delivery.Empty)) {
                return delivery;
            }
            if (!wakeUps.tryAcquire(10, TimeUnit.SECONDS)) {
                throw new AssertionError("nothing came for ten seconds");
            }
        }
    }

    @Override
    public void close() {
        reader.close();
    }
}
