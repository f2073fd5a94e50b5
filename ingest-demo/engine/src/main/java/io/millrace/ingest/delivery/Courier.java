package io.millrace.ingest.delivery;

import io.millrace.core.BatchId;
import io.millrace.core.Record;
import io.millrace.core.json.JsonRow;
import io.millrace.ingest.letter.LetterBox;
import io.millrace.ingest.letter.Replay;
import io.millrace.ingest.log.LogEntry;
import io.millrace.ingest.log.LogReader;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings gathered rows into a sink. The order of its steps is what makes a kill harmless: a batch is in the journal
 * before it is written, a bad row is a letter before the journal passes it, and only then the log may forget it.
 *
 * <p><b>Threading:</b> one thread.
 */
final class Courier {

    private static final Logger log = LoggerFactory.getLogger(Courier.class);
    private static final int REPLAYED = 100;
    private static final int READ = 4096;

    private final String sink;
    private final SinkJournal journal;
    private final LogReader reader;
    private final BatchWriter writer;
    private final LetterBox letters;
    private final Progress progress;

    Courier(
            String sink,
            SinkJournal journal,
            LogReader reader,
            BatchWriter writer,
            LetterBox letters,
            Progress progress) {
        this.sink = sink;
        this.journal = journal;
        this.reader = reader;
        this.writer = writer;
        this.letters = letters;
        this.progress = progress;
    }

    /** Writes the batch that was under way when the sink stopped, as it was cut then. */
    void resume() throws InterruptedException {
        reader.seek(journal.position());
        Cut cut = journal.cut();
        if (cut == null) {
            return;
        }
        List<LogEntry> rows = new ArrayList<>();
        while (reader.position() < cut.to()) {
            List<LogEntry> more = reader.read((int) Math.min(READ, cut.to() - reader.position()), Long.MAX_VALUE);
            if (more.isEmpty() && !reader.isBehind()) {
                break;
            }
            more.stream()
                    .filter(row -> row.offset() < cut.to() && Gatherer.matches(row, cut.types()))
                    .forEach(rows::add);
        }
        if (rows.size() == cut.count()) {
            deliver(rows, cut.to(), cut.types());
        } else {
            log.error(
                    "rows under way are damaged in the log; those that are left may be stored twice, sink={} rows={} left={}",
                    sink,
                    cut.count(),
                    rows.size());
            writer.untilDone(journal::giveUp);
            if (!rows.isEmpty()) {
                deliver(rows, cut.to(), cut.types());
            }
        }
        reader.seek(journal.position());
    }

    /**
     * Brings rows into the sink, except bad ones, which become letters: a batch that is refused is tried by halves.
     *
     * @param rows not empty, in order
     * @param to offset behind the last row that was looked at for them
     */
    void deliver(List<LogEntry> rows, long to, Set<String> types) throws InterruptedException {
        List<LogEntry> left = rows;
        int width = rows.size();
        while (!left.isEmpty()) {
            List<LogEntry> part = left.subList(0, Math.min(width, left.size()));
            long end = part.size() == left.size() ? to : part.getLast().offset() + 1;
            if (!reader.pin(part.getFirst().offset(), end)) {
                List<LogEntry> rest = reader.present(left);
                reader.miss(left.size() - rest.size());
                left = rest;
                continue;
            }
            writer.untilDone(() -> journal.cut(new Cut(end, part.size(), types)));
            progress.underWay(part.getFirst().logged());
            if (isStored(part)) {
                writer.untilDone(journal::commit);
                reader.commit(end);
                left = left.subList(part.size(), left.size());
                width = (int) Math.min(Integer.MAX_VALUE, 2L * width);
            } else {
                width = part.size() / 2;
            }
            progress.underWay(Long.MAX_VALUE);
        }
    }

    /** True when all rows are stored or letters; false when the batch was refused and is to be halved. */
    private boolean isStored(List<LogEntry> part) throws InterruptedException {
        String stream = journal.stream();
        long first = journal.sequence();
        if (part.size() == 1 && letters.knows(stream, first)) {
            return true; // refused just before a kill
        }
        List<Record<JsonRow>> rows = part.stream().map(LogEntry::row).toList();
        String refusal = writer.write(new BatchId(stream, first, first + part.size() - 1), rows);
        if (refusal == null) {
            return true;
        }
        if (part.size() > 1) {
            return false;
        }
        log.warn("sink refused a row, which is a dead letter now, sink={} reason={}", sink, refusal);
        writer.untilDone(() -> letters.poisoned(sink, stream, first, rows.getFirst(), refusal));
        return true;
    }

    /** Goes past rows that are not for this sink. */
    void pass() throws InterruptedException {
        long offset = reader.position();
        if (offset > journal.position()) {
            writer.untilDone(() -> journal.pass(offset));
            reader.commit(offset);
        }
    }

    /** Writes letters that wait to be written again; false when none did. */
    boolean replay() throws InterruptedException {
        Optional<Replay> next = letters.next(sink, REPLAYED);
        if (next.isEmpty()) {
            return false;
        }
        Replay replay = next.get();
        String refusal = writer.write(replay.id(), replay.rows());
        writer.untilDone(() -> {
            if (refusal == null) {
                letters.stored(replay);
            } else {
                letters.refused(replay, refusal);
            }
        });
        return true;
    }
}
