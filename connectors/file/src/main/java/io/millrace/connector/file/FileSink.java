package io.millrace.connector.file;

import static java.util.Objects.requireNonNull;

import io.millrace.core.Record;
import io.millrace.core.Sink;
import io.millrace.core.failure.FatalException;
import io.millrace.core.failure.PoisonException;
import io.millrace.core.failure.TransientException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Appends records to an NDJSON file, each value one line: exactly one JSON value without line breaks.
 *
 * <p><b>Delivery:</b> {@link #write} returns after the batch is on the disk (fsync). There is no key by which it could
 * be idempotent: a batch that is written again after it had succeeded is in the file twice. A batch that failed has
 * left nothing behind: what was written of it is cut off, at once or at the next open, and so is the torn line of a
 * crash.
 *
 * <p><b>Rotation:</b> before a batch that would exceed the size, {@code orders.ndjson} is renamed to
 * {@code orders-000001.ndjson}, or the next free number.
 *
 * <p><b>Failure:</b> a value that is not one line of JSON is poison, and nothing of its batch is written. A file that
 * another sink writes to is fatal, a full or missing disk transient.
 */
public final class FileSink implements Sink<String> {

    private static final Logger log = LoggerFactory.getLogger(FileSink.class);

    private final FileSinkSettings settings;
    private final boolean json;
    private @Nullable AppendFile file;

    public FileSink(FileSinkSettings settings) {
        this(settings, true);
    }

    private FileSink(FileSinkSettings settings, boolean json) {
        this.settings = requireNonNull(settings, "settings is null");
        this.json = json;
    }

    /**
     * Writes lines of any text instead of JSON. A last line without line feed is then ended, not cut off: whether it is
     * torn cannot be known.
     */
    public static FileSink text(FileSinkSettings settings) {
        return new FileSink(settings, false);
    }

    @Override
    public void open() {
        close();
        file = opened();
    }

    private AppendFile opened() {
        Path path = settings.path();
        try {
            AppendFile opened = AppendFile.open(path, json);
            if (opened.repaired() > 0) {
                log.warn("torn last line cut off, file={} bytes={}", path, opened.repaired());
            }
            return opened;
        } catch (AppendFile.LockedException e) {
            throw new FatalException(path + " is being written by another sink", e);
        } catch (IOException e) {
            throw new TransientException("cannot open " + path, e);
        }
    }

    @Override
    public void write(List<Record<String>> batch) {
        byte[] lines = encode(batch);
        AppendFile open = file;
        if (open == null) {
            throw new TransientException("sink of " + settings.path() + " is not open");
        }
        try {
            if (open.length() > 0 && open.length() + lines.length > settings.rotateBytes()) {
                open = rotate(open);
            }
            open.append(lines);
        } catch (IOException e) {
            throw new TransientException("cannot write to " + settings.path(), e);
        }
    }

    private AppendFile rotate(AppendFile full) throws IOException {
        Path aside = full.putAside();
        log.info("file put aside, file={} as={}", settings.path(), aside.getFileName());
        AppendFile next = opened();
        file = next;
        return next;
    }

    private byte[] encode(List<Record<String>> batch) {
        ByteArrayOutputStream lines = new ByteArrayOutputStream();
        for (Record<String> record : batch) {
            String value = record.value();
            String problem = problem(value);
            if (problem != null) {
                throw new PoisonException("value is not a line of " + (json ? "JSON" : "text") + ": " + problem);
            }
            lines.writeBytes(value.getBytes(StandardCharsets.UTF_8));
            lines.write('\n');
        }
        return lines.toByteArray();
    }

    private @Nullable String problem(String value) {
        if (value.indexOf('\n') >= 0 || value.indexOf('\r') >= 0) {
            return "more than one line";
        }
        return json ? Json.problem(value) : null;
    }

    @Override
    public void close() {
        AppendFile open = file;
        file = null;
        if (open != null) {
            try {
                open.close();
            } catch (IOException e) {
                log.debug("cannot close {}", settings.path(), e);
            }
        }
    }
}
