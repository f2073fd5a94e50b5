package io.millrace.mq.log;

import static io.millrace.mq.log.LogFormat.HEADER;
import static io.millrace.mq.log.LogFormat.RECORD;

import io.millrace.core.failure.FatalException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads the segments of a log that is being opened. Bytes that are no record end the log there (a torn tail), unless a
 * mark behind them tells that the disk once had everything up to a later place: then they are damage.
 */
final class Recovery {

    private static final Logger log = LoggerFactory.getLogger(Recovery.class);

    private record Place(Segment segment, int offset) {}

    private final SegmentFiles files;
    private final boolean salvage;
    private final LogIndex index = new LogIndex();
    private final List<Segment> segments = new ArrayList<>();
    private final TreeMap<Long, Place> copies = new TreeMap<>();
    private long lastId;

    Recovery(SegmentFiles files, boolean salvage) {
        this.files = files;
        this.salvage = salvage;
    }

    /** Reads all segments; none may be left. */
    LogIndex read() throws IOException {
        try {
            map();
            for (int i = 0; i < segments.size(); i++) {
                Segment segment = segments.get(i);
                lastId = Math.max(lastId, segment.firstId() - 1);
                read(index.add(segment), i);
            }
            return index;
        } catch (IOException | RuntimeException e) {
            segments.forEach(Segment::close);
            throw e;
        }
    }

    /** The highest id that was ever seen. */
    long lastId() {
        return lastId;
    }

    /** Tells of all live entries, in the order of their ids. */
    void replay(MessageLog.Replay replay) {
        // whoever was moved is older than everything that is still in its first place
        copies.forEach((id, place) -> {
            if (index.isLive(id) && !index.isAtHome(id)) {
                replay.entry(id, place.segment.payload(place.offset));
            }
        });
        for (LogIndex.Part part : index.parts()) {
            Segment segment = part.segment();
            for (int at = HEADER; at < segment.end() && at + RECORD <= segment.size(); at = next(segment, at)) {
                int head = segment.head(at);
                if (LogFormat.type(head) == LogFormat.APPEND && part.owns(segment.id(at))) {
                    replay.entry(segment.id(at), segment.payload(at));
                }
                if (head == 0) {
                    break;
                }
            }
        }
    }

    static int next(Segment segment, int offset) {
        return offset + LogFormat.size(LogFormat.length(segment.head(offset)));
    }

    private void map() throws IOException {
        List<Long> numbers = files.numbers();
        long expected = numbers.isEmpty() ? 0 : numbers.getFirst();
        for (long number : numbers) {
            boolean isLast = number == numbers.getLast();
            Segment segment = files.size(number) < HEADER ? null : files.map(number);
            if (isLast && (segment == null || isUnused(segment, number))) {
                if (segment != null) {
                    segment.close();
                }
                files.delete(number); // made in advance
            } else if (segment != null && segment.isHeaderValid(number)) {
                if (number != expected) {
                    gap(expected);
                }
                segments.add(segment);
                expected = number + 1;
            } else {
                if (segment != null) {
                    segment.close();
                }
                damagedHeader(number);
            }
        }
    }

    /** Whether it never had a record: it is blank, or the process died while it wrote the header, which comes first. */
    private static boolean isUnused(Segment segment, long number) {
        return segment.isBlank() || (!segment.isHeaderValid(number) && segment.isZero(HEADER, segment.size()));
    }

    private void gap(long number) {
        if (!salvage) {
            throw new FatalException("log " + files.folder() + " lacks " + files.path(number)
                    + ": bring it back, or set salvage to go on without it");
        }
        log.warn("log {} goes on without {}", files.folder(), files.path(number));
    }

    private void damagedHeader(long number) throws IOException {
        if (!salvage) {
            throw damaged(files.path(number).toString(), 0, "its header is wrong or its length is not what it says");
        }
        log.warn("log {} goes on without {}, put aside as {}", files.folder(), number, files.setAside(number));
    }

    private static FatalException damaged(String file, long offset, String why) {
        return new FatalException("log file " + file + " is damaged at byte " + offset + ": " + why
                + "; restore it, or set salvage to go on without what is damaged");
    }

    private void read(LogIndex.Part part, int ordinal) throws IOException {
        Segment segment = part.segment();
        int at = HEADER;
        while (at + RECORD <= segment.size()) {
            if (segment.isRecord(at)) {
                int type = LogFormat.type(segment.head(at));
                take(part, type, at);
                at = type == LogFormat.SEAL ? segment.size() : next(segment, at);
            } else if (ordinal == segments.size() - 1 && segment.isZero(at, segment.size())) {
                break;
            } else if (isEvidence(ordinal, at)) {
                at = skip(segment, at);
            } else {
                cut(ordinal, at);
                break;
            }
        }
        segment.endAt(Math.min(at, segment.size()));
    }

    private void take(LogIndex.Part part, int type, int at) {
        Segment segment = part.segment();
        long id = segment.id(at);
        int length = LogFormat.length(segment.head(at));
        switch (type) {
            case LogFormat.APPEND -> {
                index.born(part, id, length);
                lastId = Math.max(lastId, id);
            }
            case LogFormat.RELEASE -> {
                index.release(id);
                copies.remove(id);
            }
            case LogFormat.COPY -> {
                // with the first writing still there, the copy was not finished
                if (!index.isAtHome(id)) {
                    index.copied(part, id, length);
                    copies.put(id, new Place(segment, at));
                    lastId = Math.max(lastId, id);
                }
            }
            default -> {} // marks, seals and skipped damage say nothing of entries
        }
    }

    /** Whether something behind the place proves that the disk once had more than what is before it. */
    private boolean isEvidence(int ordinal, int offset) {
        long position = segments.get(ordinal).base() + offset;
        for (int i = ordinal; i < segments.size(); i++) {
            Segment segment = segments.get(i);
            for (int at = i == ordinal ? offset : HEADER; at + RECORD <= segment.size(); at += RECORD) {
                if (LogFormat.type(segment.head(at)) == LogFormat.MARK
                        && segment.isRecord(at)
                        && segment.id(at) > position) {
                    return true;
                }
            }
        }
        return false;
    }

    private int skip(Segment segment, int from) {
        int to = from + RECORD;
        while (to + RECORD <= segment.size() && !segment.isRecord(to)) {
            to += RECORD;
        }
        if (!salvage) {
            throw damaged(segment.path().toString(), from, "bytes that the disk once had are no record");
        }
        int end = to + RECORD > segment.size() ? segment.size() : to;
        log.warn(
                "log file {}: skipped {} damaged bytes at {}; what they held is lost, what they released may come again",
                segment.path(),
                end - from,
                from);
        segment.pad(from, end);
        return end;
    }

    private void cut(int ordinal, int at) throws IOException {
        Segment segment = segments.get(ordinal);
        log.warn("log file {}: cut a torn tail at byte {}; it was never forced to the disk", segment.path(), at);
        while (segments.size() > ordinal + 1) {
            Segment later = segments.removeLast();
            log.warn("log file {}: removed, it follows the torn tail", later.path());
            long number = later.number();
            later.close();
            files.delete(number);
        }
        segment.clear(at);
    }
}
