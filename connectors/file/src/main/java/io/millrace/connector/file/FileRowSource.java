package io.millrace.connector.file;

import static java.util.Objects.requireNonNull;

import io.millrace.core.Ack;
import io.millrace.core.Poll;
import io.millrace.core.Record;
import io.millrace.core.Source;
import io.millrace.core.failure.FatalException;
import io.millrace.core.failure.PoisonException;
import io.millrace.core.failure.TransientException;
import io.millrace.core.json.JsonRow;
import io.millrace.core.time.IsoTime;
import io.millrace.core.time.Ticker;
import java.io.EOFException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BiConsumer;
import java.util.zip.ZipException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads the rows of an NDJSON file once, plain or compressed by gzip, as fast as can be or as they were recorded. A
 * record's timestamp is the row's time, or that of reading when it has none. Blank lines are passed over.
 *
 * <p><b>Replay:</b> the first row after an open is due at once, each other one as long after it as their times differ,
 * divided by the speed. A row without time, or with an earlier one, is due with the one before.
 *
 * <p><b>Delivery:</b> a commit writes the place behind the batch into a side file, from where a reopen or a restart
 * continues; in a compressed file, all before is read again for that.
 *
 * <p><b>Failure:</b> a line that is too long or not a JSON object goes to the refusals, with its number in the reason;
 * it goes there again when what follows it was not committed. A missing file is transient, one that may not be read or
 * whose compression is damaged fatal.
 */
public final class FileRowSource implements Source<JsonRow> {

    private static final Logger log = LoggerFactory.getLogger(FileRowSource.class);

    /** Longest sleep, after which a close is seen. */
    private static final long NAP_NANOS = 20_000_000;

    private final FileRowSourceSettings settings;
    private final BiConsumer<byte[], String> refusals;
    private final Ticker ticker;
    private final OffsetFile offsets;
    private final ReentrantLock lock = new ReentrantLock(); // not held while sleeping
    private boolean closed;
    private @Nullable RowLines lines;
    private @Nullable Pending pending;
    private @Nullable Instant firstTime;
    private long firstNanos;
    private Offset given = Offset.START;
    private Offset committed = Offset.START;

    /** A row that was read and not given yet, and where its line ends. */
    private record Pending(Record<JsonRow> row, long due, Offset end) {}

    /**
     * Makes a source.
     *
     * @param refusals takes lines that are no rows, as they came or, when too long, their first 1,024 bytes, and what
     *     is wrong: {@code trades.ndjson line 17: not a JSON object at column 3: ...}
     */
    public FileRowSource(FileRowSourceSettings settings, BiConsumer<byte[], String> refusals, Ticker ticker) {
        this.settings = requireNonNull(settings, "settings is null");
        this.refusals = requireNonNull(refusals, "refusals is null");
        this.ticker = requireNonNull(ticker, "ticker is null");
        this.offsets = new OffsetFile(settings.offsetPath());
    }

    @Override
    public void open() {
        lock.lock();
        try {
            release();
            openAt(offsets.read());
        } finally {
            lock.unlock();
        }
    }

    private void openAt(Offset place) {
        Offset from = place;
        Path path = settings.path();
        try {
            if (Files.exists(path) && !Files.isReadable(path)) {
                throw new FatalException("may not read " + path);
            }
            RowLines opened = new RowLines(path, settings.maxLineBytes());
            lines = opened;
            if (!opened.skipTo(from)) {
                log.warn("file is not the one of its offset, read from the start, file={} offset={}", path, from);
                opened.close();
                lines = new RowLines(path, settings.maxLineBytes());
                from = Offset.START;
            }
            given = from;
            committed = from;
        } catch (IOException e) {
            release();
            throw failure("cannot open " + path, e);
        }
    }

    @Override
    public Poll<JsonRow> poll(Duration timeout) throws InterruptedException {
        long limit = TimeUnit.NANOSECONDS.convert(timeout);
        long start = ticker.nanos();
        while (true) {
            if (Thread.interrupted()) {
                throw new InterruptedException();
            }
            long wait;
            lock.lock();
            try {
                Pending next = closed ? null : next();
                if (next == null) {
                    finish();
                    return new Poll.End<>();
                }
                long now = ticker.nanos();
                if (next.due() <= now) {
                    return batch(next, now);
                }
                wait = Math.min(next.due() - now, limit - (now - start));
            } finally {
                lock.unlock();
            }
            if (wait <= 0) {
                return new Poll.Idle<>();
            }
            ticker.sleep(Duration.ofNanos(Math.min(NAP_NANOS, wait)));
        }
    }

    private Poll<JsonRow> batch(Pending first, long now) {
        List<Record<JsonRow>> batch = new ArrayList<>();
        Pending row = first;
        Offset end = given;
        while (row != null && row.due() <= now && batch.size() < settings.maxBatch()) {
            batch.add(row.row());
            end = row.end();
            pending = null;
            row = batch.size() < settings.maxBatch() ? next() : null;
        }
        given = end;
        return new Poll.Batch<>(batch, commit(end));
    }

    private Ack commit(Offset end) {
        return () -> {
            offsets.write(end);
            committed = end;
        };
    }

    /** Lines at the end that are no rows come with no batch, so nobody commits them. */
    private void finish() {
        Offset end = lines == null ? given : lines.offset();
        if (!closed && committed.equals(given) && !committed.equals(end)) {
            offsets.write(end);
            given = end;
            committed = end;
        }
    }

    /** The next row, which stays the next one until it is given; null at the end. */
    private @Nullable Pending next() {
        RowLines open = lines;
        if (open == null) {
            throw new TransientException("source of " + settings.path() + " is not open");
        }
        try {
            while (pending == null) {
                byte[] line = open.next();
                if (line == null) {
                    return null;
                }
                JsonRow row = row(open, line);
                if (row != null) {
                    pending = pending(row, open.offset());
                }
            }
            return pending;
        } catch (IOException e) {
            throw failure(
                    "cannot read " + settings.path() + " behind line "
                            + open.offset().lines(),
                    e);
        }
    }

    /** Null when the line is none, and was refused, or blank. */
    private @Nullable JsonRow row(RowLines open, byte[] line) {
        String where = settings.path() + " line " + open.offset().lines() + ": ";
        if (open.tooLong()) {
            refusals.accept(line, where + "longer than " + settings.maxLineBytes() + " bytes");
            return null;
        }
        if (blank(line)) {
            return null;
        }
        try {
            return JsonRow.read(line);
        } catch (PoisonException e) {
            refusals.accept(line, where + e.reason());
            return null;
        }
    }

    private static boolean blank(byte[] line) {
        for (byte b : line) {
            if (b != ' ' && b != '\t') {
                return false;
            }
        }
        return true;
    }

    private Pending pending(JsonRow row, Offset end) {
        Instant time = time(row);
        long due = Long.MIN_VALUE;
        if (settings.speed() > 0 && time != null) {
            if (firstTime == null) {
                firstTime = time;
                firstNanos = ticker.nanos();
            }
            double seconds = seconds(Duration.between(firstTime, time)) / settings.speed();
            due = firstNanos + (long) Math.min(seconds * 1e9, Long.MAX_VALUE / 4.0);
        }
        return new Pending(Record.of(row, time == null ? ticker.now() : time), due, end);
    }

    private @Nullable Instant time(JsonRow row) {
        String text = row.string(settings.timeField());
        try {
            return text == null ? null : IsoTime.instant(text);
        } catch (DateTimeException e) {
            return null;
        }
    }

    private static double seconds(Duration duration) {
        return duration.getSeconds() + duration.getNano() / 1e9;
    }

    private RuntimeException failure(String what, IOException cause) {
        return cause instanceof ZipException || cause instanceof EOFException
                ? new FatalException(what + ": the compression is damaged, or its end is missing", cause)
                : new TransientException(what, cause);
    }

    private void release() {
        pending = null;
        firstTime = null;
        RowLines open = lines;
        lines = null;
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
            closed = true; // seen by a poll within 20 ms
            release();
        } finally {
            lock.unlock();
        }
    }
}
