package io.millrace.mq.log;

import io.millrace.core.failure.FatalException;
import io.millrace.core.failure.InvalidRequestException;
import io.millrace.core.failure.TransientException;
import io.millrace.core.time.Ticker;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A {@link MessageLog} in memory-mapped files. Appending is a copy and a checksum, without allocation and without a
 * system call, except once per segment.
 *
 * <p>A segment is deleted when nothing in it and before it lives. When live entries take less than a quarter of the
 * files, or the log is full and could be smaller, those of the oldest segment are moved to the end.
 */
public final class MappedMessageLog implements MessageLog {

    private static final Logger log = LoggerFactory.getLogger(MappedMessageLog.class);

    // the last segment is for moving entries, the one before for releases: so a full log can always be emptied
    private static final int FOR_MOVING = 1;
    private static final int FOR_RELEASES = 1;
    private static final int FEW_SEGMENTS = 4;

    private final SegmentFiles files;
    private final LogSettings settings;
    private final SegmentSupply supply;
    private final int maxEntryBytes;
    private final int appendLimit;
    private final int releaseLimit;
    private final long salt = new SecureRandom().nextLong();
    // held while bytes go to the disk or files go away; taken before the lock, never within
    private final ReentrantLock disk = new ReentrantLock();
    // guards everything below
    private final ReentrantLock lock = new ReentrantLock();
    private final LogIndex index;
    private final Queue<Segment> retired = new ArrayDeque<>();
    private LogIndex.Part current;
    private long nextId;
    private boolean closed;
    private volatile long position;
    private volatile long durable;
    private @Nullable FatalException broken;

    private MappedMessageLog(SegmentFiles files, LogSettings settings, Ticker ticker, LogIndex index, long lastId)
            throws IOException {
        this.files = files;
        this.settings = settings;
        this.index = index;
        this.maxEntryBytes = settings.maxEntryBytes();
        this.releaseLimit = settings.maxSegments() - FOR_MOVING;
        this.appendLimit = releaseLimit - FOR_RELEASES;
        this.nextId = lastId + 1;
        this.supply = new SegmentSupply(files, settings.segmentBytes(), ticker);
        if (index.size() == 0) {
            Segment first = files.create(1, settings.segmentBytes());
            first.activate(1, nextId, 0, salt);
            index.add(first);
        }
        this.current = index.last();
        this.position = current.segment().position();
        this.retired.addAll(index.removeIdle());
    }

    /**
     * Opens a log, makes its folder if there is none, and replays what lives.
     *
     * @throws FatalException when another log has the folder, a file is damaged or missing, or the folder cannot be
     *     used; the message names the file and the place
     * @throws TransientException when the disk is full
     */
    public static MappedMessageLog open(Path folder, LogSettings settings, Replay replay) {
        return open(folder, settings, replay, Ticker.SYSTEM);
    }

    static MappedMessageLog open(Path folder, LogSettings settings, Replay replay, Ticker ticker) {
        SegmentFiles files = SegmentFiles.open(folder);
        try {
            Recovery recovery = new Recovery(files, settings.salvage());
            LogIndex index = recovery.read();
            recovery.replay(replay);
            MappedMessageLog opened = new MappedMessageLog(files, settings, ticker, index, recovery.lastId());
            opened.force();
            return opened;
        } catch (IOException e) {
            close(files);
            throw new TransientException("cannot open log " + folder + ": " + e.getMessage(), e);
        } catch (RuntimeException e) {
            close(files);
            throw e;
        }
    }

    private static void close(SegmentFiles files) {
        try {
            files.close();
        } catch (IOException e) {
            log.warn("cannot release log {}", files.folder(), e);
        }
    }

    @Override
    public long append(ByteBuffer entry) {
        int length = entry.remaining();
        if (length > maxEntryBytes) {
            throw new InvalidRequestException(
                    InvalidRequestException.Reason.UNPROCESSABLE,
                    "an entry of " + length + " bytes does not fit the log, at most " + maxEntryBytes);
        }
        while (true) {
            lock.lock();
            try {
                requireUsable();
                if (current.segment().fits(length) || roll(appendLimit)) {
                    long id = nextId++;
                    current.segment().write(LogFormat.APPEND, id, entry);
                    index.born(current, id, length);
                    position = current.segment().position();
                    return id;
                }
            } finally {
                lock.unlock();
            }
            makeRoom(length, appendLimit);
        }
    }

    @Override
    public void release(long id) {
        while (true) {
            lock.lock();
            try {
                requireUsable();
                if (!index.isLive(id)) {
                    return;
                }
                if (current.segment().fits(0) || roll(releaseLimit)) {
                    index.release(id);
                    current.segment().write(LogFormat.RELEASE, id);
                    position = current.segment().position();
                    if (retired.addAll(index.removeIdle())) {
                        supply.execute(this::dropRetired);
                    }
                    return;
                }
            } finally {
                lock.unlock();
            }
            makeRoom(0, releaseLimit);
        }
    }

    private void requireUsable() {
        if (closed) {
            throw new IllegalStateException("log " + files.folder() + " is closed");
        }
        if (broken != null) {
            throw new FatalException(broken.reason(), broken);
        }
    }

    /** Goes on to the next segment; false when there are as many as that already. */
    private boolean roll(int limit) {
        if (files() >= limit) {
            return false;
        }
        Segment full = current.segment();
        long number = full.number() + 1;
        Segment next = supply.take(number);
        full.seal();
        next.activate(number, nextId, full.base() + full.size(), salt);
        current = index.add(next);
        if (files() < settings.maxSegments()) {
            supply.prepare(number + 1);
        }
        supply.execute(this::keepUp);
        return true;
    }

    /** Segments, and those that still have to be deleted. */
    private int files() {
        return index.size() + retired.size();
    }

    private TransientException full() {
        lock.lock();
        try {
            return new TransientException("log " + files.folder() + " is full: " + index.live()
                    + " live entries, at most " + settings.maxBytes() + " bytes");
        } finally {
            lock.unlock();
        }
    }

    /** Brings the finished segment to the disk, and moves what lives in the oldest ones when they are mostly dead. */
    private void keepUp() {
        disk.lock();
        try {
            force();
            for (int i = 0; i < settings.maxSegments() && isWasteful() && moveOldest(); i++) {
                force();
            }
        } catch (IllegalStateException e) {
            log.debug("log {} was closed meanwhile", files.folder(), e);
        } finally {
            disk.unlock();
        }
    }

    private boolean isWasteful() {
        lock.lock();
        try {
            return index.size() >= FEW_SEGMENTS && index.liveBytes() * 4 < (index.size() - 1) * settings.segmentBytes();
        } finally {
            lock.unlock();
        }
    }

    /** Moves live entries out of the oldest segments until a record of this length can be written. */
    private void makeRoom(int length, int limit) {
        disk.lock();
        try {
            dropRetired();
            for (int i = 0; i < settings.maxSegments() && !isRoom(length, limit); i++) {
                if (!isWorthMoving(limit) || !moveOldest()) {
                    break;
                }
                force();
            }
            if (!isRoom(length, limit)) {
                throw full();
            }
        } finally {
            disk.unlock();
        }
    }

    private boolean isRoom(int length, int limit) {
        lock.lock();
        try {
            return files() < limit || current.segment().fits(length);
        } finally {
            lock.unlock();
        }
    }

    /** A release is always worth it; an append only when a quarter of the files is to be gained. */
    private boolean isWorthMoving(int limit) {
        lock.lock();
        try {
            return limit == releaseLimit || index.liveBytes() <= settings.segmentBytes() * (limit - 1) * 3 / 4;
        } finally {
            lock.unlock();
        }
    }

    /** Copies what lives in the oldest segment; its file goes with the next force. False when there is no room. */
    private boolean moveOldest() {
        lock.lock();
        try {
            requireUsable();
            LogIndex.Part oldest = index.first();
            Segment from = oldest.segment();
            if (oldest == current) {
                return false;
            }
            for (int at = LogFormat.HEADER; at + LogFormat.RECORD <= from.size(); at = Recovery.next(from, at)) {
                int type = LogFormat.type(from.head(at));
                long id = from.id(at);
                if (type == LogFormat.SEAL || oldest.live() == 0) {
                    break;
                }
                if ((type == LogFormat.APPEND && oldest.owns(id))
                        || (type == LogFormat.COPY && index.isMovedTo(oldest, id))) {
                    ByteBuffer payload = from.payload(at);
                    int length = payload.remaining();
                    if (!current.segment().fits(length) && !roll(settings.maxSegments())) {
                        return false;
                    }
                    current.segment().write(LogFormat.COPY, id, payload);
                    index.copied(current, id, length);
                    position = current.segment().position();
                }
            }
            retired.addAll(index.removeIdle());
            return true;
        } finally {
            lock.unlock();
        }
    }

    @Override
    public long position() {
        return position;
    }

    @Override
    public long durable() {
        return durable;
    }

    @Override
    public long force() {
        disk.lock();
        try {
            long target;
            List<Segment> dirty = new ArrayList<>();
            lock.lock();
            try {
                requireUsable();
                target = position;
                for (LogIndex.Part part : index.parts()) {
                    if (part.segment().position() > durable) {
                        dirty.add(part.segment());
                    }
                }
            } finally {
                lock.unlock();
            }
            if (target > durable) {
                write(dirty, target);
                durable = target;
                mark();
            }
            dropRetired();
            return target;
        } finally {
            disk.unlock();
        }
    }

    private void write(List<Segment> dirty, long target) {
        for (Segment segment : dirty) {
            long from = Math.max(0, durable - segment.base());
            long to = Math.min(segment.size(), target - segment.base());
            try {
                segment.force(from, to);
            } catch (UncheckedIOException e) {
                // the system may have dropped the pages: a second attempt would succeed and prove nothing
                throw breakDown(new FatalException(
                        "cannot force " + segment.path() + " to the disk: " + e.getMessage() + "; open the log again",
                        e));
            }
        }
    }

    private FatalException breakDown(FatalException e) {
        lock.lock();
        try {
            broken = e;
            return e;
        } finally {
            lock.unlock();
        }
    }

    /** Notes how far the disk has it; goes to the disk with what comes next. */
    private void mark() {
        lock.lock();
        try {
            if (current.segment().fits(0)) {
                current.segment().write(LogFormat.MARK, durable);
            }
        } finally {
            lock.unlock();
        }
    }

    /**
     * Deletes files, the oldest first even if the machine dies meanwhile: an older one alone would speak of the dead.
     */
    private void dropRetired() {
        disk.lock();
        try {
            for (Segment segment = nextRetired(); segment != null; segment = nextRetired()) {
                long number = segment.number();
                segment.close();
                files.delete(number);
                files.sync();
            }
        } catch (IOException e) {
            log.warn("cannot delete a file of log {}: {}", files.folder(), e.getMessage());
        } finally {
            disk.unlock();
        }
    }

    private @Nullable Segment nextRetired() {
        lock.lock();
        try {
            return retired.poll();
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void close() {
        try {
            shut();
        } finally {
            dispose();
        }
    }

    /** Forces, once; nobody gets in afterwards. */
    private void shut() {
        disk.lock();
        try {
            if (!isClosed()) {
                force();
                current.segment().force(0, current.segment().end()); // the last mark, too
            }
        } finally {
            markClosed();
            disk.unlock();
        }
    }

    private void dispose() {
        supply.close();
        dropRetired();
        lock.lock();
        try {
            for (LogIndex.Part part = index.removeFirst(); part != null; part = index.removeFirst()) {
                part.segment().close();
            }
        } finally {
            lock.unlock();
        }
        close(files);
    }

    private void markClosed() {
        lock.lock();
        try {
            closed = true;
        } finally {
            lock.unlock();
        }
    }

    private boolean isClosed() {
        lock.lock();
        try {
            return closed;
        } finally {
            lock.unlock();
        }
    }
}
