package io.millrace.core.flow;

import io.millrace.core.time.Ticker;
import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/** Whole chunks in order, by reference, with the gaps between them. */
final class QueueBacklog implements Backlog {

    private final Bounds bounds;
    private final Drops drops;
    private final ArrayDeque<Entry> entries = new ArrayDeque<>();
    private int chunks;
    private long rows;
    private long bytes;

    QueueBacklog(Bounds bounds, Drops drops) {
        this.bounds = bounds;
        this.drops = drops;
    }

    @Override
    public boolean offer(Published published) {
        if (!fits(published)) {
            switch (bounds.overflow()) {
                case BLOCK, DISCONNECT -> {
                    return false;
                }
                case DROP_NEWEST -> {
                    miss(published);
                    return true;
                }
                case DROP_OLDEST, LATEST_BY_KEY -> dropUntilFits(published);
            }
        }
        entries.addLast(published);
        chunks++;
        rows += published.chunk().rows();
        bytes += published.chunk().length();
        return true;
    }

    private boolean fits(Published published) {
        return chunks == 0
                || (rows + published.chunk().rows() <= bounds.maxRows()
                        && bytes + published.chunk().length() <= bounds.maxBytes()
                        && !bounds.expired(oldest(), published.nanos()));
    }

    /** When the oldest chunk was published; there is one. Two gaps never follow each other. */
    private long oldest() {
        if (entries.getFirst() instanceof Published first) {
            return first.nanos();
        }
        for (Entry entry : entries) {
            if (entry instanceof Published published) {
                return published.nanos();
            }
        }
        throw new IllegalStateException("no chunk is pending");
    }

    private void dropUntilFits(Published published) {
        while (!fits(published)) {
            dropFirst();
        }
    }

    /** Turns the oldest chunk into a gap, one with the gaps that stand before or behind it. */
    private void dropFirst() {
        Missed gap = null;
        Interrupted interrupted = null;
        boolean dropped = false;
        while (!dropped || (!entries.isEmpty() && !(entries.getFirst() instanceof Published))) {
            switch (entries.removeFirst()) {
                case Missed other -> gap = gap == null ? other : gap.and(other);
                case Interrupted other -> interrupted = interrupted == null ? other : interrupted.and(other);
                case Published first -> {
                    gap = gap == null ? new Missed(first.time()) : gap;
                    gap.add(first);
                    removed(first);
                    drops.add(first);
                    dropped = true;
                }
            }
        }
        if (gap != null) {
            entries.addFirst(gap);
        }
        if (interrupted != null) {
            entries.addFirst(interrupted);
        }
    }

    @Override
    public void miss(Published published) {
        if (entries.peekLast() instanceof Missed gap) {
            gap.add(published);
        } else {
            Missed gap = new Missed(published.time());
            gap.add(published);
            entries.addLast(gap);
        }
        drops.add(published);
    }

    @Override
    public void interrupt(Interrupted later) {
        // a gap behind an interruption does not keep two interruptions apart
        Missed gap = entries.peekLast() instanceof Missed last ? last : null;
        if (gap != null) {
            entries.removeLast();
        }
        if (entries.peekLast() instanceof Interrupted before) {
            entries.removeLast();
            entries.addLast(before.and(later));
            if (gap != null) {
                entries.addLast(gap);
            }
        } else {
            if (gap != null) {
                entries.addLast(gap);
            }
            entries.addLast(later);
        }
    }

    @Override
    public @Nullable Delivery next(Ticker ticker) {
        if (bounds.overflow() == Overflow.DROP_OLDEST && chunks > 0) {
            long nanos = ticker.nanos();
            while (chunks > 0 && bounds.expired(oldest(), nanos)) {
                dropFirst();
            }
        }
        return switch (entries.pollFirst()) {
            case null -> null;
            case Missed gap -> gap.gap();
            case Interrupted interrupted -> interrupted.delivery();
            case Published published -> {
                removed(published);
                yield new Delivery.Rows(published.chunk());
            }
        };
    }

    @Override
    public void clear() {
        entries.clear();
        chunks = 0;
        rows = 0;
        bytes = 0;
    }

    private void removed(Published published) {
        chunks--;
        rows -= published.chunk().rows();
        bytes -= published.chunk().length();
    }

    @Override
    public long rows() {
        return rows;
    }

    @Override
    public long bytes() {
        return bytes;
    }
}
