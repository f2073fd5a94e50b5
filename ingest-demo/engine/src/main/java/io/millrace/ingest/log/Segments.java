package io.millrace.ingest.log;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The files of a log, of which the last is written. Between them offsets may be missing.
 *
 * <p><b>Threading:</b> guarded by the log's lock, except {@link #write}.
 */
final class Segments implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(Segments.class);

    private final SegmentFolder folder;
    private final long fileBytes;
    private final TreeMap<Long, Segment> files = new TreeMap<>();
    private Segment active;
    private RandomAccessFile out;

    private Segments(SegmentFolder folder, long fileBytes, Segment active, RandomAccessFile out) {
        this.folder = folder;
        this.fileBytes = fileBytes;
        this.active = active;
        this.out = out;
    }

    static Segments open(Path path, long fileBytes) throws IOException {
        SegmentFolder folder = new SegmentFolder(path);
        var found = folder.recover();
        Segment last = found.isEmpty() ? folder.create(0) : found.getLast();
        Segments segments = new Segments(folder, fileBytes, last, writer(last));
        found.forEach(segment -> segments.files.put(segment.base(), segment));
        segments.files.put(last.base(), last);
        return segments;
    }

    private static RandomAccessFile writer(Segment segment) throws IOException {
        RandomAccessFile out = new RandomAccessFile(segment.file().toFile(), "rw");
        out.seek(segment.bytes());
        return out;
    }

    /** Writes to the end and forces it to the disk; what it wrote counts only when {@link #grew} is told. */
    void write(byte[] frames) throws IOException {
        try {
            // not by a channel: an interrupt would close it
            out.write(frames);
            out.getFD().sync();
        } catch (IOException e) {
            // the next write begins where this one did, whatever is there now
            out.setLength(active.bytes());
            out.seek(active.bytes());
            throw e;
        }
    }

    void grew(int rows, long bytes) {
        active.grew(rows, bytes);
    }

    long end() {
        return active.end();
    }

    long bytes() {
        return files.values().stream().mapToLong(Segment::bytes).sum();
    }

    /** Rows at an offset and behind it. */
    long rows(long from) {
        return files.values().stream()
                .mapToLong(segment -> Math.max(0, segment.end() - Math.max(segment.base(), from)))
                .sum();
    }

    /** Begins a file when the last one has rows and would become too large. */
    void rollFor(int bytes) throws IOException {
        if (active.bytes() + bytes > fileBytes) {
            roll();
        }
    }

    /** Begins a file unless the last one has no rows. */
    void roll() throws IOException {
        if (!active.isEmpty()) {
            begin(active.end());
        }
    }

    /** Gives the next row at least that offset. */
    void skipTo(long offset) throws IOException {
        if (offset > active.end()) {
            log.warn(
                    "the log ends before what sinks have stored and goes on behind it, end={} stored={}",
                    end(),
                    offset);
            begin(offset);
        }
    }

    private void begin(long base) throws IOException {
        Segment next = folder.create(base);
        RandomAccessFile writer = writer(next);
        out.close();
        out = writer;
        Segment before = active;
        active = next;
        files.put(base, next);
        if (before.isEmpty()) {
            remove(before);
        }
    }

    /** Deletes files that end at or below an offset, except the last. */
    void removeBelow(long offset) {
        while (files.firstEntry().getValue() != active
                && files.firstEntry().getValue().end() <= offset) {
            remove(files.firstEntry().getValue());
        }
    }

    void remove(Segment segment) {
        files.remove(segment.base(), segment);
        try {
            Files.deleteIfExists(segment.file());
        } catch (IOException e) {
            log.warn("cannot delete a file of the log, cause={}", e.toString());
        }
    }

    /** The first but the last of that kind. */
    @Nullable
    Segment firstSealed(Predicate<Segment> wanted) {
        return files.values().stream()
                .filter(segment -> segment != active && wanted.test(segment))
                .findFirst()
                .orElse(null);
    }

    /** The file of an offset, or of the next one that there is; rows from {@code end} on are not readable yet. */
    LogPlace place(long offset, long end) {
        Map.Entry<Long, Segment> entry = files.floorEntry(offset);
        if (entry == null || entry.getValue().end() <= offset) {
            entry = files.higherEntry(offset);
        }
        if (entry == null || Math.max(offset, entry.getKey()) >= end) {
            return new LogPlace.Ahead(end);
        }
        Segment segment = entry.getValue();
        return new LogPlace.InFile(segment, Math.max(offset, segment.base()), Math.min(segment.end(), end));
    }

    @Override
    public void close() {
        try {
            out.close();
        } catch (IOException e) {
            log.warn("cannot close the log, cause={}", e.toString());
        }
    }
}
