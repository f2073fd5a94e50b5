package io.millrace.pipeline.live;

import io.millrace.core.time.Ticker;
import io.millrace.pipeline.DataPackage;
import io.millrace.pipeline.graph.PlainValues;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.stream.Stream;

/**
 * The packages that ended last, and of the last ten minutes those that took longest. Their records are made when
 * somebody asks, not when they end.
 *
 * <p><b>Threading:</b> thread-safe; {@link #add} is for the threads of pipelines and holds its lock for a few hundred
 * nanoseconds.
 */
public final class RecentPackages {

    /** How long a slow package is remembered. */
    private static final long SLOW_NANOS = Duration.ofMinutes(10).toNanos();

    /**
     * One package.
     *
     * @param nanos how long it took
     * @param bytes about how large its data is
     * @param endedNanos when it ended, by the ticker
     */
    private record Kept(DataPackage<Object> dataPackage, long nanos, long bytes, long endedNanos) {}

    private final int maxLast;
    private final int maxSlowest;
    private final long maxBytes;
    private final Ticker ticker;
    private final Deque<Kept> last = new ArrayDeque<>();
    private final PriorityQueue<Kept> slowest = new PriorityQueue<>(Comparator.comparingLong(Kept::nanos));
    private long lastBytes;
    private long slowestBytes;

    /**
     * Keeps nothing yet.
     *
     * @param maxLast packages that ended last, at least 1
     * @param maxSlowest packages that took longest, from 0
     * @param maxBytes of the data of either kind; one larger package is kept alone
     */
    public RecentPackages(int maxLast, int maxSlowest, long maxBytes, Ticker ticker) {
        this.maxLast = maxLast;
        this.maxSlowest = maxSlowest;
        this.maxBytes = maxBytes;
        this.ticker = ticker;
    }

    /** A package has ended. */
    public void add(DataPackage<Object> ended) {
        Kept kept = new Kept(ended, ended.elapsedNanos(), PlainValues.bytes(ended.data()), ticker.nanos());
        synchronized (this) {
            last.addLast(kept);
            lastBytes += kept.bytes();
            while (last.size() > maxLast || (lastBytes > maxBytes && last.size() > 1)) {
                lastBytes -= last.removeFirst().bytes();
            }
            addSlow(kept);
        }
    }

    private void addSlow(Kept kept) {
        Kept fastest = slowest.peek();
        if (slowest.size() < maxSlowest || (fastest != null && kept.nanos() > fastest.nanos())) {
            slowest.add(kept);
            slowestBytes += kept.bytes();
        }
        while (slowest.size() > maxSlowest || (slowestBytes > maxBytes && slowest.size() > 1)) {
            Kept out = slowest.poll();
            slowestBytes -= out == null ? 0 : out.bytes();
        }
    }

    /** Forgets slow packages of long ago; called now and then. */
    public synchronized void expire() {
        long now = ticker.nanos();
        if (slowest.removeIf(kept -> now - kept.endedNanos() > SLOW_NANOS)) {
            slowestBytes = slowest.stream().mapToLong(Kept::bytes).sum();
        }
    }

    /** Those that ended last, the latest first. */
    public synchronized List<DataPackage<Object>> last() {
        List<DataPackage<Object>> packages = new ArrayList<>(last.size());
        last.descendingIterator().forEachRemaining(kept -> packages.add(kept.dataPackage()));
        return packages;
    }

    /** Those that took longest, the slowest first. */
    public synchronized List<DataPackage<Object>> slowest() {
        return slowest.stream()
                .sorted(Comparator.comparingLong(Kept::nanos).reversed())
                .map(Kept::dataPackage)
                .toList();
    }

    /** The package of that identifier; empty when it was never here or is forgotten. */
    public Optional<DataPackage<Object>> find(String id) {
        return Stream.concat(last().stream(), slowest().stream())
                .filter(kept -> kept.id().equals(id))
                .findFirst();
    }
}
