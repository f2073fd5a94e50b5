package io.millrace.pipeline.flow;

import java.util.ArrayDeque;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** In order of arrival: what most controllers need, without a comparison. Knows no keys. */
final class FifoWaiting<T> implements Waiting<T> {

    private final ArrayDeque<Visit<T>> visits = new ArrayDeque<>();

    @Override
    public void add(Visit<T> visit) {
        visits.add(visit);
    }

    @Override
    public @Nullable Visit<T> poll() {
        return visits.poll();
    }

    @Override
    public @Nullable Visit<T> oldest() {
        return visits.peek();
    }

    @Override
    public Visit<T> victim(Visit<T> newcomer) {
        Visit<T> oldest = visits.peek();
        return oldest == null ? newcomer : oldest;
    }

    @Override
    public @Nullable Visit<T> ofKey(String key) {
        return null;
    }

    @Override
    public void remove(Visit<T> visit) {
        // what leaves early is nearly always the oldest, which is found at once
        visits.removeFirstOccurrence(visit);
    }

    @Override
    public void free(String key) {}

    @Override
    public void forEach(Consumer<Visit<T>> action) {
        visits.forEach(action);
    }

    @Override
    public int size() {
        return visits.size();
    }
}
