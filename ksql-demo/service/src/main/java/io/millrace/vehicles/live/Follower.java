package io.millrace.vehicles.live;

import io.millrace.core.flow.Delivery;
import io.millrace.core.flow.EndReason;
import io.millrace.core.flow.Subscription;
import io.millrace.core.time.Ticker;
import io.millrace.vehicles.hfp.VehicleKey;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Someone who follows vehicles. What waits is at most one change per vehicle, its latest, so a slow reader needs no
 * more memory than there are vehicles and never reads what is out of date; what was replaced while it waited is told as
 * a gap. A vehicle keeps its place in the queue, so that none waits for ever.
 *
 * <p><b>Threading:</b> thread-safe.
 */
public final class Follower implements Subscription {

    private static final EndReason CLOSED = new EndReason.Stopped("closed by its reader");
    private static final int CHUNK_ROWS = 512;

    private record Change(Sighting seen, @Nullable Gone gone) {

        int bytes() {
            return seen.row().length;
        }
    }

    private final VehicleFilter filter;
    private final Ticker ticker;
    private final Runnable wakeUp;
    private final Consumer<Follower> onClose;
    private final ReentrantLock lock = new ReentrantLock();
    private final LinkedHashMap<VehicleKey, Change> waiting = new LinkedHashMap<>();
    private final Superseded superseded = new Superseded();
    private long waitingBytes;
    private boolean hungry;
    private boolean due;
    private boolean closed;

    Follower(VehicleFilter filter, Ticker ticker, Runnable wakeUp, Consumer<Follower> onClose) {
        this.filter = filter;
        this.ticker = ticker;
        this.wakeUp = wakeUp;
        this.onClose = onClose;
    }

    /** A vehicle that is on the board when the follower comes. */
    void begin(Sighting seen) {
        put(new Change(seen, null), Instant.MIN);
    }

    /** A vehicle that came, moved or left; null when it was not, or is not, on the board. */
    void offer(@Nullable Sighting before, @Nullable Sighting after, Instant now) {
        Change change = change(before, after, now);
        if (change == null) {
            return;
        }
        lock.lock();
        try {
            if (!closed) {
                put(change, now);
                due |= hungry;
                hungry = false;
            }
        } finally {
            lock.unlock();
        }
    }

    private @Nullable Change change(@Nullable Sighting before, @Nullable Sighting after, Instant now) {
        if (after != null && filter.covers(after.position())) {
            return filter.fresh(after.position(), now) ? new Change(after, null) : null;
        }
        if (before != null && filter.covers(before.position())) {
            return after == null ? new Change(before, Gone.EXPIRED) : new Change(after, Gone.LEFT);
        }
        return null;
    }

    private void put(Change change, Instant now) {
        Change replaced = waiting.put(change.seen().position().key(), change);
        waitingBytes += change.bytes();
        if (replaced != null) {
            waitingBytes -= replaced.bytes();
            superseded.add(replaced.bytes(), now);
        }
    }

    /** Calls the wake-up if it is due; without any lock. */
    void wake() {
        boolean call;
        lock.lock();
        try {
            call = due;
            due = false;
        } finally {
            lock.unlock();
        }
        if (call) {
            wakeUp.run();
        }
    }

    @Override
    public Delivery take() {
        lock.lock();
        try {
            if (closed) {
                return new Delivery.End(CLOSED);
            }
            Delivery gap = superseded.take();
            if (gap != null) {
                return gap;
            }
            if (waiting.isEmpty()) {
                hungry = true;
                return Delivery.EMPTY;
            }
            return rows(ticker.now());
        } finally {
            lock.unlock();
        }
    }

    private Delivery rows(Instant now) {
        RowBuffer rows = new RowBuffer(Math.min(CHUNK_ROWS, waiting.size()));
        for (int i = 0; i < CHUNK_ROWS; i++) {
            Map.Entry<VehicleKey, Change> next = waiting.pollFirstEntry();
            if (next == null) {
                break;
            }
            Change change = next.getValue();
            waitingBytes -= change.bytes();
            if (change.gone() == null) {
                PositionRow.write(change.seen(), now, rows);
            } else {
                rows.add(PositionRow.gone(change.seen().position(), change.gone()));
                rows.endRow();
            }
        }
        return new Delivery.Rows(rows.chunk());
    }

    @Override
    public void close() {
        lock.lock();
        try {
            closed = true;
            waiting.clear();
            waitingBytes = 0;
        } finally {
            lock.unlock();
        }
        onClose.accept(this);
    }

    @Override
    public long pendingRows() {
        lock.lock();
        try {
            return waiting.size();
        } finally {
            lock.unlock();
        }
    }

    @Override
    public long pendingBytes() {
        lock.lock();
        try {
            return waitingBytes;
        } finally {
            lock.unlock();
        }
    }

    @Override
    public long droppedRows() {
        lock.lock();
        try {
            return superseded.total();
        } finally {
            lock.unlock();
        }
    }

    /** Never: it can not fall behind further than all vehicles. */
    @Override
    public boolean cutOff() {
        return false;
    }
}
