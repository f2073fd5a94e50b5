package io.millrace.ksql.function;

import io.millrace.ksql.type.SqlType;
import java.util.Comparator;
import org.jspecify.annotations.Nullable;

/** MIN and MAX: of values that are not NULL. */
final class Extreme implements Aggregate {

    private final SqlType type;
    private final Comparator<Object> order;

    /** Keeps what is greatest in the order. */
    Extreme(SqlType type, Comparator<Object> order) {
        this.type = type;
        this.order = order;
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
    public @Nullable Object add(@Nullable Object state, @Nullable Object[] arguments, long offset) {
        return merge(state, arguments[0]);
    }

    @Override
    public @Nullable Object merge(@Nullable Object first, @Nullable Object second) {
        if (first == null || second == null) {
            return first == null ? second : first;
        }
        return order.compare(second, first) > 0 ? second : first;
    }

    @Override
    public @Nullable Object result(@Nullable Object state) {
        return state;
    }
}
