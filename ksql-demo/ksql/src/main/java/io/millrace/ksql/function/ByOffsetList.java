package io.millrace.ksql.function;

import io.millrace.ksql.type.SqlType;
import io.millrace.ksql.type.Struct;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** LATEST_BY_OFFSET and EARLIEST_BY_OFFSET of n values, in the order in which they came. */
final class ByOffsetList implements Aggregate {

    private static final Comparator<@Nullable Object> BY_PLACE =
            Comparator.comparingLong(item -> ByOffset.place(Library.notNull(item)));

    private final SqlType item;
    private final int n;
    private final boolean latest;
    private final boolean ignoreNulls;

    ByOffsetList(SqlType item, int n, boolean latest, boolean ignoreNulls) {
        this.item = item;
        this.n = n;
        this.latest = latest;
        this.ignoreNulls = ignoreNulls;
    }

    @Override
    public SqlType stateType() {
        return Aggregates.list(ByOffset.state(item));
    }

    @Override
    public SqlType type() {
        return Aggregates.list(item);
    }

    @Override
    public Object add(@Nullable Object state, @Nullable Object[] arguments, long offset) {
        List<@Nullable Object> old = Collect.items(state);
        if ((arguments[0] == null && ignoreNulls) || (!latest && old.size() == n)) {
            return old;
        }
        List<@Nullable Object> next = new ArrayList<>(old);
        next.add(Struct.of(offset, arguments[0]));
        return next.size() > n ? new ArrayList<>(next.subList(1, next.size())) : next;
    }

    @Override
    public Object merge(@Nullable Object first, @Nullable Object second) {
        List<@Nullable Object> all = new ArrayList<>(Collect.items(first));
        all.addAll(Collect.items(second));
        all.sort(BY_PLACE);
        int surplus = Math.max(0, all.size() - n);
        return new ArrayList<>(latest ? all.subList(surplus, all.size()) : all.subList(0, all.size() - surplus));
    }

    @Override
    public Object result(@Nullable Object state) {
        List<@Nullable Object> values = new ArrayList<>();
        for (Object entry : Collect.items(state)) {
            values.add(((Struct) Library.notNull(entry)).get(1));
        }
        return values;
    }
}
