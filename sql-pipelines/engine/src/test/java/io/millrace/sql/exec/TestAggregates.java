package io.millrace.sql.exec;

import io.millrace.sql.batch.DoubleVector;
import io.millrace.sql.batch.LongVector;
import io.millrace.sql.batch.Vector;
import io.millrace.sql.expr.Expr;
import io.millrace.sql.function.Accumulator;
import io.millrace.sql.function.AggregateFunction;
import io.millrace.sql.type.DataType;
import io.millrace.sql.type.TypeKind.Storage;
import java.util.Arrays;
import java.util.List;

/** Plain aggregates of the executor's own tests, so that these do not depend on the function library. */
final class TestAggregates {

    static final AggregateFunction COUNT = new Simple("count", DataType.UINT64, 0, (state, _) -> state + 1);
    static final AggregateFunction SUM = new Simple("sum", DataType.FLOAT64, 0, Double::sum);
    static final AggregateFunction MAX = new Simple("max", DataType.FLOAT64, Double.NEGATIVE_INFINITY, Math::max);
    static final AggregateFunction LATEST = new Simple("latest", DataType.FLOAT64, 0, (_, value) -> value);

    private TestAggregates() {}

    private interface Fold {
        double apply(double state, double value);
    }

    private record Simple(String name, DataType result, double start, Fold fold) implements AggregateFunction {

        @Override
        public DataType resolve(List<Expr> arguments) {
            return result;
        }

        @Override
        public Accumulator accumulator(List<Expr> arguments, DataType type, boolean distinct) {
            return new State(this);
        }
    }

    private static final class State implements Accumulator {

        private final Simple function;
        private double[] values = new double[0];

        State(Simple function) {
            this.function = function;
        }

        @Override
        public void add(int[] groups, Vector[] arguments, int size, int groupCount) {
            for (int row = 0; row < size; row++) {
                if (groups[row] < 0 || groups[row] >= groupCount) {
                    throw new AssertionError("group " + groups[row] + " of " + groupCount);
                }
                addRow(groups[row], arguments, row);
            }
        }

        @Override
        public void addAll(int group, Vector[] arguments, int from, int to) {
            for (int row = from; row < to; row++) {
                addRow(group, arguments, row);
            }
        }

        private void addRow(int group, Vector[] arguments, int row) {
            grow(group);
            double value = arguments.length == 0
                    ? 0
                    : arguments[0] instanceof LongVector longs
                            ? longs.values[row]
                            : ((DoubleVector) arguments[0]).values[row];
            values[group] = function.fold.apply(values[group], value);
        }

        private void grow(int group) {
            if (group >= values.length) {
                int from = values.length;
                values = Arrays.copyOf(values, Math.max(16, (group + 1) * 2));
                Arrays.fill(values, from, values.length, function.start);
            }
        }

        @Override
        public Vector result(int[] groups, int size) {
            double[] doubles = new double[size];
            long[] longs = new long[size];
            for (int i = 0; i < size; i++) {
                grow(groups[i]);
                doubles[i] = values[groups[i]];
                longs[i] = (long) doubles[i];
            }
            return function.result.storage() == Storage.LONG ? new LongVector(longs) : new DoubleVector(doubles);
        }

        @Override
        public void reset(int group) {
            grow(group);
            values[group] = function.start;
        }
    }
}
