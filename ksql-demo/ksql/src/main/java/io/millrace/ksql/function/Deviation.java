package io.millrace.ksql.function;

import io.millrace.ksql.type.SqlType;
import io.millrace.ksql.type.SqlType.Field;
import io.millrace.ksql.type.SqlType.Scalar;
import io.millrace.ksql.type.SqlType.StructOf;
import io.millrace.ksql.type.Struct;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * STDDEV_SAMP: standard deviation of a sample, 0 below two values. Keeps mean and squared distance, so it stays exact.
 */
final class Deviation implements Aggregate {

    private static final SqlType STATE = new StructOf(List.of(
            new Field("COUNT", Scalar.BIGINT), new Field("MEAN", Scalar.DOUBLE), new Field("SQUARES", Scalar.DOUBLE)));
    private static final Struct EMPTY = Struct.of(0L, 0.0, 0.0);

    @Override
    public SqlType stateType() {
        return STATE;
    }

    @Override
    public SqlType type() {
        return Scalar.DOUBLE;
    }

    private record Moments(long count, double mean, double squares) {

        static Moments of(@Nullable Object state) {
            Struct struct = state == null ? EMPTY : (Struct) state;
            return new Moments(Library.whole(struct.get(0)), Library.real(struct.get(1)), Library.real(struct.get(2)));
        }

        Struct state() {
            return Struct.of(count, mean, squares);
        }

        Moments plus(Moments other) {
            long all = count + other.count;
            if (all == 0) {
                return this;
            }
            double distance = other.mean - mean;
            return new Moments(
                    all,
                    mean + distance * other.count / all,
                    squares + other.squares + distance * distance * count * other.count / all);
        }

        Moments minus(double value) {
            if (count <= 1) {
                return new Moments(0, 0, 0);
            }
            double rest = (mean * count - value) / (count - 1);
            return new Moments(count - 1, rest, Math.max(0, squares - (value - mean) * (value - rest)));
        }
    }

    @Override
    public Object add(@Nullable Object state, @Nullable Object[] arguments, long offset) {
        Moments old = Moments.of(state);
        return arguments[0] == null
                ? old.state()
                : old.plus(new Moments(1, Library.real(arguments[0]), 0)).state();
    }

    @Override
    public Object merge(@Nullable Object first, @Nullable Object second) {
        return Moments.of(first).plus(Moments.of(second)).state();
    }

    @Override
    public Object result(@Nullable Object state) {
        Moments all = Moments.of(state);
        return all.count < 2 ? 0.0 : Math.sqrt(all.squares / (all.count - 1));
    }

    @Override
    public boolean canUndo() {
        return true;
    }

    @Override
    public Object undo(@Nullable Object state, @Nullable Object[] arguments) {
        Moments old = Moments.of(state);
        return (arguments[0] == null ? old : old.minus(Library.real(arguments[0]))).state();
    }
}
