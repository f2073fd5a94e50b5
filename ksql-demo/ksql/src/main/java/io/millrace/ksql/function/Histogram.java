package io.millrace.ksql.function;

import io.millrace.ksql.type.SqlType;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** HISTOGRAM: how often each of the first {@value Aggregates#MAX_ITEMS} different values came. */
final class Histogram implements Aggregate {

    private final SqlType type;

    Histogram(SqlType item) {
        this.type = Aggregates.counts(item);
    }

    @Override
    public SqlType stateType() {
        return type;
    }

    @Override
    public SqlType type() {
        return type;
    }

    private static Map<@Nullable Object, @Nullable Object> counts(@Nullable Object state) {
        if (state == null) {
            return new LinkedHashMap<>();
        }
        @SuppressWarnings("unchecked") // a value of type MAP
        Map<@Nullable Object, @Nullable Object> map = (Map<@Nullable Object, @Nullable Object>) state;
        return map;
    }

    @Override
    public Object add(@Nullable Object state, @Nullable Object[] arguments, long offset) {
        Map<@Nullable Object, @Nullable Object> next = new LinkedHashMap<>(counts(state));
        count(next, arguments[0], 1);
        return next;
    }

    private static void count(Map<@Nullable Object, @Nullable Object> counts, @Nullable Object value, long more) {
        Object old = counts.get(value);
        if (old != null || counts.size() < Aggregates.MAX_ITEMS) {
            counts.put(value, (old == null ? 0 : (Long) old) + more);
        }
    }

    @Override
    public Object merge(@Nullable Object first, @Nullable Object second) {
        Map<@Nullable Object, @Nullable Object> all = new LinkedHashMap<>(counts(first));
        counts(second).forEach((value, more) -> count(all, value, more == null ? 0 : (Long) more));
        return all;
    }

    @Override
    public Object result(@Nullable Object state) {
        return counts(state);
    }

    @Override
    public boolean canUndo() {
        return true;
    }

    @Override
    public Object undo(@Nullable Object state, @Nullable Object[] arguments) {
        Map<@Nullable Object, @Nullable Object> next = new LinkedHashMap<>(counts(state));
        Object old = next.get(arguments[0]);
        if (old instanceof Long count && count > 1) {
            next.put(arguments[0], count - 1);
        } else {
            next.remove(arguments[0]);
        }
        return next;
    }
}
