package io.millrace.ksql.function;

import io.millrace.ksql.type.SqlType;
import io.millrace.ksql.type.SqlType.Field;
import io.millrace.ksql.type.SqlType.Scalar;
import io.millrace.ksql.type.SqlType.StructOf;
import io.millrace.ksql.type.Struct;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** LATEST_BY_OFFSET and EARLIEST_BY_OFFSET of one value: by the place in the partition, whatever the row's time. */
final class ByOffset implements Aggregate {

    private final SqlType type;
    private final boolean latest;
    private final boolean ignoreNulls;

    ByOffset(SqlType type, boolean latest, boolean ignoreNulls) {
        this.type = type;
        this.latest = latest;
        this.ignoreNulls = ignoreNulls;
    }

    @Override
    public SqlType stateType() {
        return state(type);
    }

    static SqlType state(SqlType type) {
        return new StructOf(List.of(new Field("SEQ", Scalar.BIGINT), new Field("VAL", type)));
    }

    @Override
    public SqlType type() {
        return type;
    }

    @Override
    public @Nullable Object add(@Nullable Object state, @Nullable Object[] arguments, long offset) {
        Object value = arguments[0];
        boolean kept = (value == null && ignoreNulls) || (!latest && state != null);
        return kept ? state : Struct.of(offset, value);
    }

    @Override
    public @Nullable Object merge(@Nullable Object first, @Nullable Object second) {
        if (first == null || second == null) {
            return first == null ? second : first;
        }
        boolean secondLater = place(second) > place(first);
        return secondLater == latest ? second : first;
    }

    static long place(Object state) {
        return Library.whole(((Struct) state).get(0));
    }

    @Override
    public @Nullable Object result(@Nullable Object state) {
        return state == null ? null : ((Struct) state).get(1);
    }
}
