package io.millrace.ingest.delivery;

import io.millrace.core.time.Ticker;
import io.millrace.ingest.log.LogEntry;
import io.millrace.ingest.log.LogReader;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Gathers rows of a sink's types until they are enough, or old enough.
 *
 * <p><b>Threading:</b> one thread; the counters are for any.
 */
@SuppressWarnings("NonAtomicVolatileUpdate") // one thread writes them
final class Gatherer {

    private static final Duration LOOK = Duration.ofMillis(50);

    private final LogReader reader;
    private final Set<String> types;
    private final Pace pace;
    private final Duration age;
    private final Ticker ticker;
    private final List<LogEntry> rows = new ArrayList<>();
    private long bytes;
    private volatile long leftOut;
    private volatile long oldest = Long.MAX_VALUE;

    Gatherer(LogReader reader, Set<String> types, Pace pace, Duration age, Ticker ticker) {
        this.reader = reader;
        this.types = types;
        this.pace = pace;
        this.age = age;
        this.ticker = ticker;
    }

    /**
     * Looks for rows, and waits shortly when there are none.
     *
     * @param hurry whether rows are enough as soon as there are no more
     * @return whether there is a batch
     */
    boolean gather(boolean hurry) throws InterruptedException {
        int maxRows = pace.rows();
        long maxBytes = pace.bytes();
        long began = ticker.nanos();
        while (rows.size() < maxRows && bytes < maxBytes) {
            if (rows.isEmpty() && ticker.nanos() - began >= LOOK.toNanos()) {
                return false; // rows of other types may keep coming for ever, and are to be passed
            }
            List<LogEntry> more = reader.read(maxRows - rows.size(), maxBytes - bytes);
            if (!more.isEmpty()) {
                more.forEach(this::take);
            } else if (!rows.isEmpty() && (hurry || isOld())) {
                return true;
            } else if (hurry || !reader.await(rows.isEmpty() ? LOOK : remaining())) {
                return !rows.isEmpty() && isOld();
            }
        }
        return true;
    }

    private void take(LogEntry entry) {
        if (matches(entry, types)) {
            rows.add(entry);
            bytes += entry.row().value().size();
            oldest = Math.min(oldest, entry.logged());
        } else {
            leftOut++;
        }
    }

    /** Whether a row is of one of the types; of any when there are none. */
    static boolean matches(LogEntry entry, Set<String> types) {
        return types.isEmpty()
                || types.contains(String.valueOf(entry.row().value().field("type")));
    }

    private boolean isOld() {
        return !remaining().isPositive();
    }

    private Duration remaining() {
        Duration left =
                age.minusMillis(ticker.now().toEpochMilli() - rows.getFirst().logged());
        return left.compareTo(LOOK) > 0 ? LOOK : left;
    }

    /** The rows that were gathered, which are then gone from here. */
    List<LogEntry> take() {
        List<LogEntry> batch = List.copyOf(rows);
        clear();
        return batch;
    }

    void clear() {
        rows.clear();
        bytes = 0;
        oldest = Long.MAX_VALUE;
    }

    boolean isEmpty() {
        return rows.isEmpty();
    }

    /** Rows of other types. */
    long leftOut() {
        return leftOut;
    }

    /** When the oldest row here was logged; {@link Long#MAX_VALUE} when there is none. */
    long oldest() {
        return oldest;
    }
}
