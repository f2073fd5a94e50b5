package io.millrace.vehicles.live;

import static java.util.Objects.requireNonNull;

import io.millrace.core.time.Ticker;
import io.millrace.vehicles.hfp.VehicleKey;
import java.time.Instant;
import java.util.Collection;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The latest position of each vehicle. Event time decides which one that is, so what comes late, or twice, or in
 * another order gives the same board.
 *
 * <p><b>Threading:</b> thread-safe. A single vehicle is found without a lock; all else shares one, held for no longer
 * than it takes to look at the vehicles asked for.
 *
 * <p><b>Memory:</b> bounded by {@link BoardSettings}, and by a place per vehicle for each follower.
 */
public final class VehicleBoard {

    private final BoardSettings settings;
    private final Ticker ticker;
    private final ReentrantLock lock = new ReentrantLock();
    private final Map<VehicleKey, Sighting> latest = new ConcurrentHashMap<>();
    // in the order in which they were heard last
    private final LinkedHashMap<VehicleKey, BoardEntry> entries = new LinkedHashMap<>();
    private final CellGrid grid = new CellGrid();
    private final Followers followers = new Followers();
    private final EnumMap<Arrival, Long> arrivals = new EnumMap<>(Arrival.class);
    private long expired;
    private long evicted;

    /** An empty board. */
    public VehicleBoard(BoardSettings settings, Ticker ticker) {
        this.settings = requireNonNull(settings, "settings is null");
        this.ticker = requireNonNull(ticker, "ticker is null");
    }

    /** Puts positions on the board, and tells those who follow them. */
    public void apply(Collection<LivePosition> positions) {
        lock.lock();
        try {
            Instant now = ticker.now();
            long nanos = ticker.nanos();
            for (LivePosition position : positions) {
                arrivals.merge(apply(position, now, nanos), 1L, Long::sum);
            }
        } finally {
            lock.unlock();
        }
        followers.wake();
    }

    private Arrival apply(LivePosition position, Instant now, long nanos) {
        if (position.time().isAfter(now.plus(settings.maxAhead()))) {
            return Arrival.AHEAD;
        }
        BoardEntry entry = entries.get(position.key());
        if (entry == null) {
            add(position, now, nanos);
            return Arrival.APPLIED;
        }
        entry.heardNanos = nanos;
        entries.putLast(position.key(), entry);
        Sighting before = entry.latest;
        int order = position.time().compareTo(before.position().time());
        if (order < 0) {
            return Arrival.LATE;
        }
        if (order == 0 && position.equals(before.position())) {
            return Arrival.REPEATED;
        }
        replace(entry, new Sighting(position), now);
        return Arrival.APPLIED;
    }

    private void add(LivePosition position, Instant now, long nanos) {
        if (entries.size() >= settings.maxVehicles()) {
            remove(entries.firstEntry().getValue(), now);
            evicted++;
        }
        Sighting seen = new Sighting(position);
        BoardEntry entry = new BoardEntry(seen, new Trail(settings.trailPoints(), settings.trailGap()));
        entry.heardNanos = nanos;
        entry.cell = CellGrid.cell(position.latitude(), position.longitude());
        entry.trail.add(position);
        entries.putLast(position.key(), entry);
        latest.put(position.key(), seen);
        grid.add(entry.cell, position.key());
        followers.tell(null, seen, now);
    }

    private void replace(BoardEntry entry, Sighting seen, Instant now) {
        LivePosition position = seen.position();
        Sighting before = entry.latest;
        long cell = CellGrid.cell(position.latitude(), position.longitude());
        if (cell != entry.cell) {
            grid.remove(entry.cell, position.key());
            grid.add(cell, position.key());
            entry.cell = cell;
        }
        entry.latest = seen;
        entry.trail.add(position);
        latest.put(position.key(), seen);
        followers.tell(before, seen, now);
    }

    private void remove(BoardEntry entry, Instant now) {
        VehicleKey key = entry.latest.position().key();
        entries.remove(key);
        latest.remove(key);
        grid.remove(entry.cell, key);
        followers.tell(entry.latest, null, now);
    }

    /** Takes those off the board that were not heard for long; to be called now and then. */
    public void expire() {
        lock.lock();
        try {
            Instant now = ticker.now();
            long before = ticker.nanos() - settings.expiry().toNanos();
            while (!entries.isEmpty() && entries.firstEntry().getValue().heardNanos - before < 0) {
                remove(entries.firstEntry().getValue(), now);
                expired++;
            }
        } finally {
            lock.unlock();
        }
        followers.wake();
    }

    /** The latest position of a vehicle; null when it is not on the board. */
    public @Nullable Sighting find(VehicleKey key) {
        return latest.get(key);
    }

    /**
     * Vehicles by key.
     *
     * @param after only those behind this one; null for the first page
     * @param limit how many at most, at least 1
     */
    public VehiclePage query(VehicleFilter filter, @Nullable VehicleKey after, int limit) {
        Instant now;
        List<Sighting> all;
        lock.lock();
        try {
            now = ticker.now();
            all = matching(filter, now);
        } finally {
            lock.unlock();
        }
        List<Sighting> rest = all.stream()
                .filter(seen -> after == null || seen.position().key().compareTo(after) > 0)
                .sorted((a, b) -> a.position().key().compareTo(b.position().key()))
                .limit(limit + 1L)
                .toList();
        boolean more = rest.size() > limit;
        List<Sighting> page = more ? rest.subList(0, limit) : rest;
        return new VehiclePage(
                page, all.size(), more ? page.getLast().position().key() : null, now);
    }

    /** Under the lock. */
    private List<Sighting> matching(VehicleFilter filter, Instant now) {
        return candidates(filter)
                .filter(seen -> filter.covers(seen.position()) && filter.fresh(seen.position(), now))
                .toList();
    }

    private Stream<Sighting> candidates(VehicleFilter filter) {
        Collection<VehicleKey> keys;
        if (!filter.vehicles().isEmpty() && filter.numbers().isEmpty()) {
            keys = filter.vehicles();
        } else if (filter.box() != null) {
            keys = grid.around(filter.box());
        } else {
            return entries.values().stream().map(entry -> entry.latest);
        }
        return keys.stream().map(latest::get).filter(Objects::nonNull);
    }

    /** Where a vehicle was lately, oldest first; empty when it is not on the board. */
    public List<TrailPoint> trail(VehicleKey key) {
        lock.lock();
        try {
            BoardEntry entry = entries.get(key);
            return entry == null ? List.of() : entry.trail.points();
        } finally {
            lock.unlock();
        }
    }

    /**
     * Follows vehicles. Nothing is missing or told twice between the snapshot and what follows it: vehicles of the
     * snapshot are those whose news wait for the follower at first.
     *
     * @param snapshot whether those that are on the board now are told too
     * @param wakeUp called, cheaply and from any thread, when something can be taken after {@code take} had nothing
     */
    public Follower follow(VehicleFilter filter, boolean snapshot, Runnable wakeUp) {
        lock.lock();
        try {
            Follower follower = new Follower(filter, ticker, wakeUp, followers::remove);
            if (snapshot) {
                matching(filter, ticker.now()).forEach(follower::begin);
            }
            followers.add(follower);
            return follower;
        } finally {
            lock.unlock();
        }
    }

    /** What happened so far. */
    public BoardCounts counts() {
        lock.lock();
        try {
            return new BoardCounts(entries.size(), followers.size(), arrivals, expired, evicted);
        } finally {
            lock.unlock();
        }
    }
}
