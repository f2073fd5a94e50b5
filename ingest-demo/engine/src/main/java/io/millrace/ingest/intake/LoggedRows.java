package io.millrace.ingest.intake;

import io.millrace.core.Record;
import io.millrace.core.json.JsonRow;
import io.millrace.ingest.log.LogEntry;
import io.millrace.ingest.log.LogReader;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;

/**
 * The rows of the log from where a reader stands to where the log ends.
 *
 * <p><b>Threading:</b> one thread.
 */
final class LoggedRows implements Iterator<Record<JsonRow>> {

    private static final int PORTION = 1_000;
    private static final long BYTES = 1 << 20;

    private final LogReader reader;
    private Iterator<LogEntry> portion = List.<LogEntry>of().iterator();

    LoggedRows(LogReader reader) {
        this.reader = reader;
    }

    @Override
    public boolean hasNext() {
        while (!portion.hasNext() && reader.isBehind()) {
            portion = reader.read(PORTION, BYTES).iterator();
        }
        return portion.hasNext();
    }

    @Override
    public Record<JsonRow> next() {
        if (!hasNext()) {
            throw new NoSuchElementException("the log ends here");
        }
        return portion.next().row();
    }
}
