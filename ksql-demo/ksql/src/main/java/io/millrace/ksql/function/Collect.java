package io.millrace.ksql.function;

import io.millrace.ksql.type.SqlType;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** COLLECT_LIST and COLLECT_SET: the first {@value Aggregates#MAX_ITEMS} values, NULL among them. */
final class Collect implements Aggregate {

    private final SqlType type;
    private final boolean distinct;

    Collect(SqlType item, boolean distinct) {
        this.type = Aggregates.list(item);
        this.distinct = distinct;
    }

    @Override
    public SqlType stateType() {
        return type;
    }

    @Override
    public SqlType type() {
        return type;
    }

    @Override
    public Object add(@Nullable Object state, @Nullable Object[] arguments, long offset) {
        List<@Nullable Object> old = items(state);
        if (old.size() >= Aggregates.MAX_ITEMS || (distinct && old.contains(arguments[0]))) {
            return old;
        }
        List<@Nullable Object> next = new ArrayList<>(old.size() + 1);
        next.addAll(old);
        next.add(arguments[0]);
        return next;
    }

    @Override
    public Object merge(@Nullable Object first, @Nullable Object second) {
        List<@Nullable Object> all = new ArrayList<>(items(first));
        for (Object item : items(second)) {
            if (all.size() < Aggregates.MAX_ITEMS && !(distinct && all.contains(item))) {
                all.add(item);
            }
        }
        return all;
    }

    @Override
    public Object result(@Nullable Object state) {
        return items(state);
    }

    @Override
    public boolean canUndo() {
        return !distinct;
    }

    @Override
    public Object undo(@Nullable Object state, @Nullable Object[] arguments) {
        List<@Nullable Object> rest = new ArrayList<>(items(state));
        rest.remove(arguments[0]);
        return rest;
    }

    static List<@Nullable Object> items(@Nullable Object state) {
        return state == null ? new ArrayList<>() : Library.list(state);
    }
}
