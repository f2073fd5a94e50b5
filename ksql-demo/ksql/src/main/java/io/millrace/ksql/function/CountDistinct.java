package io.millrace.ksql.function;

import io.millrace.ksql.type.SqlType;
import io.millrace.ksql.type.SqlType.Scalar;
import org.jspecify.annotations.Nullable;

/**
 * COUNT_DISTINCT: exact until a group has {@value DistinctSketch#EXACT} different values, then estimated within two per
 * cent, so that a group never grows beyond a few kilobytes.
 */
final class CountDistinct implements Aggregate {

    private final SqlType type;

    CountDistinct(SqlType type) {
        this.type = type;
    }

    @Override
    public SqlType stateType() {
        return Scalar.BYTES;
    }

    @Override
    public SqlType type() {
        return Scalar.BIGINT;
    }

    @Override
    public @Nullable Object add(@Nullable Object state, @Nullable Object[] arguments, long offset) {
        return arguments[0] == null ? state : DistinctSketch.add(state, StableHash.of(arguments[0], type));
    }

    @Override
    public @Nullable Object merge(@Nullable Object first, @Nullable Object second) {
        return first == null || second == null ? (first == null ? second : first) : DistinctSketch.merge(first, second);
    }

    @Override
    public Object result(@Nullable Object state) {
        return DistinctSketch.count(state);
    }
}
