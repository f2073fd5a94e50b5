package io.millrace.mq.log;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Which entries live, and in which segment. An entry is a bit of the segment in which it was first written; only one
 * that was moved, which is rare, costs an object. Guarded by the log's lock.
 */
final class LogIndex {

    /** A segment and what lives in it. */
    static final class Part {

        private final Segment segment;
        private final LiveEntries own;
        private int moved;
        private int entries;
        private long entryBytes;

        private Part(Segment segment) {
            this.segment = segment;
            this.own = new LiveEntries(segment.firstId());
        }

        Segment segment() {
            return segment;
        }

        int live() {
            return own.count() + moved;
        }

        boolean owns(long id) {
            return own.contains(id);
        }

        /** Bytes of the live entries, taking each as long as the mean of the segment. */
        long liveBytes() {
            return entries == 0 ? 0 : (long) ((double) entryBytes * live() / entries);
        }

        private void count(int length) {
            entries++;
            entryBytes += LogFormat.size(length);
        }
    }

    private final List<Part> parts = new ArrayList<>();
    private final Map<Long, Part> moved = new HashMap<>();

    Part add(Segment segment) {
        Part part = new Part(segment);
        parts.add(part);
        return part;
    }

    List<Part> parts() {
        return parts;
    }

    int size() {
        return parts.size();
    }

    Part first() {
        return parts.getFirst();
    }

    Part last() {
        return parts.getLast();
    }

    /** An entry was written to a part for the first time. */
    void born(Part part, long id, int length) {
        part.own.add(id);
        part.count(length);
    }

    /** An entry was copied to a part; where it was before, it counts no more. */
    void copied(Part to, long id, int length) {
        release(id);
        moved.put(id, to);
        to.moved++;
        to.count(length);
    }

    /** Where an entry that was moved lives now is this part. */
    boolean isMovedTo(Part part, long id) {
        return moved.get(id) == part;
    }

    /** Whether an entry is live in the segment in which it was first written. */
    boolean isAtHome(long id) {
        Part home = home(id);
        return home != null && home.own.contains(id);
    }

    /** Ends an entry; false when it is not live. */
    boolean release(long id) {
        Part home = home(id);
        if (home != null && home.own.remove(id)) {
            return true;
        }
        Part other = moved.isEmpty() ? null : moved.remove(id);
        if (other == null) {
            return false;
        }
        other.moved--;
        return true;
    }

    boolean isLive(long id) {
        return isAtHome(id) || moved.containsKey(id);
    }

    private @Nullable Part home(long id) {
        int low = 0;
        int high = parts.size() - 1;
        while (low <= high) {
            int middle = (low + high) >>> 1;
            if (parts.get(middle).segment.firstId() <= id) {
                low = middle + 1;
            } else {
                high = middle - 1;
            }
        }
        return high < 0 ? null : parts.get(high);
    }

    /** Takes out the segments at the beginning in which nothing lives; never the last one. */
    List<Segment> removeIdle() {
        if (parts.size() < 2 || parts.getFirst().live() > 0) {
            return List.of();
        }
        List<Segment> idle = new ArrayList<>();
        while (parts.size() > 1 && parts.getFirst().live() == 0) {
            idle.add(parts.removeFirst().segment);
        }
        return idle;
    }

    /** Takes out the first one whatever lives in it; null when there is none. */
    @Nullable
    Part removeFirst() {
        return parts.isEmpty() ? null : parts.removeFirst();
    }

    long liveBytes() {
        long sum = 0;
        for (Part part : parts) {
            sum += part.liveBytes();
        }
        return sum;
    }

    long live() {
        long sum = 0;
        for (Part part : parts) {
            sum += part.live();
        }
        return sum;
    }
}
