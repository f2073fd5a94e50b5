package io.millrace.connector.file;

import static java.util.Objects.requireNonNull;

import io.millrace.core.BatchId;
import io.millrace.core.IdempotentSink;
import io.millrace.core.Record;
import io.millrace.core.failure.FatalException;
import io.millrace.core.failure.TransientException;
import io.millrace.core.json.JsonRow;
import io.millrace.core.time.Ticker;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.FutureTask;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Appends rows to an NDJSON file, each batch once. What is written is seen at once by who reads the file.
 *
 * <p><b>Delivery:</b> {@link #write} returns when the batch is on the disk, and also, in {@code <name>.state}, how long
 * the file is with it, its checksum, and the last offset of each stream. At open, the file is cut to what both agree
 * about: what was written and not remembered, or remembered and not written, comes again. Of a batch that is remembered
 * in part, the rest is written. A batch without {@link BatchId} is written each time.
 *
 * <p><b>Rotation:</b> before a batch that would exceed the size, or when the file has reached its age,
 * {@code orders.ndjson} is renamed to {@code orders-000001.ndjson}, or the number behind the largest, and compressed in
 * the background if that is wanted.
 *
 * <p><b>Others:</b> a file that was taken away or emptied is begun anew, with the offsets remembered; lines that were
 * added while the sink was closed stay. A file that somebody else changed otherwise is fatal, as is one that another
 * sink writes.
 *
 * <p><b>Failure:</b> a full or missing disk is transient; what was written of the batch is cut off again.
 */
public final class FileBatchSink implements IdempotentSink<JsonRow> {

    private static final Logger log = LoggerFactory.getLogger(FileBatchSink.class);
    private static final int PIECE = 1 << 20;
    private static final int TAIL = 256;

    private final FileBatchSinkSettings settings;
    private final Path path;
    private final Ticker ticker;
    private final RotatedFiles rotated;
    private final Map<String, Long> last = new HashMap<>();
    private byte[] piece = new byte[0];
    private @Nullable PositionFile positions;
    private @Nullable AppendFile data;
    private @Nullable Compression compression;
    private long begun;

    public FileBatchSink(FileBatchSinkSettings settings, Ticker ticker) {
        this.settings = requireNonNull(settings, "settings is null");
        this.ticker = requireNonNull(ticker, "ticker is null");
        this.path = settings.path();
        this.rotated = new RotatedFiles(path);
    }

    @Override
    public void open() {
        close();
        try {
            positions = PositionFile.open(path.resolveSibling(path.getFileName() + ".state"));
            Position known = positions.position();
            last.clear();
            if (known == null) {
                begin(AppendFile.open(path, true));
            } else {
                boolean existed = Files.exists(path);
                AppendFile file = AppendFile.openAsItIs(path);
                data = file; // so that it is closed should this fail
                Position valid = existed ? lastDurable(file, positions, known) : known;
                last.putAll(valid.last());
                begun = valid.begun();
                resume(file, valid);
                remember();
            }
            if (settings.compress()) {
                compression = new Compression(path, rotated);
                compression.start();
            }
        } catch (AppendFile.LockedException e) {
            release();
            throw new FatalException(path + " is being written by another sink", e);
        } catch (IOException e) {
            release();
            throw new TransientException("cannot open " + path, e);
        } catch (RuntimeException e) {
            release();
            throw e;
        }
    }

    /** Batch and position are synced at once; when only the position was in time, the one before holds. */
    private static Position lastDurable(AppendFile file, PositionFile positions, Position newest) throws IOException {
        Position older = positions.older();
        if (older == null
                || newest.closed()
                || older.length() != newest.length() - newest.tailBytes()
                || file.holds(newest)
                || !file.holds(older)) {
            return newest;
        }
        positions.forgetNewest();
        return older;
    }

    private void resume(AppendFile file, Position known) throws IOException {
        long size = file.size();
        if (size < known.length()) {
            if (size > 0) {
                log.warn("file was cut by somebody else, going on at its end, file={} bytes={}", path, size);
            }
            begun = ticker.now().toEpochMilli();
            file.repair(true);
        } else if (!file.holds(known)) {
            throw new FatalException(path + " is not the file that was written; move it away to begin a new one,"
                    + " or bring the old one back");
        } else if (known.closed()) {
            if (size > known.length()) {
                log.warn("lines were added by somebody else, file={} bytes={}", path, size - known.length());
            }
            file.repair(true);
        } else if (size > known.length()) {
            file.cut(known.length());
            log.info("unconfirmed batch cut off, file={} bytes={}", path, file.repaired());
        }
    }

    @Override
    public void write(List<Record<JsonRow>> batch) {
        append(batch, last);
    }

    @Override
    public void write(BatchId id, List<Record<JsonRow>> batch) {
        if (id.size() != batch.size()) {
            throw new IllegalArgumentException("batch " + id + " has " + batch.size() + " records");
        }
        opened(data);
        long stored = last.getOrDefault(id.stream(), -1L);
        if (stored >= id.last()) {
            return;
        }
        List<Record<JsonRow>> rest =
                stored < id.first() ? batch : batch.subList((int) (stored - id.first() + 1), batch.size());
        Map<String, Long> then = new HashMap<>(last);
        then.put(id.stream(), id.last());
        append(rest, then);
    }

    private void append(List<Record<JsonRow>> batch, Map<String, Long> then) {
        AppendFile file = opened(data);
        long bytes = 0;
        for (Record<JsonRow> record : batch) {
            bytes += record.value().size() + 1;
        }
        try {
            file = checked(file);
            if (file.length() > 0 && (file.length() + bytes > settings.rotateBytes() || aged())) {
                file = rotate(file);
            }
            append(file, batch, then);
            last.putAll(then);
        } catch (IOException e) {
            // whether the position is on the disk is seen when it is opened again
            release();
            throw new TransientException("cannot write to " + path, e);
        } catch (RuntimeException e) {
            release();
            throw e;
        }
    }

    /** Makes the batch durable; on failure it is cut off. */
    private void append(AppendFile file, List<Record<JsonRow>> batch, Map<String, Long> then) throws IOException {
        CRC32C crc = new CRC32C();
        try {
            int filled = 0;
            for (Record<JsonRow> record : batch) {
                JsonRow row = record.value();
                int end = filled + row.size() + 1;
                if (end > piece.length) {
                    if (filled > 0 && end > PIECE) {
                        put(file, filled, crc);
                        filled = 0;
                        end = row.size() + 1;
                    }
                    grow(filled, end);
                }
                row.copyTo(piece, filled);
                piece[end - 1] = '\n';
                filled = end;
            }
            put(file, filled, crc);
            long length = file.length() + file.unsynced();
            sync(file, new Position(length, file.unsynced(), crc.getValue(), begun, false, then));
        } catch (IOException e) {
            file.undo(e);
            throw e;
        } finally {
            if (piece.length > PIECE) {
                piece = new byte[0]; // one huge row is not a reason to keep so much
            }
        }
    }

    private void put(AppendFile file, int count, CRC32C crc) throws IOException {
        file.write(piece, count);
        crc.update(piece, 0, count);
    }

    /** Syncs the batch and its position at the same time, since a disk takes about as long for both as for one. */
    private void sync(AppendFile file, Position next) throws IOException {
        PositionFile open = opened(positions);
        FutureTask<Void> remembering = new FutureTask<>(() -> {
            open.write(next);
            return null;
        });
        Thread.ofVirtual().name("state-" + path.getFileName()).start(remembering);
        try {
            file.sync();
        } finally {
            Uninterrupted.await(remembering);
        }
        switch (remembering.state()) {
            case SUCCESS -> {}
            default -> {
                Throwable cause = remembering.exceptionNow();
                if (cause instanceof RuntimeException e) {
                    throw e;
                }
                throw new IOException("cannot remember the batch", cause);
            }
        }
    }

    private void grow(int filled, int least) {
        if (least > piece.length) {
            byte[] larger = new byte[Math.max(least, Math.min(PIECE, 2 * piece.length))];
            System.arraycopy(piece, 0, larger, 0, filled);
            piece = larger;
        }
    }

    /** The file, or a new one when this one was taken away. */
    private AppendFile checked(AppendFile file) throws IOException {
        if (!file.isNamed()) {
            log.warn("file was taken away by somebody else, beginning a new one, file={}", path);
            file.close();
            return begin(AppendFile.open(path, true));
        }
        long size = file.size();
        if (size > file.length()) {
            rememberTheEnd(); // their lines stay
            throw new FatalException(path + " is being changed by somebody else: it has " + size
                    + " bytes, should have " + file.length());
        }
        if (size < file.length()) {
            log.warn("file was cut by somebody else, going on at its end, file={} bytes={}", path, size);
            file.repair(true);
            return begin(file);
        }
        return file;
    }

    private boolean aged() {
        Duration limit = settings.rotateAfter();
        return limit != null && ticker.now().toEpochMilli() - begun >= limit.toMillis();
    }

    private AppendFile rotate(AppendFile full) throws IOException {
        remember(); // so that the last batch is not looked for in the new file
        full.close();
        Path aside = rotated.putAside();
        log.info("file put aside, file={} as={}", path, aside.getFileName());
        AppendFile next = begin(AppendFile.open(path, true));
        if (compression != null) {
            compression.look();
        }
        return next;
    }

    private AppendFile begin(AppendFile file) throws IOException {
        data = file;
        begun = ticker.now().toEpochMilli();
        if (file.repaired() > 0) {
            log.warn("torn last line cut off, file={} bytes={}", path, file.repaired());
        }
        remember();
        return file;
    }

    /** What the file has now, and the offsets known. */
    private void remember() throws IOException {
        AppendFile file = opened(data);
        int tail = (int) Math.min(TAIL, file.length());
        long crc = file.crc(file.length(), tail);
        opened(positions).write(new Position(file.length(), tail, crc, begun, false, last));
    }

    private <T> T opened(@Nullable T part) {
        if (part == null) {
            throw new TransientException("sink of " + path + " is not open");
        }
        return part;
    }

    @Override
    public void close() {
        try {
            rememberTheEnd();
        } catch (IOException e) {
            log.debug("cannot remember the end of {}", path, e);
        }
        release();
    }

    private void rememberTheEnd() throws IOException {
        PositionFile open = positions;
        Position known = open == null ? null : open.position();
        if (open != null && known != null && data != null) {
            open.write(known.closing());
        }
    }

    private void release() {
        Compression compressing = compression;
        compression = null;
        if (compressing != null) {
            compressing.close();
        }
        AppendFile file = data;
        data = null;
        close(file);
        PositionFile open = positions;
        positions = null;
        close(open);
    }

    private void close(@Nullable Closeable part) {
        try {
            if (part != null) {
                part.close();
            }
        } catch (IOException e) {
            log.debug("cannot close a file of {}", path, e);
        }
    }
}
