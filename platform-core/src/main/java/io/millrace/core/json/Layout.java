package io.millrace.core.json;

import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * Names of the fields of an object, in their order. Objects of a feed have the same ones again and again, and share
 * one; a layout is found by walking from {@link #EMPTY} name by name.
 *
 * <p>Layouts are kept for ever, so that there is a bound for all of them: beyond it none is found.
 *
 * <p><b>Threading:</b> thread-safe.
 */
final class Layout {

    static final Layout EMPTY = root(2_048);

    /** Objects with more fields are rare, and looked through by hash. */
    static final int MAX_FIELDS = 40;

    private static final int MAX_NAME = 100;

    private final @Nullable Layout before;
    private final AtomicInteger left;
    private final String name;
    private final int size;

    /** The one that followed last, most likely the one that follows next. */
    private volatile @Nullable Layout likely;

    private final Map<String, Layout> others = new ConcurrentHashMap<>(2);

    /** Both are made when an object ends here. */
    private volatile @Nullable Places places;

    /** Names, and where each is. */
    private static final class Places {

        private final String[] names;
        private final Map<String, Integer> byName;

        Places(String[] names, Map<String, Integer> byName) {
            this.names = names;
            this.byName = byName;
        }
    }

    private Layout(@Nullable Layout before, AtomicInteger left, String name) {
        this.before = before;
        this.left = left;
        this.name = name;
        this.size = before == null ? 0 : before.size + 1;
    }

    /**
     * The layout of no field.
     *
     * @param max how many can follow it in all; each is some 200 bytes, and those that objects end with some kilobytes
     *     more
     */
    static Layout root(int max) {
        return new Layout(null, new AtomicInteger(max), "");
    }

    /** These fields and one more; null when it is there already, and when there are too many. */
    @Nullable
    Layout with(String next) {
        Layout guess = likely;
        if (guess != null && guess.name.equals(next)) {
            return guess;
        }
        Layout found = others.get(next);
        if (found == null) {
            found = make(next);
        }
        if (found != null) {
            likely = found;
        }
        return found;
    }

    private @Nullable Layout make(String next) {
        for (Layout at = this; at.before != null; at = at.before) {
            if (at.name.equals(next)) {
                return null;
            }
        }
        if (size == MAX_FIELDS || next.length() > MAX_NAME || left.get() <= 0) {
            return null;
        }
        return others.computeIfAbsent(next, _ -> {
            left.decrementAndGet();
            return new Layout(this, left, next);
        });
    }

    /** In their order; not to be changed. */
    String[] names() {
        return places().names;
    }

    /** Where a field is; -1 when it is not there. */
    int place(@Nullable Object field) {
        Integer place = places().byName.get(field);
        return place == null ? -1 : place;
    }

    private Places places() {
        Places known = places;
        if (known != null) {
            return known;
        }
        String[] names = new String[size];
        Map<String, Integer> byName = HashMap.newHashMap(size);
        for (Layout at = this; at.before != null; at = at.before) {
            names[at.size - 1] = at.name;
            byName.put(at.name, at.size - 1);
        }
        Places all = new Places(names, byName);
        places = all;
        return all;
    }

    int size() {
        return size;
    }
}
