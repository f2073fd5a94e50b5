package io.millrace.ksql.function;

import io.millrace.ksql.type.SqlType;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** TOPK and TOPKDISTINCT: the k largest values, the largest first. */
final class Top implements Aggregate {

    private final SqlType type;
    private final Comparator<Object> order;
    private final int k;
    private final boolean distinct;

    Top(SqlType item, Comparator<Object> order, int k, boolean distinct) {
        this.type = Aggregates.list(item);
        this.order = order;
        this.k = k;
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
        List<@Nullable Object> old = Collect.items(state);
        return arguments[0] == null ? old : with(old, arguments[0]);
    }

    private List<@Nullable Object> with(List<@Nullable Object> old, Object value) {
        int at = 0;
        while (at < old.size()) {
            int difference = order.compare(Library.notNull(old.get(at)), value);
            if (difference == 0 && distinct) {
                return old;
            }
            if (difference < 0) {
                break;
            }
            at++;
        }
        if (at >= k) {
            return old;
        }
        List<@Nullable Object> next = new ArrayList<>(old);
        next.add(at, value);
        return next.size() > k ? new ArrayList<>(next.subList(0, k)) : next;
    }

    @Override
    public Object merge(@Nullable Object first, @Nullable Object second) {
        List<@Nullable Object> merged = Collect.items(first);
        for (Object item : Collect.items(second)) {
            merged = with(merged, Library.notNull(item));
        }
        return merged;
    }

    @Override
    public Object result(@Nullable Object state) {
        return Collect.items(state);
    }
}
