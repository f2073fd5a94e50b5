package io.millrace.ingest.ledger;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A set of ids, kept as stretches. Its size in memory follows the number of stretches, not of ids.
 *
 * <p><b>Threading:</b> not thread-safe.
 */
final class IdRanges {

    // first of a stretch to its last
    private final TreeMap<Long, Long> ranges = new TreeMap<>();
    private long count;

    /** A set of all ids between two, which it includes. */
    static IdRanges of(long first, long last) {
        IdRanges ids = new IdRanges();
        ids.append(first, last);
        return ids;
    }

    private void append(long first, long last) {
        ranges.put(first, last);
        count += last - first + 1;
    }

    /** Adds ids of which none is there yet. */
    void add(long first, long last) {
        long from = first;
        long to = last;
        Map.Entry<Long, Long> before = ranges.floorEntry(first);
        if (before != null && before.getValue() + 1 == first) {
            from = before.getKey();
        }
        Long after = last == Long.MAX_VALUE ? null : ranges.remove(last + 1);
        if (after != null) {
            to = after;
        }
        ranges.put(from, to);
        count += last - first + 1;
    }

    void addAll(IdRanges others) {
        others.ranges.forEach(this::add);
    }

    boolean contains(long id) {
        Map.Entry<Long, Long> range = ranges.floorEntry(id);
        return range != null && id <= range.getValue();
    }

    /** Takes an id out; false when it was not there. */
    boolean remove(long id) {
        Map.Entry<Long, Long> range = ranges.floorEntry(id);
        if (range == null || id > range.getValue()) {
            return false;
        }
        long first = range.getKey();
        long last = range.getValue();
        if (first == id) {
            ranges.remove(first);
        } else {
            ranges.put(first, id - 1);
        }
        if (id < last) {
            ranges.put(id + 1, last);
        }
        count--;
        return true;
    }

    /** Takes out the oldest stretch, if there is one. */
    void forgetFirst() {
        Map.Entry<Long, Long> range = ranges.pollFirstEntry();
        if (range != null) {
            count -= range.getValue() - range.getKey() + 1;
        }
    }

    /** Takes out all ids between two, which it includes, and returns them. */
    IdRanges cut(long first, long last) {
        IdRanges taken = new IdRanges();
        Map.Entry<Long, Long> next = ranges.floorEntry(first);
        if (next == null || next.getValue() < first) {
            next = ranges.higherEntry(first);
        }
        while (next != null && next.getKey() <= last) {
            long from = next.getKey();
            long to = next.getValue();
            ranges.remove(from);
            if (from < first) {
                ranges.put(from, first - 1);
            }
            if (to > last) {
                ranges.put(last + 1, to);
            }
            taken.append(Math.max(from, first), Math.min(to, last));
            next = ranges.higherEntry(to);
        }
        count -= taken.count;
        return taken;
    }

    IdRanges copy() {
        IdRanges copy = new IdRanges();
        copy.ranges.putAll(ranges);
        copy.count = count;
        return copy;
    }

    /** The smallest id that is not below another; null when there is none. */
    @Nullable
    Long atLeast(long id) {
        return contains(id) ? (Long) id : ranges.ceilingKey(id);
    }

    /** The stretches, first to last. */
    Map<Long, Long> asMap() {
        return Collections.unmodifiableMap(ranges);
    }

    boolean isEmpty() {
        return ranges.isEmpty();
    }

    /** How many ids. */
    long count() {
        return count;
    }

    /** How many stretches. */
    int stretches() {
        return ranges.size();
    }

    /** The smallest id; there is one. */
    long first() {
        return ranges.firstKey();
    }

    void write(DataOutput out) throws IOException {
        out.writeInt(ranges.size());
        for (Map.Entry<Long, Long> range : ranges.entrySet()) {
            out.writeLong(range.getKey());
            out.writeLong(range.getValue());
        }
    }

    static IdRanges read(DataInput in) throws IOException {
        IdRanges ids = new IdRanges();
        int size = in.readInt();
        for (int i = 0; i < size; i++) {
            ids.append(in.readLong(), in.readLong());
        }
        return ids;
    }

    @Override
    public String toString() {
        return ranges.toString();
    }
}
