package io.millrace.ingest.ledger;

import static java.util.Objects.requireNonNull;
import static java.util.Objects.requireNonNullElse;

import io.millrace.ingest.type.Gap;
import io.millrace.ingest.type.SeriesAccount;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Knows of each trade of each series whether it was seen, is missing or is lost. A series begins with the first trade
 * that comes, or behind the one that a heartbeat names.
 *
 * <p>Ids that were skipped wait for the grace, then they are a gap, and {@link #nextSearch} says what to look for. A
 * gap ends when all its trades have come, by whatever way, or when what is missing is given up, with a reason.
 *
 * <p><b>Threading:</b> not thread-safe. Times in nanoseconds are those of the ticker.
 */
public final class TradeLedger {

    /** Trades that may come out of order before the first that came. */
    private static final long MAX_BACK = 1_000;
    /** An id that is further ahead is no id. */
    private static final long MAX_JUMP = 1_000_000_000;

    private static final int MAX_CLOSED = 1_000;

    private final LedgerSettings settings;
    private final RandomGenerator random;
    private final Consumer<Gap> changed;
    private final Map<String, Series> series = new TreeMap<>();
    private final ArrayDeque<Gap> closed = new ArrayDeque<>();
    private int holes;
    private long missing;
    private long nextDue = Long.MAX_VALUE;

    public TradeLedger(LedgerSettings settings, RandomGenerator random) {
        this(settings, random, _ -> {});
    }

    /**
     * A ledger that tells what becomes of gaps.
     *
     * @param changed gets each gap when it is opened and when it is closed, on the calling thread; one that is lost at
     *     once only then
     */
    public TradeLedger(LedgerSettings settings, RandomGenerator random, Consumer<Gap> changed) {
        this.settings = requireNonNull(settings, "settings is null");
        this.random = requireNonNull(random, "random is null");
        this.changed = requireNonNull(changed, "changed is null");
    }

    /** Writes a trade down that came in the stream. */
    public Arrival arrived(String product, long id, long nanos, Instant now) {
        Series of = series.get(product);
        if (of == null) {
            of = new Series(product, id);
            series.put(product, of);
        }
        if (id > of.last) {
            if (id - of.last > MAX_JUMP) {
                return Arrival.TOO_FAR;
            }
            if (id > of.last + 1) {
                skipped(of, of.last + 1, id - 1, nanos, now);
            }
            of.last = id;
            of.seen++;
            return Arrival.NEW;
        }
        if (id < of.first) {
            return beforeFirst(of, id, nanos, now);
        }
        if (late(of, id, false, now)) {
            return Arrival.NEW;
        }
        of.duplicates++;
        return Arrival.KNOWN;
    }

    private Arrival beforeFirst(Series of, long id, long nanos, Instant now) {
        if (of.first - id > MAX_BACK) {
            return Arrival.TOO_OLD;
        }
        if (of.first - id > 1) {
            skipped(of, id + 1, of.first - 1, nanos, now);
        }
        of.first = id;
        of.seen++;
        return Arrival.NEW;
    }

    /** Writes a trade down that was searched for; true when it was missing. */
    public boolean fetched(String product, long id, Instant now) {
        Series of = series.get(product);
        return of != null && id >= of.first && id <= of.last && late(of, id, true, now);
    }

    private boolean late(Series of, long id, boolean fetched, Instant now) {
        Hole hole = of.holes.isEmpty() ? null : of.holeOf(id);
        if (hole == null) {
            if (!of.lost.remove(id)) {
                return false;
            }
            of.lostCount--;
        } else if (fetched && hole.opened == null) {
            return false; // it may still come by itself
        } else {
            hole.missing.remove(id);
            of.missing--;
            missing--;
            if (hole.opened != null) {
                hole.refilled++;
            }
            if (hole.missing.isEmpty()) {
                of.remove(hole);
                holes--;
                close(of, hole, Gap.State.REFILLED, now, null);
            }
        }
        of.seen++;
        if (fetched) {
            of.refilled++;
        }
        return true;
    }

    /** What a heartbeat says: the last trade made. */
    public void heartbeat(String product, long lastTradeId, long nanos, Instant now) {
        Series of = series.get(product);
        if (of == null) {
            series.put(product, new Series(product, lastTradeId + 1));
        } else if (lastTradeId > of.last && lastTradeId - of.last <= MAX_JUMP) {
            skipped(of, of.last + 1, lastTradeId, nanos, now);
            of.last = lastTradeId;
        }
    }

    private void skipped(Series of, long first, long last, long nanos, Instant now) {
        if (last - first + 1 > settings.maxGap()) {
            Hole hole = new Hole(first, last, IdRanges.of(first, last), nanos);
            hole.opened = now;
            of.lose(hole.missing);
            close(of, hole, Gap.State.LOST, now, "more than max_gap, " + settings.maxGap() + " trades, at once");
            return;
        }
        long due = nanos + settings.grace().toNanos();
        of.add(new Hole(first, last, IdRanges.of(first, last), due));
        holes++;
        missing += last - first + 1;
        nextDue = Math.min(nextDue, due);
        if (holes > settings.maxGaps()) {
            Series most = most(Comparator.comparingInt(any -> any.holes.size()));
            lose(most, most.holes.firstEntry().getValue(), now, "more than max_gaps, " + settings.maxGaps());
        }
        while (missing > settings.maxMissing()) {
            Series most = most(Comparator.comparingLong(any -> any.missing));
            lose(most, most.holes.firstEntry().getValue(), now, "too many trades are missing at a time");
        }
    }

    private Series most(Comparator<Series> order) {
        return series.values().stream().max(order).orElseThrow();
    }

    private void lose(Series of, Hole hole, Instant now, String reason) {
        of.lose(hole);
        holes--;
        missing -= hole.missing.count();
        if (hole.opened == null) {
            hole.opened = now;
        }
        close(of, hole, Gap.State.LOST, now, reason);
    }

    private void close(Series of, Hole hole, Gap.State state, Instant now, @Nullable String reason) {
        Instant opened = hole.opened;
        if (opened == null) {
            return; // only out of order
        }
        Gap gap = hole.gap(of.name, state, opened, now, reason);
        closed.addFirst(gap);
        changed.accept(gap);
        if (closed.size() > MAX_CLOSED) {
            closed.removeLast();
        }
    }

    /** Makes gaps of what has been missing for longer than the grace. */
    public void tick(long nanos, Instant now) {
        if (nanos < nextDue) {
            return;
        }
        nextDue = Long.MAX_VALUE;
        for (Series of : series.values()) {
            for (Hole hole : List.copyOf(of.holes.values())) {
                if (hole.opened == null && hole.due <= nanos) {
                    hole.opened = now;
                    if (settings.attempts() == 0) {
                        lose(of, hole, now, "refill is off");
                        continue;
                    }
                    changed.accept(hole.gap(of.name, Gap.State.OPEN, now, null, null));
                }
                if (hole.opened == null) {
                    nextDue = Math.min(nextDue, hole.due);
                }
            }
        }
    }

    /**
     * Takes over what was told of a gap before a restart. Trades alone do not lead there: heartbeats and searches did.
     */
    public void told(Gap gap, long nanos) {
        if (gap.state() == Gap.State.REFILLED) {
            return; // its trades have closed it
        }
        Series of = series.computeIfAbsent(gap.series(), name -> new Series(name, gap.first()));
        int holesBefore = of.holes.size();
        long missingBefore = of.missing;
        Hole hole = of.exactly(gap.first(), gap.last(), nanos);
        holes += of.holes.size() - holesBefore;
        missing += of.missing - missingBefore;
        nextDue = nanos;
        if (hole == null) {
            return;
        }
        hole.opened = gap.opened();
        hole.refilled = gap.refilled();
        if (gap.state() == Gap.State.LOST) {
            lose(of, hole, requireNonNullElse(gap.closed(), gap.opened()), requireNonNullElse(gap.reason(), ""));
        }
    }

    /** What to look for now, the gap that waits longest first; null when there is nothing. */
    public @Nullable Search nextSearch(long nanos) {
        Series where = null;
        Hole next = null;
        for (Series of : series.values()) {
            for (Hole hole : of.holes.values()) {
                if (hole.opened != null && hole.due <= nanos && (next == null || hole.due < next.due)) {
                    where = of;
                    next = hole;
                }
            }
        }
        if (where == null || next == null) {
            return null;
        }
        Long from = next.missing.atLeast(next.cursor);
        long first = from == null ? next.missing.first() : from;
        return new Search(where.name, first, Math.min(first + Search.WINDOW - 1, where.last));
    }

    /** A search has ended, and all that was found was written down by {@link #fetched}. */
    public void searched(Search search, long nanos, Instant now) {
        Series of = series.get(search.series());
        if (of == null) {
            return;
        }
        for (Hole hole : within(of, search, nanos)) {
            Long from = hole.missing.atLeast(hole.cursor);
            if (from != null && from < search.first()) {
                continue; // its turn is not here
            }
            hole.failures = 0;
            hole.cursor = Math.max(hole.cursor, search.last() + 1);
            if (hole.missing.atLeast(hole.cursor) != null) {
                continue;
            }
            hole.attempts++;
            hole.cursor = hole.first;
            if (hole.attempts >= settings.attempts()) {
                lose(of, hole, now, "not found in " + hole.attempts + " searches");
            } else {
                delay(hole, hole.attempts, nanos);
            }
        }
    }

    /** A search has failed and is to be repeated. */
    public void failed(Search search, String reason, long nanos, Instant now) {
        Series of = series.get(search.series());
        if (of == null) {
            return;
        }
        for (Hole hole : within(of, search, nanos)) {
            hole.failures++;
            if (Duration.between(requireNonNull(hole.opened), now).compareTo(settings.patience()) >= 0) {
                lose(of, hole, now, reason);
            } else {
                delay(hole, hole.failures, nanos);
            }
        }
    }

    /** Nothing of a series will be found. */
    public void refused(String product, String reason, Instant now) {
        Series of = series.get(product);
        if (of != null) {
            for (Hole hole : List.copyOf(of.holes.values())) {
                if (hole.opened != null) {
                    lose(of, hole, now, reason);
                }
            }
        }
    }

    private void delay(Hole hole, int attempt, long nanos) {
        hole.due = nanos + settings.backoff().delay(attempt, random).toNanos();
    }

    private static List<Hole> within(Series of, Search search, long nanos) {
        Long from = of.holes.floorKey(search.first());
        return of.holes.subMap(from == null ? search.first() : from, true, search.last(), true).values().stream()
                .filter(hole -> hole.last >= search.first() && hole.opened != null && hole.due <= nanos)
                .toList();
    }

    /** Gaps, newest first: all that are open and the last that were closed. */
    public List<Gap> gaps() {
        List<Gap> gaps = new ArrayList<>();
        for (Series of : series.values()) {
            for (Hole hole : of.holes.values()) {
                Instant opened = hole.opened;
                if (opened != null) {
                    gaps.add(hole.gap(of.name, Gap.State.OPEN, opened, null, null));
                }
            }
        }
        gaps.addAll(closed);
        gaps.sort(Comparator.comparing(Gap::opened).reversed());
        return List.copyOf(gaps);
    }

    /** What is known of each series, by name. */
    public List<SeriesAccount> accounts() {
        return series.values().stream().map(Series::account).toList();
    }

    /**
     * Writes the ledger as if some trades had not come.
     *
     * @param without seen trades, by series
     * @param refilled gaps that some of these trades closed, and that are open again, by series
     */
    public void write(DataOutput out, Map<String, long[]> without, Map<String, List<Gap>> refilled, long nanos)
            throws IOException {
        out.writeInt(series.size());
        for (Series of : series.values()) {
            IdRanges ids = new IdRanges();
            for (long id : without.getOrDefault(of.name, new long[0])) {
                ids.add(id, id);
            }
            of.write(out, ids, refilled.getOrDefault(of.name, List.of()), nanos);
        }
        List<Gap> lost =
                closed.stream().filter(gap -> gap.state() == Gap.State.LOST).toList();
        out.writeInt(lost.size());
        for (Gap gap : lost) {
            Gaps.write(out, gap);
        }
    }

    /** Reads what {@link #write} wrote into this ledger, which is empty. Gaps are due at once. */
    public void read(DataInput in, long nanos) throws IOException {
        int count = in.readInt();
        for (int i = 0; i < count; i++) {
            Series of = Series.read(in, nanos);
            series.put(of.name, of);
            holes += of.holes.size();
            missing += of.missing;
        }
        int lost = in.readInt();
        for (int i = 0; i < lost; i++) {
            closed.addLast(Gaps.read(in));
        }
        nextDue = nanos;
    }
}
