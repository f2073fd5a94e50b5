package io.millrace.core.flow;

import io.millrace.core.failure.TransientException;
import io.millrace.core.time.Ticker;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One reader's place in a {@link Broadcast}: what waits for it are chunks by reference. Nothing waits for the
 * publisher.
 */
final class BroadcastSubscription implements Subscription {

    private static final EndReason CLOSED = new EndReason.Stopped("closed by its reader");

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition room = lock.newCondition();
    private final Bounds bounds;
    private final Backlog backlog;
    private final Drops drops;
    private final Ticker ticker;
    private final Runnable wakeUp;
    private final Consumer<BroadcastSubscription> onGone;
    private boolean hungry;
    private boolean cutOff;
    private boolean over;
    private @Nullable EndReason end;

    BroadcastSubscription(
            SubscriberSettings settings,
            DropListener listener,
            Ticker ticker,
            Runnable wakeUp,
            Consumer<BroadcastSubscription> onGone) {
        this.bounds = Bounds.from(settings);
        this.drops = new Drops(bounds.overflow(), listener);
        this.backlog = bounds.overflow() == Overflow.LATEST_BY_KEY
                ? new LatestBacklog(bounds, drops)
                : new QueueBacklog(bounds, drops);
        this.ticker = ticker;
        this.wakeUp = wakeUp;
        this.onGone = onGone;
    }

    @Override
    public Delivery take() {
        lock.lock();
        try {
            Delivery next = backlog.next(ticker);
            if (next != null) {
                room.signal();
                return next;
            }
            if (end != null) {
                over = true;
                return new Delivery.End(end);
            }
            hungry = true;
            return Delivery.EMPTY;
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void close() {
        lock.lock();
        try {
            backlog.clear();
            over = true;
            if (end == null) {
                end = CLOSED;
            }
            room.signal();
        } finally {
            lock.unlock();
        }
        onGone.accept(this);
    }

    @Override
    public long pendingRows() {
        lock.lock();
        try {
            return backlog.rows();
        } finally {
            lock.unlock();
        }
    }

    @Override
    public long pendingBytes() {
        lock.lock();
        try {
            return backlog.bytes();
        } finally {
            lock.unlock();
        }
    }

    @Override
    public long droppedRows() {
        lock.lock();
        try {
            return drops.rows();
        } finally {
            lock.unlock();
        }
    }

    @Override
    public boolean cutOff() {
        lock.lock();
        try {
            return cutOff;
        } finally {
            lock.unlock();
        }
    }

    /** False when the publisher has to wait for room. */
    boolean offer(Published published) {
        boolean wake;
        boolean gone = false;
        lock.lock();
        try {
            if (end != null) {
                return true;
            }
            if (!backlog.offer(published)) {
                if (bounds.overflow() == Overflow.BLOCK) {
                    return false;
                }
                disconnect(published);
                gone = true;
            }
            wake = gone || hungry;
            hungry = false;
        } finally {
            lock.unlock();
        }
        if (gone) {
            onGone.accept(this);
        }
        if (wake) {
            wakeUp.run();
        }
        return true;
    }

    private void disconnect(Published published) {
        String message = "reader too slow: %d rows and %d bytes pending (at most %d rows, %d bytes, %d ms)"
                .formatted(
                        backlog.rows(),
                        backlog.bytes(),
                        bounds.maxRows(),
                        bounds.maxBytes(),
                        bounds.maxAgeNanos() / 1_000_000);
        drops.add(published);
        drops.add(backlog.rows(), backlog.bytes());
        backlog.clear();
        cutOff = true;
        end = new EndReason.Failed(new TransientException(message));
    }

    /** Waits until the chunk fits, or this reader has ended: then the chunk is told as missed before the end. */
    void offerWaiting(Published published) throws InterruptedException {
        boolean wake;
        lock.lockInterruptibly();
        try {
            while (end == null && !backlog.offer(published)) {
                room.await();
            }
            if (end != null && !over) {
                backlog.miss(published);
            }
            wake = hungry;
            hungry = false;
        } finally {
            lock.unlock();
        }
        if (wake) {
            wakeUp.run();
        }
    }

    /** Tells the reader that this chunk will not come. */
    void miss(Published published) {
        boolean wake;
        lock.lock();
        try {
            if (end != null) {
                return;
            }
            backlog.miss(published);
            wake = hungry;
            hungry = false;
        } finally {
            lock.unlock();
        }
        if (wake) {
            wakeUp.run();
        }
    }

    /** Tells the reader that the stream has lost rows here. */
    void interrupt(Interrupted interrupted) {
        boolean wake;
        lock.lock();
        try {
            if (end != null) {
                return;
            }
            backlog.interrupt(interrupted);
            wake = hungry;
            hungry = false;
        } finally {
            lock.unlock();
        }
        if (wake) {
            wakeUp.run();
        }
    }

    void end(EndReason reason) {
        lock.lock();
        try {
            if (end != null) {
                return;
            }
            end = reason;
            hungry = false;
            room.signal();
        } finally {
            lock.unlock();
        }
        wakeUp.run();
    }
}
