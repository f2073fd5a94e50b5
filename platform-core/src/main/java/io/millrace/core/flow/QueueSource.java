package io.millrace.core.flow;

import static java.util.Objects.requireNonNull;

import io.millrace.core.Poll;
import io.millrace.core.Record;
import io.millrace.core.Source;
import io.millrace.core.failure.StreamException;
import io.millrace.core.failure.TransientException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Turns push into pull: producers put records into one bounded queue, a pipeline polls them.
 *
 * <p><b>Threading:</b> {@link #put}, {@link #offer}, {@link #end}, {@link #fail} and the counters are for any thread;
 * the rest as {@link Source} says.
 *
 * <p><b>Delivery:</b> batches that were not committed come again after a reopen, in their order. A queue holds at most
 * {@code capacity} records besides those polled and not yet committed.
 *
 * <p><b>Failure:</b> with {@link Overflow#DISCONNECT} a full queue is emptied, counted as dropped, and the next poll
 * throws {@code TransientException}.
 */
public final class QueueSource<T> implements Source<T> {

    private final QueueSettings settings;
    private final DropListener listener;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition filled = lock.newCondition();
    private final Condition room = lock.newCondition();
    private final RecordQueue<T> queue;
    private final ArrayDeque<List<Record<T>>> uncommitted = new ArrayDeque<>();
    private final ArrayDeque<List<Record<T>>> again = new ArrayDeque<>();
    private long dropped;
    private boolean ended;
    private boolean closed;
    private @Nullable StreamException failure;

    public QueueSource(QueueSettings settings, DropListener listener) {
        this.settings = requireNonNull(settings, "settings is null");
        this.listener = requireNonNull(listener, "listener is null");
        this.queue = settings.overflow() == Overflow.LATEST_BY_KEY
                ? new RecordQueue.LatestByKey<>()
                : new RecordQueue.InOrder<>();
    }

    /**
     * Adds a record, or drops one by the policy; waits while a {@link Overflow#BLOCK} queue is full.
     *
     * @return false when this record will not be delivered
     */
    public boolean put(Record<T> record) throws InterruptedException {
        lock.lockInterruptibly();
        try {
            while (settings.overflow() == Overflow.BLOCK && full() && accepting()) {
                room.await();
            }
            return add(record);
        } finally {
            lock.unlock();
        }
    }

    /**
     * As {@link #put} for threads that must not wait.
     *
     * @return false when this record will not be delivered, also for a full {@link Overflow#BLOCK} queue: the producer
     *     still has it, so that does not count as dropped
     */
    public boolean offer(Record<T> record) {
        lock.lock();
        try {
            return add(record);
        } finally {
            lock.unlock();
        }
    }

    /**
     * As {@link #offer} for each of them in order, with one look at the lock; stops at the first that a full
     * {@link Overflow#BLOCK} queue has no room for.
     *
     * @return how many were dealt with, from the first: delivered, or dropped by the policy; fewer than given when the
     *     queue blocks, has ended or failed, and the producer still has the others
     */
    public int offerAll(List<Record<T>> records) {
        lock.lock();
        try {
            int done = 0;
            while (done < records.size()
                    && accepting()
                    && (add(records.get(done)) || settings.overflow() != Overflow.BLOCK)) {
                done++;
            }
            return done;
        } finally {
            lock.unlock();
        }
    }

    private boolean add(Record<T> record) {
        if (!accepting()) {
            return false;
        }
        if (!queue.replaces(record) && full() && !makeRoom()) {
            return false;
        }
        if (queue.add(record)) {
            drop(1);
        }
        filled.signal();
        return true;
    }

    /** False when the new record is the one that goes. */
    private boolean makeRoom() {
        return switch (settings.overflow()) {
            case BLOCK -> false;
            case DROP_NEWEST -> {
                drop(1);
                yield false;
            }
            case DROP_OLDEST, LATEST_BY_KEY -> {
                queue.remove();
                drop(1);
                yield true;
            }
            case DISCONNECT -> {
                drop(queue.size() + 1);
                queue.clear();
                failure = new TransientException("queue is full (" + settings.capacity() + " records)");
                filled.signalAll();
                yield false;
            }
        };
    }

    private void drop(int records) {
        dropped += records;
        listener.dropped(settings.overflow(), records, 0);
    }

    private boolean full() {
        return queue.size() >= settings.capacity();
    }

    private boolean accepting() {
        return !ended && !closed && failure == null;
    }

    /** No more will be put; polls give the end when the queue is empty. */
    public void end() {
        lock.lock();
        try {
            ended = true;
            filled.signalAll();
            room.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Makes polls throw this when the queue is empty, until a reopen. The first failure counts. */
    public void fail(StreamException cause) {
        lock.lock();
        try {
            if (failure == null) {
                failure = cause;
            }
            filled.signalAll();
            room.signalAll();
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void open() {
        lock.lock();
        try {
            failure = null;
            // before those of an earlier reopen that were not polled since
            for (List<Record<T>> batch : uncommitted.reversed()) {
                again.addFirst(batch);
            }
            uncommitted.clear();
        } finally {
            lock.unlock();
        }
    }

    @Override
    public Poll<T> poll(Duration timeout) throws InterruptedException {
        long nanos = TimeUnit.NANOSECONDS.convert(timeout);
        lock.lockInterruptibly();
        try {
            while (true) {
                if (closed) {
                    return new Poll.End<>();
                }
                List<Record<T>> batch = again.isEmpty() ? drain() : again.removeFirst();
                if (!batch.isEmpty()) {
                    uncommitted.addLast(batch);
                    return new Poll.Batch<>(batch, () -> commit(batch));
                }
                if (failure != null) {
                    throw failure;
                }
                if (ended) {
                    return new Poll.End<>();
                }
                if (nanos <= 0) {
                    return new Poll.Idle<>();
                }
                nanos = filled.awaitNanos(nanos);
            }
        } finally {
            lock.unlock();
        }
    }

    private List<Record<T>> drain() {
        List<Record<T>> batch = new ArrayList<>();
        while (batch.size() < settings.maxBatch() && queue.size() > 0) {
            batch.add(queue.remove());
        }
        room.signalAll();
        return batch;
    }

    private void commit(List<Record<T>> batch) {
        lock.lock();
        try {
            uncommitted.removeIf(other -> isSame(other, batch));
        } finally {
            lock.unlock();
        }
    }

    @SuppressWarnings("ReferenceEquality") // two batches may be equal in content
    private static boolean isSame(Object one, Object other) {
        return one == other;
    }

    @Override
    public void close() {
        lock.lock();
        try {
            closed = true;
            queue.clear();
            filled.signalAll();
            room.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Records that wait to be polled. */
    public int depth() {
        lock.lock();
        try {
            return queue.size();
        } finally {
            lock.unlock();
        }
    }

    /** Records that were dropped by the policy so far. */
    public long dropped() {
        lock.lock();
        try {
            return dropped;
        } finally {
            lock.unlock();
        }
    }

    /** The bound and the policy. */
    public QueueSettings settings() {
        return settings;
    }
}
