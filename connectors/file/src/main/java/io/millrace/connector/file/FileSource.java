package io.millrace.connector.file;

import static java.util.Objects.requireNonNull;

import io.millrace.core.Ack;
import io.millrace.core.Poll;
import io.millrace.core.Record;
import io.millrace.core.Source;
import io.millrace.core.failure.FatalException;
import io.millrace.core.failure.PoisonException;
import io.millrace.core.failure.TransientException;
import io.millrace.core.time.Ticker;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads the lines of an NDJSON file, once or for as long as it grows. A record's value is the line, its timestamp the
 * time of reading. Blank lines are passed over; a carriage return before the line feed does not belong to the line.
 *
 * <p><b>Delivery:</b> a commit writes the offset behind the batch into a side file, from where a reopen or a restart
 * continues. While tailing, a last line without line feed is not given before it is complete. When a tailed file has
 * been renamed, what is left of it is read first, then the new one of that name. When the offset is behind the file's
 * end or within a line, the file has been replaced meanwhile and is read from the start.
 *
 * <p><b>Failure:</b> a line that is too long, not UTF-8 or not exactly one JSON value is a {@code PoisonException} with
 * file and line number; the next poll continues behind it. A missing file is transient, one that may not be read fatal.
 */
public final class FileSource implements Source<String> {

    private static final Logger log = LoggerFactory.getLogger(FileSource.class);

    private final FileSourceSettings settings;
    private final Ticker ticker;
    private final boolean json;
    private final OffsetFile offsets;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private boolean closed;
    private @Nullable LineReader reader;
    private @Nullable Object fileKey;
    private @Nullable PoisonException poison;
    private boolean finishing;
    private int replacements;

    public FileSource(FileSourceSettings settings, Ticker ticker) {
        this(settings, ticker, true);
    }

    private FileSource(FileSourceSettings settings, Ticker ticker, boolean json) {
        this.json = json;
        this.settings = requireNonNull(settings, "settings is null");
        this.ticker = requireNonNull(ticker, "ticker is null");
        this.offsets = new OffsetFile(settings.offsetPath());
    }

    /** Reads lines of any text instead of NDJSON. */
    public static FileSource text(FileSourceSettings settings, Ticker ticker) {
        return new FileSource(settings, ticker, false);
    }

    @Override
    public void open() {
        lock.lock();
        try {
            poison = null;
            openAt(offsets.read());
        } finally {
            lock.unlock();
        }
    }

    private void openAt(Offset from) {
        release();
        finishing = false;
        Path path = settings.path();
        try {
            BasicFileAttributes attributes = Files.readAttributes(path, BasicFileAttributes.class);
            if (!Files.isReadable(path)) {
                throw new FatalException("may not read " + path);
            }
            LineReader opened = new LineReader(path, settings.maxLineBytes(), from, json);
            if (!opened.atStartOfLine()) {
                log.warn("file is not the one of its offset, read from the start, file={} offset={}", path, from);
                opened.close();
                opened = new LineReader(path, settings.maxLineBytes(), Offset.START, json);
            }
            reader = opened;
            fileKey = attributes.fileKey();
        } catch (IOException e) {
            throw new TransientException("cannot open " + path, e);
        }
    }

    @Override
    public Poll<String> poll(Duration timeout) throws InterruptedException {
        long left = TimeUnit.NANOSECONDS.convert(timeout);
        lock.lockInterruptibly();
        try {
            while (!closed) {
                Poll<String> found = read();
                if (found != null) {
                    return found;
                }
                if (left <= 0) {
                    return new Poll.Idle<>();
                }
                long wait = Math.min(left, TimeUnit.NANOSECONDS.convert(settings.pause()));
                left -= wait - Math.max(0, changed.awaitNanos(wait));
            }
            return new Poll.End<>();
        } finally {
            lock.unlock();
        }
    }

    /** A batch or the end; null when there is nothing now. */
    private @Nullable Poll<String> read() {
        LineReader lines = reader;
        if (lines == null) {
            throw new TransientException("source of " + settings.path() + " is not open");
        }
        try {
            while (true) {
                Poll<String> batch = batch(lines);
                if (batch != null) {
                    return batch;
                }
                if (!settings.tail()) {
                    return new Poll.End<>();
                }
                if (finishing || lines.truncated()) {
                    lines = replace();
                } else if (renamed()) {
                    finishing = true;
                } else {
                    return null;
                }
            }
        } catch (IOException e) {
            throw new TransientException("cannot read " + settings.path(), e);
        }
    }

    private @Nullable Poll<String> batch(LineReader lines) throws IOException {
        if (poison != null) {
            PoisonException cause = poison;
            poison = null;
            throw cause;
        }
        List<Record<String>> batch = new ArrayList<>();
        Instant now = ticker.now();
        Offset end = lines.offset();
        while (batch.size() < settings.maxBatch()) {
            Line line = lines.next(finishing || !settings.tail());
            if (line == null) {
                break;
            }
            if (line.text() == null) {
                PoisonException cause = new PoisonException(
                        settings.path() + " line " + line.end().lines() + " is " + line.problem());
                if (batch.isEmpty()) {
                    throw cause;
                }
                poison = cause;
                break;
            }
            batch.add(Record.of(line.text(), now));
            end = line.end();
        }
        return batch.isEmpty() ? null : new Poll.Batch<>(batch, commit(end));
    }

    /** Confirms a place in the present file; in one that was replaced since, it means nothing. */
    private Ack commit(Offset end) {
        int file = replacements;
        return () -> {
            if (file == replacements) {
                offsets.write(end);
            }
        };
    }

    private LineReader replace() {
        log.info("file was replaced or cut, read from the start, file={}", settings.path());
        replacements++;
        offsets.write(Offset.START);
        openAt(Offset.START);
        return requireNonNull(reader);
    }

    private boolean renamed() {
        try {
            Object key = Files.readAttributes(settings.path(), BasicFileAttributes.class)
                    .fileKey();
            return key != null && !key.equals(fileKey);
        } catch (IOException e) {
            return false; // between the rename and the making of the new file
        }
    }

    private void release() {
        LineReader open = reader;
        reader = null;
        if (open != null) {
            try {
                open.close();
            } catch (IOException e) {
                log.debug("cannot close {}", settings.path(), e);
            }
        }
    }

    @Override
    public void close() {
        lock.lock();
        try {
            closed = true;
            release();
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }
}
