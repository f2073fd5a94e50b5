package io.millrace.vehicles.feed;

import static java.util.Objects.requireNonNull;

import io.millrace.core.Poll;
import io.millrace.core.Record;
import io.millrace.core.Source;
import io.millrace.core.failure.PoisonException;
import io.millrace.core.time.Ticker;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Plays captured messages, as if a broker gave them: the key is the topic, the value the payload as it was, the time
 * that of the capture. It ends behind the last file.
 *
 * <p><b>Delivery:</b> what was not committed comes again after a reopen, from the file.
 *
 * <p><b>Failure:</b> a line that is not a message is poison; its message names file and line.
 */
public final class DumpSource implements Source<byte[]> {

    /** Where to go on: so many lines of a file have been given. */
    private record Place(int file, int line) {}

    private final DumpSettings settings;
    private final Pace pace;
    private Place committed = new Place(0, 0);
    private int file;
    private @Nullable DumpFile open;
    private @Nullable Record<byte[]> waiting;
    private @Nullable PoisonException unreadable;
    private @Nullable Instant before;
    private long due;
    private boolean started;

    public DumpSource(DumpSettings settings, Ticker ticker) {
        this.settings = requireNonNull(settings, "settings is null");
        this.pace = new Pace(ticker);
    }

    @Override
    public void open() {
        closeFile();
        waiting = null;
        unreadable = null;
        before = null;
        file = committed.file();
        if (!started) {
            started = true;
            due = pace.now() + settings.delay().toNanos();
        }
        if (file < settings.files().size()) {
            open = new DumpFile(settings.files().get(file));
            open.skip(committed.line());
        }
    }

    @Override
    public Poll<byte[]> poll(Duration timeout) throws InterruptedException {
        if (!peek()) {
            return new Poll.End<>();
        }
        if (!pace.await(due, timeout)) {
            return pace.closed() ? new Poll.End<>() : new Poll.Idle<>();
        }
        if (unreadable != null) {
            PoisonException poison = unreadable;
            unreadable = null;
            throw poison;
        }
        List<Record<byte[]>> records = new ArrayList<>();
        Place place;
        do {
            records.add(requireNonNull(waiting));
            waiting = null;
            place = new Place(file, open == null ? 0 : open.line());
        } while (records.size() < settings.maxBatch() && peek() && unreadable == null && due <= pace.now());
        Place behind = place;
        return new Poll.Batch<>(records, () -> committed = behind);
    }

    /** Reads the next message and when it is due; false at the end or when closed. */
    private boolean peek() {
        while (waiting == null && unreadable == null) {
            DumpFile from = open;
            if (from == null || pace.closed()) {
                return false;
            }
            try {
                waiting = from.next();
                if (waiting == null) {
                    nextFile();
                } else {
                    schedule(waiting.timestamp());
                }
            } catch (PoisonException e) {
                unreadable = e;
            }
        }
        return true;
    }

    private void nextFile() {
        closeFile();
        file++;
        if (file < settings.files().size()) {
            open = new DumpFile(settings.files().get(file));
        }
    }

    private void schedule(Instant time) {
        Instant last = before;
        before = time;
        if (last == null || settings.speed() == 0 || !time.isAfter(last)) {
            return;
        }
        Duration gap = Duration.between(last, time);
        gap = gap.compareTo(settings.maxGap()) > 0 ? settings.maxGap() : gap;
        due += (long) (gap.toNanos() / settings.speed());
    }

    private void closeFile() {
        if (open != null) {
            open.close();
        }
        open = null;
    }

    /** The file that is open is closed by the thread that reads it, or with the process. */
    @Override
    public void close() {
        pace.close();
    }
}
