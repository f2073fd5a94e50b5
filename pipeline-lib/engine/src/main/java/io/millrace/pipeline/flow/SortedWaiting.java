package io.millrace.pipeline.flow;

import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * By priority, then by arrival; for priorities, keys and the policy latest-by-key. Where keys are in order, only the
 * oldest package of a key that nobody works on may begin, so that a busy key costs the others nothing.
 */
final class SortedWaiting<T> implements Waiting<T> {

    private static final Comparator<Integer> HIGHEST_FIRST = Comparator.reverseOrder();

    private final boolean keysInOrder;
    private final Predicate<String> busy;
    private final TreeMap<Integer, LinkedHashSet<Visit<T>>> byPriority = new TreeMap<>(HIGHEST_FIRST);
    private final Map<String, ArrayDeque<Visit<T>>> byKey = new HashMap<>();
    private final TreeSet<Visit<T>> candidates =
            new TreeSet<>(Comparator.comparing((Visit<T> visit) -> visit.priority, HIGHEST_FIRST)
                    .thenComparingLong(visit -> visit.sequence));
    private int size;

    /**
     * Makes one.
     *
     * @param keysInOrder whether packages of one key begin one after the other
     * @param busy whether a package of that key is being worked on
     */
    SortedWaiting(boolean keysInOrder, Predicate<String> busy) {
        this.keysInOrder = keysInOrder;
        this.busy = busy;
    }

    @Override
    public void add(Visit<T> visit) {
        byPriority.computeIfAbsent(visit.priority, _ -> new LinkedHashSet<>()).add(visit);
        size++;
        if (visit.key != null) {
            byKey.computeIfAbsent(visit.key, _ -> new ArrayDeque<>(2)).add(visit);
        }
        if (!keysInOrder || visit.key == null) {
            candidates.add(visit);
        } else {
            free(visit.key);
        }
    }

    @Override
    public void free(String key) {
        ArrayDeque<Visit<T>> visits = byKey.get(key);
        if (keysInOrder && visits != null && !busy.test(key)) {
            candidates.add(visits.getFirst());
        }
    }

    @Override
    public @Nullable Visit<T> poll() {
        Visit<T> first = candidates.pollFirst();
        if (first != null) {
            forget(first);
        }
        return first;
    }

    @Override
    public void remove(Visit<T> visit) {
        candidates.remove(visit);
        forget(visit);
        if (visit.key != null) {
            free(visit.key);
        }
    }

    private void forget(Visit<T> visit) {
        LinkedHashSet<Visit<T>> equals = byPriority.get(visit.priority);
        if (equals == null || !equals.remove(visit)) {
            return;
        }
        size--;
        if (equals.isEmpty()) {
            byPriority.remove(visit.priority);
        }
        if (visit.key != null) {
            ArrayDeque<Visit<T>> visits = byKey.get(visit.key);
            if (visits != null && visits.remove(visit) && visits.isEmpty()) {
                byKey.remove(visit.key);
            }
        }
    }

    @Override
    public @Nullable Visit<T> oldest() {
        return byPriority.values().stream()
                .map(LinkedHashSet::getFirst)
                .min(Comparator.comparingLong(visit -> visit.sequence))
                .orElse(null);
    }

    @Override
    public Visit<T> victim(Visit<T> newcomer) {
        Map.Entry<Integer, LinkedHashSet<Visit<T>>> lowest = byPriority.lastEntry();
        return lowest == null || newcomer.priority < lowest.getKey()
                ? newcomer
                : lowest.getValue().getFirst();
    }

    @Override
    public @Nullable Visit<T> ofKey(String key) {
        ArrayDeque<Visit<T>> visits = byKey.get(key);
        return visits == null ? null : visits.peekFirst();
    }

    @Override
    public void forEach(Consumer<Visit<T>> action) {
        byPriority.values().forEach(visits -> visits.forEach(action));
    }

    @Override
    public int size() {
        return size;
    }
}
