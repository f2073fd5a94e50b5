package io.millrace.ingest.log;

import io.millrace.core.failure.TransientException;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One reader's place in the log.
 *
 * <p><b>Threading:</b> {@link #read}, {@link #await}, {@link #pin} and {@link #commit} are for one thread, the rest for
 * any.
 */
@SuppressWarnings("NonAtomicVolatileUpdate") // one thread writes them
public final class LogReader implements AutoCloseable {

    private record Range(long from, long to) {}

    private final DurableLog log;
    private final List<Range> lost = new ArrayList<>();
    private volatile long position;
    private volatile long committed;
    private volatile long pinned;
    private volatile long missed;
    private volatile long damaged;
    private @Nullable Segment opened;
    private @Nullable SegmentReader file;
    private long next;

    LogReader(DurableLog log, long position, long pinned) {
        this.log = log;
        this.position = position;
        this.committed = position;
        this.pinned = Math.max(position, pinned);
    }

    /**
     * Rows that come next and are there already; none when there are none.
     *
     * @param maxRows rows at most
     * @param maxBytes bytes of their texts after which it stops
     * @throws TransientException when a file cannot be read
     */
    public List<LogEntry> read(int maxRows, long maxBytes) {
        LogPlace place = log.place(position);
        return switch (place) {
            case LogPlace.Ahead ahead -> {
                skipTo(Math.max(position, ahead.end()));
                yield List.of();
            }
            case LogPlace.InMemory memory -> advance(limited(memory.rows(), maxRows, maxBytes));
            case LogPlace.InFile inFile -> {
                skipTo(inFile.from());
                yield fromFile(inFile, maxRows, maxBytes);
            }
        };
    }

    private static List<LogEntry> limited(List<LogEntry> rows, int maxRows, long maxBytes) {
        long bytes = 0;
        int count = 0;
        while (count < rows.size() && count < maxRows && (count == 0 || bytes < maxBytes)) {
            bytes += rows.get(count).row().value().size();
            count++;
        }
        return rows.subList(0, count);
    }

    private List<LogEntry> advance(List<LogEntry> rows) {
        position = rows.getLast().offset() + 1;
        return rows;
    }

    private void skipTo(long offset) {
        missed += offset - position;
        position = offset;
    }

    private List<LogEntry> fromFile(LogPlace.InFile place, int maxRows, long maxBytes) {
        List<LogEntry> rows = new ArrayList<>();
        long bytes = 0;
        try {
            SegmentReader reader = at(place.segment(), place.from());
            while (position < place.to() && rows.size() < maxRows && (rows.isEmpty() || bytes < maxBytes)) {
                SegmentReader.Step step = reader.next();
                if (step == SegmentReader.Step.END) {
                    damaged(place.to() - position);
                    break;
                }
                next++;
                LogEntry entry = step == SegmentReader.Step.ROW ? RowFrame.read(position, reader.payload()) : null;
                if (entry == null) {
                    damaged(1);
                } else {
                    rows.add(entry);
                    bytes += entry.row().value().size();
                    position++;
                }
            }
            return rows;
        } catch (IOException e) {
            closeFile();
            if (isLost(place.from(), place.from() + 1)) {
                return rows; // it was dropped meanwhile; the next read goes on behind it
            }
            throw new TransientException(
                    "cannot read log file " + place.segment().file() + ": " + e.getMessage(), e);
        }
    }

    private void damaged(long rows) {
        damaged += rows;
        skipTo(position + rows);
    }

    @SuppressWarnings("ReferenceEquality") // a file may come back with another content
    private SegmentReader at(Segment segment, long offset) throws IOException {
        SegmentReader reader = file;
        if (reader == null || opened != segment || next > offset) {
            closeFile();
            reader = SegmentReader.open(segment.file());
            file = reader;
            opened = segment;
            next = segment.base();
        }
        while (next < offset && reader.skip()) {
            next++;
        }
        return reader;
    }

    /** Waits until there is something to read, at most so long; false when there is nothing. */
    public boolean await(Duration timeout) throws InterruptedException {
        return log.await(position, timeout);
    }

    /** Wakes who waits. */
    public void wake() {
        log.wake();
    }

    /**
     * Says that rows are under way, so that they stay even when old ones are dropped.
     *
     * @param from offset of the first
     * @param to offset behind the last
     * @return false when some of them were dropped after they were read
     */
    public boolean pin(long from, long to) {
        return log.change(() -> {
            if (lost.stream().anyMatch(range -> range.from() < to && range.to() > from)) {
                return false;
            }
            pinned = to;
            return true;
        });
    }

    /** Those rows that were not dropped after they were read. */
    public List<LogEntry> present(List<LogEntry> rows) {
        return rows.stream()
                .filter(row -> !isLost(row.offset(), row.offset() + 1))
                .toList();
    }

    /** Whether there is more to read. */
    public boolean isBehind() {
        return position < log.end();
    }

    /** When the row at the committed offset was logged, if it is in memory; else {@link Long#MAX_VALUE}. */
    public long oldest() {
        return log.place(committed) instanceof LogPlace.InMemory memory
                ? memory.rows().getFirst().logged()
                : Long.MAX_VALUE;
    }

    /** Says that all rows before an offset are of no more use to this reader. */
    public void commit(long offset) {
        log.change(() -> {
            committed = offset;
            pinned = Math.max(offset, pinned);
            lost.removeIf(range -> range.to() <= offset);
            return offset;
        });
    }

    /** Reads from an offset again. */
    public void seek(long offset) {
        position = offset;
    }

    /** Offset of the row that is read next. */
    public long position() {
        return position;
    }

    /** Offset before which all rows are of no more use. */
    public long committed() {
        return committed;
    }

    /** Rows that were dropped or damaged before this reader came to them. */
    public long missed() {
        return missed;
    }

    /** Counts rows that were dropped after they were read. */
    public void miss(long rows) {
        missed += rows;
    }

    /** Rows of the log that are not committed. */
    public long lag() {
        return Math.max(0, log.end() - committed);
    }

    long damaged() {
        return damaged;
    }

    long pinned() {
        return pinned;
    }

    boolean isUnderWay(Segment segment) {
        return segment.overlaps(committed, pinned);
    }

    void lost(long from, long to) {
        if (to > committed) {
            lost.add(new Range(from, to));
        }
    }

    private boolean isLost(long from, long to) {
        return log.change(() -> lost.stream().anyMatch(range -> range.from() < to && range.to() > from));
    }

    private void closeFile() {
        SegmentReader reader = file;
        file = null;
        opened = null;
        if (reader != null) {
            try {
                reader.close();
            } catch (IOException _) {
                // it was only read
            }
        }
    }

    /** Leaves the log for good, which then keeps nothing for this reader. */
    public void leave() {
        log.remove(this);
        closeFile();
    }

    /** Ends reading. What this reader has not passed stays in the log, where it will want it after the next start. */
    @Override
    public void close() {
        closeFile();
    }
}
