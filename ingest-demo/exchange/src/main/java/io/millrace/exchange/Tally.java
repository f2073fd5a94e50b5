package io.millrace.exchange;

import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;

/** Counts of each kind. */
final class Tally<E extends Enum<E>> {

    private final Map<E, LongAdder> counts;

    Tally(Class<E> kinds) {
        counts = new EnumMap<>(kinds);
        for (E kind : kinds.getEnumConstants()) {
            counts.put(kind, new LongAdder());
        }
    }

    void add(E kind, long more) {
        LongAdder count = counts.get(kind);
        if (count != null) {
            count.add(more);
        }
    }

    long of(E kind) {
        LongAdder count = counts.get(kind);
        return count == null ? 0 : count.sum();
    }
}
