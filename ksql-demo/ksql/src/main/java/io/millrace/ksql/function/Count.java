package io.millrace.ksql.function;

import io.millrace.ksql.type.SqlType;
import io.millrace.ksql.type.SqlType.Scalar;
import org.jspecify.annotations.Nullable;

/** COUNT: rows without argument, values that are not NULL with one. */
final class Count implements Aggregate {

    @Override
    public SqlType stateType() {
        return Scalar.BIGINT;
    }

    @Override
    public SqlType type() {
        return Scalar.BIGINT;
    }

    @Override
    public Object add(@Nullable Object state, @Nullable Object[] arguments, long offset) {
        return count(state) + weight(arguments);
    }

    @Override
    public Object merge(@Nullable Object first, @Nullable Object second) {
        return count(first) + count(second);
    }

    @Override
    public Object result(@Nullable Object state) {
        return count(state);
    }

    @Override
    public boolean canUndo() {
        return true;
    }

    @Override
    public Object undo(@Nullable Object state, @Nullable Object[] arguments) {
        return count(state) - weight(arguments);
    }

    private static long count(@Nullable Object state) {
        return state == null ? 0 : (Long) state;
    }

    private static long weight(@Nullable Object[] arguments) {
        return arguments.length == 0 || arguments[0] != null ? 1 : 0;
    }
}
