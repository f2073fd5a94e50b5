package io.millrace.ingest.log;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The newest rows of the log in memory, in the portions in which they were written.
 *
 * <p><b>Threading:</b> guarded by the log's lock.
 */
final class Tail {

    private record Portion(List<LogEntry> rows, long bytes) {}

    private final long maxBytes;
    private final TreeMap<Long, Portion> portions = new TreeMap<>();
    private long bytes;
    private long rows;

    Tail(long maxBytes) {
        this.maxBytes = maxBytes;
    }

    /** Adds rows of offsets without holes; older ones make room, and a portion larger than all room is not kept. */
    void add(List<LogEntry> entries) {
        long size = entries.stream().mapToLong(LogEntry::heapBytes).sum();
        portions.put(entries.getFirst().offset(), new Portion(List.copyOf(entries), size));
        bytes += size;
        rows += entries.size();
        while (bytes > maxBytes) {
            removeFirst();
        }
    }

    private void removeFirst() {
        Portion portion = portions.pollFirstEntry().getValue();
        bytes -= portion.bytes();
        rows -= portion.rows().size();
    }

    /** Forgets what every sink has passed. */
    void release(long floor) {
        while (!portions.isEmpty()
                && portions.firstEntry().getValue().rows().getLast().offset() < floor) {
            removeFirst();
        }
    }

    /** Rows from an offset on, of one portion; empty when they are not here. */
    List<LogEntry> from(long offset) {
        Map.Entry<Long, Portion> entry = portions.floorEntry(offset);
        if (entry == null) {
            return List.of();
        }
        List<LogEntry> all = entry.getValue().rows();
        long index = offset - entry.getKey();
        return index < all.size() ? all.subList((int) index, all.size()) : List.of();
    }

    long bytes() {
        return bytes;
    }

    long rows() {
        return rows;
    }
}
