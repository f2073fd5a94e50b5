package io.millrace.mq.queue;

import io.millrace.core.Poll;
import io.millrace.core.Record;
import io.millrace.core.Source;
import io.millrace.core.failure.PoisonException;
import io.millrace.core.time.Ticker;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Reads a queue of this process: leases messages, acknowledges them when the batch is committed.
 *
 * <p>The key of a record is that of its message, the time that of the put.
 *
 * <p><b>Delivery:</b> at least once. What was not committed comes again, first, after a reopen, or when its lease has
 * run out. Ends when the queue is closed.
 *
 * <p><b>Failure:</b> a message that is no UTF-8 goes to the dead-letter queue, and the poll throws
 * {@link PoisonException}.
 */
public final class MessageQueueSource implements Source<String> {

    private final MessageQueue queue;
    private final int maxBatch;
    private final Ticker ticker;
    private final ArrayDeque<Delivery> ahead = new ArrayDeque<>();
    private final ArrayDeque<List<Delivery>> uncommitted = new ArrayDeque<>();
    private volatile boolean closed;

    /**
     * A source of at most so many records at a time.
     *
     * @param maxBatch at least 1
     */
    public MessageQueueSource(MessageQueue queue, int maxBatch, Ticker ticker) {
        this.queue = queue;
        this.maxBatch = maxBatch;
        this.ticker = ticker;
    }

    @Override
    public void open() {
        giveBack();
    }

    @Override
    public Poll<String> poll(Duration timeout) throws InterruptedException {
        if (ahead.isEmpty()) {
            ahead.addAll(queue.lease(maxBatch, Duration.ZERO, timeout, () -> closed));
        }
        Instant now = ticker.now();
        List<Delivery> good = new ArrayList<>(ahead.size());
        List<Record<String>> records = new ArrayList<>(ahead.size());
        while (!ahead.isEmpty()) {
            Delivery next = ahead.getFirst();
            try {
                records.add(record(next, now));
            } catch (PoisonException e) {
                if (good.isEmpty()) {
                    ahead.removeFirst();
                    queue.reject(next.leaseId(), e.reason());
                    throw e;
                }
                break;
            }
            good.add(ahead.removeFirst());
        }
        if (good.isEmpty()) {
            if (closed) {
                giveBack();
            }
            return closed || queue.closed() ? new Poll.End<>() : new Poll.Idle<>();
        }
        uncommitted.addLast(good);
        return new Poll.Batch<>(records, () -> commit(good));
    }

    private static Record<String> record(Delivery delivery, Instant now) {
        return new Record<>(delivery.key(), delivery.strictText(), now.minusNanos(delivery.ageNanos()), Map.of());
    }

    private void commit(List<Delivery> batch) {
        batch.forEach(delivery -> queue.ack(delivery.leaseId()));
        uncommitted.removeIf(
                other -> other.getFirst().leaseId() == batch.getFirst().leaseId());
    }

    private void giveBack() {
        uncommitted.forEach(batch -> batch.forEach(this::nak));
        uncommitted.clear();
        ahead.forEach(this::nak);
        ahead.clear();
    }

    private void nak(Delivery delivery) {
        queue.nak(delivery.leaseId(), Duration.ZERO);
    }

    /** Ends a running poll; what it had leased comes back when the lease runs out, or at once when nothing runs. */
    @Override
    public void close() {
        closed = true;
        queue.wake();
    }
}
