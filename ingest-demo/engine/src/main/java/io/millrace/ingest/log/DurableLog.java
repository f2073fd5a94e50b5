package io.millrace.ingest.log;

import io.millrace.core.Record;
import io.millrace.core.failure.FatalException;
import io.millrace.core.failure.TransientException;
import io.millrace.core.json.JsonRow;
import io.millrace.core.time.Ticker;
import io.millrace.ingest.config.BufferSettings;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Rows on the disk, written once and read by several, each at its own pace. A file goes when every reader has passed
 * it, and not before {@link #ready} was called: a reader that comes later than others finds all that it needs.
 *
 * <p><b>Threading:</b> one thread writes; others read, each with its own {@link LogReader}; the rest is for any thread.
 *
 * <p><b>Failure:</b> rows of an append that failed are not there. What was cut off by a kill while it was written is
 * cut off when the log is opened; what is damaged in the middle is left out, told and counted.
 */
public final class DurableLog implements AutoCloseable {

    private static final int FILES = 8;
    private static final long MAX_FILE = 32L << 20;

    private final Path folder;
    private final BufferSettings settings;
    private final Ticker ticker;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition published = lock.newCondition();
    private final Condition room = lock.newCondition();
    private final Segments segments;
    private final Tail tail;
    private final List<LogReader> readers = new ArrayList<>();
    private volatile long end;
    private boolean ready;
    private boolean full;
    private long dropped;
    private long passed;
    private long woken;

    private DurableLog(Path folder, BufferSettings settings, Ticker ticker, Segments segments) {
        this.folder = folder;
        this.settings = settings;
        this.ticker = ticker;
        this.segments = segments;
        this.tail = new Tail(settings.memoryBytes());
        this.end = segments.end();
    }

    /**
     * Opens a log; who calls has the folder for itself.
     *
     * @throws FatalException when its files cannot be read
     */
    public static DurableLog open(Path folder, BufferSettings settings, Ticker ticker) {
        try {
            long fileBytes = Math.min(MAX_FILE, settings.maxBytes() / FILES);
            return new DurableLog(folder, settings, ticker, Segments.open(folder, fileBytes));
        } catch (IOException e) {
            throw new FatalException("cannot open log " + folder + ": " + e.getMessage(), e);
        }
    }

    /**
     * Adds a reader.
     *
     * @param position offset that it reads first; all below is of no use to it
     * @param pinned offset up to which rows must stay even when old ones are dropped; at least {@code position}
     */
    public LogReader register(long position, long pinned) {
        LogReader reader = new LogReader(this, position, pinned);
        lock.lock();
        try {
            readers.add(reader);
        } finally {
            lock.unlock();
        }
        return reader;
    }

    /** Every reader is there: from now on what they have passed is deleted, and new rows come behind all of them. */
    public void ready() {
        lock.lock();
        try {
            long behind = readers.stream().mapToLong(LogReader::pinned).max().orElse(0);
            segments.skipTo(behind);
            end = Math.max(end, behind);
            ready = true;
            reclaim();
        } catch (IOException e) {
            throw new FatalException("cannot open log " + folder + ": " + e.getMessage(), e);
        } finally {
            lock.unlock();
        }
    }

    /**
     * Writes rows. They are on the disk when it returns, and readers see them then.
     *
     * @param rows not empty
     * @throws TransientException when the disk does not take them, for example because it is full; none is there then
     */
    public Appended append(List<Record<JsonRow>> rows) {
        long logged = ticker.now().toEpochMilli();
        int bytes = rows.stream().mapToInt(RowFrame::size).reduce(0, Math::addExact);
        ByteBuffer frames = ByteBuffer.allocate(bytes);
        rows.forEach(row -> RowFrame.write(frames, logged, row));
        try {
            Appended refusal = makeRoom(rows.size(), bytes);
            if (refusal != null) {
                return refusal;
            }
            segments.write(frames.array());
        } catch (IOException e) {
            throw new TransientException("cannot write log " + folder + ": " + e.getMessage(), e);
        }
        return publish(rows, logged, bytes);
    }

    private @Nullable Appended makeRoom(int rows, int bytes) throws IOException {
        lock.lock();
        try {
            if (!fits(bytes)) {
                segments.roll();
                reclaim();
            }
            // what is larger than the bound has to go in somehow, and does so alone
            while (!fits(bytes) && segments.rows(floor()) > 0) {
                switch (settings.overflow()) {
                    case DROP_OLDEST -> {
                        if (!dropOldest()) {
                            dropped += rows;
                            return new Appended.Dropped();
                        }
                    }
                    case DROP_NEWEST -> {
                        dropped += rows;
                        return new Appended.Dropped();
                    }
                    default -> {
                        full = true;
                        return new Appended.Full();
                    }
                }
            }
            full = false;
            segments.rollFor(bytes);
            return null;
        } finally {
            lock.unlock();
        }
    }

    private boolean fits(int bytes) {
        return segments.bytes() + bytes <= settings.maxBytes();
    }

    /** The oldest file of which no reader has rows under way. */
    private boolean dropOldest() {
        Segment oldest =
                segments.firstSealed(segment -> readers.stream().noneMatch(reader -> reader.isUnderWay(segment)));
        if (oldest == null) {
            return false;
        }
        dropped += oldest.end() - Math.max(oldest.base(), Math.min(oldest.end(), floor()));
        segments.remove(oldest);
        readers.forEach(reader -> reader.lost(oldest.base(), oldest.end()));
        return true;
    }

    private Appended publish(List<Record<JsonRow>> rows, long logged, int bytes) {
        lock.lock();
        try {
            long first = segments.end();
            List<LogEntry> entries = new ArrayList<>(rows.size());
            for (Record<JsonRow> row : rows) {
                entries.add(new LogEntry(first + entries.size(), logged, row));
            }
            segments.grew(rows.size(), bytes);
            tail.add(entries);
            end = segments.end();
            published.signalAll();
            return new Appended.Stored(first);
        } finally {
            lock.unlock();
        }
    }

    /** Waits until readers have passed something, at most so long. */
    public void awaitRoom(Duration timeout) throws InterruptedException {
        lock.lockInterruptibly();
        try {
            long before = passed;
            long nanos = timeout.toNanos();
            while (passed == before && nanos > 0) {
                nanos = room.awaitNanos(nanos);
            }
        } finally {
            lock.unlock();
        }
    }

    /** Offset behind the newest row. */
    public long end() {
        return end;
    }

    /** What is there now. */
    public LogSize size() {
        lock.lock();
        try {
            return new LogSize(
                    segments.rows(floor()), tail.rows(), tail.bytes(), segments.bytes(), full, dropped, damaged());
        } finally {
            lock.unlock();
        }
    }

    private long damaged() {
        return readers.stream().mapToLong(LogReader::damaged).max().orElse(0);
    }

    private long floor() {
        return ready ? readers.stream().mapToLong(LogReader::committed).min().orElse(end) : 0;
    }

    private void reclaim() {
        long floor = floor();
        segments.removeBelow(floor);
        tail.release(floor);
        passed++;
        room.signalAll();
    }

    /** Rows that are in memory; else where they are in files. */
    LogPlace place(long offset) {
        lock.lock();
        try {
            List<LogEntry> rows = tail.from(offset);
            return rows.isEmpty() ? segments.place(offset, end) : new LogPlace.InMemory(rows);
        } finally {
            lock.unlock();
        }
    }

    /** Changes a reader and looks whether files can go. */
    <R> R change(Supplier<R> change) {
        lock.lock();
        try {
            R result = change.get();
            reclaim();
            return result;
        } finally {
            lock.unlock();
        }
    }

    void remove(LogReader reader) {
        change(() -> readers.remove(reader));
    }

    /** Waits until there is something at an offset; false when there was not in time. */
    boolean await(long offset, Duration timeout) throws InterruptedException {
        lock.lockInterruptibly();
        try {
            long before = woken;
            long nanos = timeout.toNanos();
            while (end <= offset && woken == before && nanos > 0) {
                nanos = published.awaitNanos(nanos);
            }
            return end > offset;
        } finally {
            lock.unlock();
        }
    }

    /** Wakes those who wait. */
    public void wake() {
        lock.lock();
        try {
            woken++;
            passed++;
            published.signalAll();
            room.signalAll();
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void close() {
        lock.lock();
        try {
            segments.close();
        } finally {
            lock.unlock();
        }
    }
}
