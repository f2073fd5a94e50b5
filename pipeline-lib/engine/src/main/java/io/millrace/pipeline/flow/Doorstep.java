package io.millrace.pipeline.flow;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Packages that the station before has done and that wait for room here, each on the worker it had there: so many at
 * most as that station has workers. Belongs to the lock of the station that they wait for.
 */
final class Doorstep<T> {

    private final ArrayDeque<Guest<T>> guests = new ArrayDeque<>();

    /**
     * One that waits.
     *
     * @param from its visit at the station before
     * @param bytes of its data
     */
    record Guest<T>(Visit<T> from, long bytes) {}

    boolean isEmpty() {
        return guests.isEmpty();
    }

    void add(Visit<T> from, long bytes) {
        guests.add(new Guest<>(from, bytes));
    }

    /** The one that has waited longest; null when there is none. */
    @Nullable
    Guest<T> first() {
        return guests.peekFirst();
    }

    void removeFirst() {
        guests.removeFirst();
    }

    /** Takes those away whose deadline has passed. */
    List<Guest<T>> takeLate(long nowNanos) {
        List<Guest<T>> late = List.of();
        for (Iterator<Guest<T>> all = guests.iterator(); all.hasNext(); ) {
            Guest<T> one = all.next();
            if (one.from.late(nowNanos)) {
                all.remove();
                late = late.isEmpty() ? new ArrayList<>() : late;
                late.add(one);
            }
        }
        return late;
    }
}
