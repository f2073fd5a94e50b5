package io.millrace.service.stream;

import io.netty.channel.EventLoop;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * Serves all readers of one event loop: readers that were woken wait in one queue and are served in one task, so waking
 * a thousand readers hands the event loop one task and not a thousand. With few readers a woken reader is served at
 * once; with many, passes keep a distance that grows with the number of writes, so that small chunks are merged and the
 * writes of all readers together never fill the loop.
 *
 * <p><b>Threading:</b> {@link #wake} and {@link #execute} are thread-safe; all else is confined to the event loop.
 */
final class ReaderLoop implements Runnable {

    /** A write costs some 8 us; so many writes per millisecond of distance keep a loop a tenth busy. */
    private static final int WRITES_PER_MILLISECOND = 12;

    private static final int MAX_DISTANCE_MILLIS = 20;
    private static final int MAX_READERS_PER_PASS = 256;
    private static final int HOUSEKEEPING_MILLIS = 100;

    private final EventLoop loop;
    private final Queue<Reader> woken = new ConcurrentLinkedQueue<>();
    private final AtomicBoolean scheduled = new AtomicBoolean();
    private final Set<Reader> readers = new LinkedHashSet<>();
    private @Nullable Future<?> housekeeping;
    private int smallWrites;
    private volatile int size;

    ReaderLoop(EventLoop loop) {
        this.loop = loop;
    }

    /** Has the reader served soon. */
    void wake(Reader reader) {
        if (reader.markWoken()) {
            woken.add(reader);
            schedule();
        }
    }

    private void schedule() {
        if (scheduled.compareAndSet(false, true)) {
            execute(this);
        }
    }

    /** Has the reader served after that time. */
    void wakeAfter(Duration delay, Reader reader) {
        Future<?> _ = loop.schedule(() -> wake(reader), delay.toNanos(), TimeUnit.NANOSECONDS);
    }

    /** Runs the task on the event loop; false when the loop has been shut down. */
    boolean execute(Runnable task) {
        try {
            loop.execute(task);
            return true;
        } catch (RejectedExecutionException _) {
            return false;
        }
    }

    /** Ends all streams; those that open at this moment too. */
    void stopAll(String reason) {
        execute(() -> Set.copyOf(readers).forEach(reader -> reader.stop(reason)));
    }

    /** Readers that are not gone. Thread-safe. */
    int size() {
        return size;
    }

    void add(Reader reader) {
        readers.add(reader);
        size = readers.size();
        if (housekeeping == null) {
            housekeeping = loop.scheduleAtFixedRate(
                    this::keepHouse, HOUSEKEEPING_MILLIS, HOUSEKEEPING_MILLIS, TimeUnit.MILLISECONDS);
        }
    }

    void remove(Reader reader) {
        readers.remove(reader);
        size = readers.size();
        if (readers.isEmpty() && housekeeping != null) {
            housekeeping.cancel(false);
            housekeeping = null;
        }
    }

    private void keepHouse() {
        for (Reader reader : Set.copyOf(readers)) {
            reader.keepHouse();
        }
    }

    @Override
    public void run() {
        for (int served = 0; served < MAX_READERS_PER_PASS; served++) {
            Reader reader = woken.poll();
            if (reader == null) {
                break;
            }
            if (reader.serve() == Reader.Write.SMALL) {
                smallWrites++;
            }
        }
        if (!woken.isEmpty()) {
            loop.execute(this);
            return;
        }
        int distance = Math.min(MAX_DISTANCE_MILLIS, smallWrites / WRITES_PER_MILLISECOND);
        smallWrites = 0;
        if (distance > 0) {
            Future<?> _ = loop.schedule(this, distance, TimeUnit.MILLISECONDS);
            return;
        }
        scheduled.set(false);
        if (!woken.isEmpty()) {
            schedule();
        }
    }
}
