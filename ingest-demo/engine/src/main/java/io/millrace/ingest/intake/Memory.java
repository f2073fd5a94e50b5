package io.millrace.ingest.intake;

import io.millrace.core.Source;
import io.millrace.core.json.JsonRow;
import io.millrace.core.time.Ticker;
import io.millrace.ingest.log.DurableLog;
import io.millrace.ingest.log.LogReader;
import io.millrace.ingest.type.RememberingSource;
import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the memory of a source, and in the log the rows that came after it was kept.
 *
 * <p><b>Threading:</b> one thread at a time.
 */
final class Memory implements AutoCloseable {

    private final Path file;
    private final String type;
    private final Duration period;
    private final DurableLog rows;
    private final Ticker ticker;
    private final @Nullable Checkpoint found;
    private final LogReader reader;
    private boolean released;
    private long kept;

    /** The log keeps rows for it from now on, since only the source itself will say whether it needs them. */
    Memory(Path file, String type, Duration period, DurableLog rows, Ticker ticker) {
        this.file = file;
        this.type = type;
        this.period = period;
        this.rows = rows;
        this.ticker = ticker;
        this.found = Checkpoint.read(file, type);
        long offset = found == null ? 0 : found.offset();
        this.reader = rows.register(offset, offset);
    }

    /** A source that remembers nothing needs no rows. */
    void register(Source<JsonRow> source) {
        if (!(source instanceof RememberingSource)) {
            released = true;
            reader.leave();
        }
    }

    /** Gives a new source the memory of the one before. */
    void restore(Source<JsonRow> source) {
        if (source instanceof RememberingSource remembering) {
            Checkpoint last = Checkpoint.read(file, type);
            reader.seek(last == null ? 0 : last.offset());
            remembering.restore(last == null ? null : last.state(), new LoggedRows(reader));
        }
        kept = ticker.nanos();
    }

    /** Keeps the memory from time to time, when all rows that it knows are in the log. */
    void keepWhenDue(Source<JsonRow> source, boolean allLogged) {
        if (allLogged && ticker.nanos() - kept >= period.toNanos()) {
            keep(source);
        }
    }

    /** Keeps the memory: rows so far need not be in the log for it. */
    void keep(Source<JsonRow> source) {
        kept = ticker.nanos();
        if (source instanceof RememberingSource remembering) {
            long offset = rows.end();
            new Checkpoint(type, offset, remembering.state()).write(file);
            reader.commit(offset);
        }
    }

    /** Makes room in the log. */
    void release(Source<JsonRow> source) {
        if (!released) {
            keep(source);
        }
    }

    @Override
    public void close() {
        reader.close();
    }
}
