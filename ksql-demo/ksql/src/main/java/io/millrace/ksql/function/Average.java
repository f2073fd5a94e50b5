package io.millrace.ksql.function;

import io.millrace.ksql.type.SqlType;
import io.millrace.ksql.type.SqlType.Field;
import io.millrace.ksql.type.SqlType.Scalar;
import io.millrace.ksql.type.SqlType.StructOf;
import io.millrace.ksql.type.Struct;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** AVG: a DOUBLE, NULL for a group without values. */
final class Average implements Aggregate {

    private static final SqlType STATE =
            new StructOf(List.of(new Field("SUM", Scalar.DOUBLE), new Field("COUNT", Scalar.BIGINT)));
    private static final Struct EMPTY = Struct.of(0.0, 0L);

    @Override
    public SqlType stateType() {
        return STATE;
    }

    @Override
    public SqlType type() {
        return Scalar.DOUBLE;
    }

    private static double sum(Struct state) {
        return (Double) Library.notNull(state.get(0));
    }

    private static long count(Struct state) {
        return (Long) Library.notNull(state.get(1));
    }

    private static Struct of(@Nullable Object state) {
        return state == null ? EMPTY : (Struct) state;
    }

    @Override
    public Object add(@Nullable Object state, @Nullable Object[] arguments, long offset) {
        Struct old = of(state);
        return arguments[0] == null ? old : Struct.of(sum(old) + Library.real(arguments[0]), count(old) + 1);
    }

    @Override
    public Object merge(@Nullable Object first, @Nullable Object second) {
        Struct one = of(first);
        Struct other = of(second);
        return Struct.of(sum(one) + sum(other), count(one) + count(other));
    }

    @Override
    public @Nullable Object result(@Nullable Object state) {
        Struct all = of(state);
        return count(all) == 0 ? null : sum(all) / count(all);
    }

    @Override
    public boolean canUndo() {
        return true;
    }

    @Override
    public Object undo(@Nullable Object state, @Nullable Object[] arguments) {
        Struct old = of(state);
        return arguments[0] == null ? old : Struct.of(sum(old) - Library.real(arguments[0]), count(old) - 1);
    }
}
