package io.millrace.core.flow;

import io.millrace.core.time.Ticker;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Chunks by reference as long as they fit; when they don't, the latest row of each key, in the order of their last
 * update, and then the chunks that came after.
 */
final class LatestBacklog implements Backlog {

    /** Rows keep whole chunks alive; they are copied out when these exceed so many times the bound. */
    private static final int SLACK = 4;

    private final Bounds bounds;
    private final Drops drops;
    private final LinkedHashMap<Object, Held> latest = new LinkedHashMap<>();
    private final ArrayDeque<Published> chunks = new ArrayDeque<>();
    private @Nullable Missed missed;
    private @Nullable Interrupted interrupted;
    private long rows;
    private long bytes;
    private long keptAlive;

    LatestBacklog(Bounds bounds, Drops drops) {
        this.bounds = bounds;
        this.drops = drops;
    }

    @Override
    public boolean offer(Published published) {
        expire(published.nanos());
        boolean fits = rows == 0
                || (rows + published.chunk().rows() <= bounds.maxRows()
                        && bytes + published.chunk().length() <= bounds.maxBytes());
        chunks.addLast(published);
        rows += published.chunk().rows();
        bytes += published.chunk().length();
        if (!fits) {
            conflate();
        }
        return true;
    }

    private void conflate() {
        for (Published published : chunks) {
            fold(published);
        }
        chunks.clear();
        while (latest.size() > 1 && (rows > bounds.maxRows() || bytes > bounds.maxBytes())) {
            dropEldest();
        }
        if (keptAlive / SLACK > bounds.maxBytes()) {
            copyOut();
        }
    }

    private void fold(Published published) {
        Chunk chunk = published.chunk();
        LatestRows last = chunk.form(LatestRows.FORM);
        if (last.size() < chunk.rows()) {
            drop(chunk.rows() - last.size(), chunk.length() - last.bytes(), published.time());
        }
        for (int i = 0; i < last.size(); i++) {
            Held newer = new Held(last.row(i), published.nanos(), published.time());
            Held older = latest.putLast(last.key(i), newer);
            if (older != null) {
                drop(1, older.row().length(), older.time());
            }
        }
        keptAlive += chunk.bytes().length;
    }

    private void copyOut() {
        List<RowRef> refs = new ArrayList<>(latest.size());
        latest.values().forEach(held -> refs.add(held.row()));
        Chunk copy = Chunk.gather(refs);
        int row = 0;
        for (Map.Entry<Object, Held> entry : latest.entrySet()) {
            entry.setValue(entry.getValue().in(copy, row++));
        }
        keptAlive = copy.length();
    }

    private void expire(long nanos) {
        Iterator<Held> eldest = latest.values().iterator();
        while (eldest.hasNext()) {
            Held held = eldest.next();
            if (!bounds.expired(held.nanos(), nanos)) {
                return;
            }
            eldest.remove();
            drop(1, held.row().length(), held.time());
        }
        for (Published first = chunks.peekFirst();
                first != null && bounds.expired(first.nanos(), nanos);
                first = chunks.peekFirst()) {
            chunks.removeFirst();
            drop(first.chunk().rows(), first.chunk().length(), first.time());
        }
    }

    private void dropEldest() {
        Held eldest = latest.pollFirstEntry().getValue();
        drop(1, eldest.row().length(), eldest.time());
    }

    private void drop(long lessRows, long lessBytes, Instant time) {
        rows -= lessRows;
        bytes -= lessBytes;
        note(lessRows, lessBytes, time);
    }

    private void note(long moreRows, long moreBytes, Instant time) {
        if (missed == null) {
            missed = new Missed(time);
        }
        missed.add(moreRows, moreBytes, time, time);
        drops.add(moreRows, moreBytes);
    }

    @Override
    public void miss(Published published) {
        note(published.chunk().rows(), published.chunk().length(), published.time());
    }

    /** Told before the rows that wait, which have lost their places to newer ones of their keys. */
    @Override
    public void interrupt(Interrupted later) {
        interrupted = interrupted == null ? later : interrupted.and(later);
    }

    @Override
    public @Nullable Delivery next(Ticker ticker) {
        if (rows > 0) {
            expire(ticker.nanos());
        }
        if (interrupted != null) {
            Delivery interruption = interrupted.delivery();
            interrupted = null;
            return interruption;
        }
        if (missed != null) {
            Delivery gap = missed.gap();
            missed = null;
            return gap;
        }
        Chunk chunk = nextChunk();
        if (chunk == null) {
            return null;
        }
        rows -= chunk.rows();
        bytes -= chunk.length();
        return new Delivery.Rows(chunk);
    }

    private @Nullable Chunk nextChunk() {
        if (latest.isEmpty()) {
            Published first = chunks.pollFirst();
            return first == null ? null : first.chunk();
        }
        List<RowRef> refs = new ArrayList<>(latest.size());
        latest.values().forEach(held -> refs.add(held.row()));
        latest.clear();
        keptAlive = 0;
        return Chunk.gather(refs);
    }

    @Override
    public void clear() {
        latest.clear();
        chunks.clear();
        missed = null;
        interrupted = null;
        rows = 0;
        bytes = 0;
        keptAlive = 0;
    }

    @Override
    public long rows() {
        return rows;
    }

    @Override
    public long bytes() {
        return bytes;
    }

    /** A row and when it was published. */
    private record Held(RowRef row, long nanos, Instant time) {

        Held in(Chunk copy, int index) {
            return new Held(new RowRef(copy, index), nanos, time);
        }
    }
}
