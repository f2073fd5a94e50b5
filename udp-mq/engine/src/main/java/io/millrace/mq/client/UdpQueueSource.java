package io.millrace.mq.client;

import io.millrace.core.Poll;
import io.millrace.core.Record;
import io.millrace.core.Source;
import io.millrace.core.failure.PoisonException;
import io.millrace.core.failure.TransientException;
import io.millrace.core.net.HostPort;
import io.millrace.core.time.Ticker;
import io.millrace.mq.queue.Delivery;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads a queue of another process by lease and acknowledgement. Committed batches are acknowledged in the same
 * datagram that leases the next, at a reopen and when it closes.
 *
 * <p><b>Delivery:</b> at least once; what was not committed comes again, first, after a reopen, or when its lease has
 * run out. It does not end.
 *
 * <p><b>Failure:</b> {@link TransientException} when no reply comes; a message that is no UTF-8 goes to the dead-letter
 * queue and the poll throws {@link PoisonException}.
 */
public final class UdpQueueSource implements Source<String> {

    private static final Logger log = LoggerFactory.getLogger(UdpQueueSource.class);
    private static final Duration LONGEST_PAUSE = Duration.ofMillis(5);

    private final HostPort server;
    private final String queue;
    private final int maxBatch;
    private final Duration delay;
    private final QueueClientSettings settings;
    private final Ticker ticker;
    private final ReentrantLock lock = new ReentrantLock();
    private final CountDownLatch over = new CountDownLatch(1);
    private final ArrayDeque<Delivery> ahead = new ArrayDeque<>();
    private final ArrayDeque<List<Long>> uncommitted = new ArrayDeque<>();
    private final List<Long> acks = new ArrayList<>();
    private @Nullable QueueClient client;
    private volatile boolean closed;

    /**
     * A source.
     *
     * @param maxBatch records that one poll gives at most, at least 1
     * @param delay how long to wait when the queue is empty before asking again; doubled up to 5 ms while it stays
     *     empty
     */
    public UdpQueueSource(
            HostPort server, String queue, int maxBatch, Duration delay, QueueClientSettings settings, Ticker ticker) {
        this.server = server;
        this.queue = queue;
        this.maxBatch = maxBatch;
        this.delay = delay;
        this.settings = settings;
        this.ticker = ticker;
    }

    @Override
    public void open() {
        lock.lock();
        try {
            QueueClient open = client;
            if (open == null) {
                open = QueueClient.open(server, settings, ticker);
                client = open;
                open.hello();
            }
            settle(open);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new TransientException("interrupted while opening " + server, e);
        } catch (TransientException e) {
            forget();
            throw e;
        } finally {
            lock.unlock();
        }
    }

    /** A client that failed is not used again. */
    private void forget() {
        if (client != null) {
            client.close();
            client = null;
        }
    }

    /** Acknowledges what is committed and gives back the rest. */
    private void settle(QueueClient open) throws InterruptedException {
        if (!acks.isEmpty()) {
            open.ack(queue, List.copyOf(acks));
            acks.clear();
        }
        List<Long> back = new ArrayList<>();
        uncommitted.forEach(back::addAll);
        ahead.forEach(delivery -> back.add(delivery.leaseId()));
        if (!back.isEmpty()) {
            open.nak(queue, back, Duration.ZERO);
        }
        uncommitted.clear();
        ahead.clear();
    }

    @Override
    public Poll<String> poll(Duration timeout) throws InterruptedException {
        long start = ticker.nanos();
        long pause = Math.max(1, delay.toNanos());
        while (!closed) {
            Poll<String> found = once();
            if (found != null) {
                return found;
            }
            long rest = timeout.toNanos() - (ticker.nanos() - start);
            if (rest <= 0) {
                return new Poll.Idle<>();
            }
            boolean _ = over.await(Math.min(rest, pause), TimeUnit.NANOSECONDS);
            pause = Math.max(delay.toNanos(), Math.min(2 * pause, LONGEST_PAUSE.toNanos()));
        }
        return new Poll.End<>();
    }

    private @Nullable Poll<String> once() throws InterruptedException {
        lock.lockInterruptibly();
        try {
            QueueClient open = client;
            if (open == null || closed) {
                return new Poll.End<>();
            }
            if (ahead.isEmpty()) {
                ahead.addAll(open.ackAndLease(queue, List.copyOf(acks), maxBatch, Duration.ZERO));
                acks.clear();
            }
            return ahead.isEmpty() ? null : batch(open);
        } catch (TransientException e) {
            if (closed) {
                return new Poll.End<>();
            }
            throw e;
        } finally {
            lock.unlock();
        }
    }

    private Poll<String> batch(QueueClient open) throws InterruptedException {
        List<Long> leases = new ArrayList<>();
        List<Record<String>> records = new ArrayList<>();
        while (!ahead.isEmpty()) {
            Delivery next = ahead.getFirst();
            try {
                records.add(new Record<>(
                        next.key(), next.strictText(), ticker.now().minusNanos(next.ageNanos()), Map.of()));
            } catch (PoisonException e) {
                if (!records.isEmpty()) {
                    break;
                }
                ahead.removeFirst();
                open.reject(queue, List.of(next.leaseId()), e.reason());
                throw e;
            }
            leases.add(next.leaseId());
            ahead.removeFirst();
        }
        uncommitted.addLast(leases);
        return new Poll.Batch<>(records, () -> commit(leases));
    }

    private void commit(List<Long> leases) {
        lock.lock();
        try {
            acks.addAll(leases);
            uncommitted.removeIf(other -> other.getFirst().equals(leases.getFirst()));
        } finally {
            lock.unlock();
        }
    }

    /** Ends a running poll. Acknowledges what was committed, unless another thread is just asking. */
    @Override
    public void close() {
        closed = true;
        over.countDown();
        if (lock.tryLock()) {
            try {
                if (client != null) {
                    settle(client);
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            } catch (RuntimeException e) {
                log.debug("leases of queue {} at {} are left to run out", queue, server, e);
            } finally {
                forget();
                lock.unlock();
            }
        } else {
            QueueClient open = client;
            if (open != null) {
                open.close();
            }
        }
    }
}
