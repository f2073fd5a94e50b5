package io.millrace.sql.function;

import io.millrace.sql.batch.BytesVector;
import io.millrace.sql.batch.DoubleVector;
import io.millrace.sql.batch.LongVector;
import io.millrace.sql.batch.ObjectVector;
import io.millrace.sql.batch.Vector;
import io.millrace.sql.batch.VectorBuilder;
import io.millrace.sql.batch.Vectors;
import io.millrace.sql.type.DataType;
import io.millrace.sql.type.Numbers;
import io.millrace.sql.type.TypeKind;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.function.DoubleUnaryOperator;
import java.util.function.LongUnaryOperator;
import org.jspecify.annotations.Nullable;

/** Shapes of kernels. */
final class Kernels {

    /** A function of one row's boxed values; null is NULL. */
    @FunctionalInterface
    interface RowFunction {
        @Nullable
        Object apply(@Nullable Object[] row);
    }

    private Kernels() {}

    /** A kernel that boxes each row: for what is not worth a loop of its own. */
    static Kernel rows(DataType type, RowFunction function) {
        return (arguments, size) -> {
            VectorBuilder builder = new VectorBuilder(type, size);
            @Nullable Object[] row = new @Nullable Object[arguments.length];
            for (int i = 0; i < size; i++) {
                for (int j = 0; j < row.length; j++) {
                    row[j] = Vectors.value(arguments[j], i);
                }
                builder.add(function.apply(row));
            }
            return builder.build();
        };
    }

    static Kernel longs(LongUnaryOperator function) {
        return (arguments, size) -> {
            long[] values = ((LongVector) arguments[0]).values;
            long[] results = new long[size];
            for (int i = 0; i < size; i++) {
                results[i] = function.applyAsLong(values[i]);
            }
            return new LongVector(results);
        };
    }

    /** Over the first argument as doubles, whatever number type it has. */
    static Kernel doubles(DataType from, DoubleUnaryOperator function) {
        return (arguments, size) -> {
            double[] values = doubles(arguments[0], from, size);
            double[] results = new double[size];
            for (int i = 0; i < size; i++) {
                results[i] = function.applyAsDouble(values[i]);
            }
            return new DoubleVector(results);
        };
    }

    static Vector nulls(DataType type, int size) {
        return Vectors.constant(type, null, size);
    }

    /** The numbers of a column as doubles; may be the column's own array. */
    static double[] doubles(Vector vector, DataType type, int size) {
        return switch (vector) {
            case DoubleVector doubles -> doubles.values;
            case LongVector longs -> doubles(longs.values, type, size);
            case ObjectVector objects -> {
                double[] results = new double[size];
                for (int i = 0; i < size; i++) {
                    results[i] = objects.values[i] instanceof Number number ? number.doubleValue() : 0;
                }
                yield results;
            }
            case BytesVector _ -> throw new IllegalArgumentException("no numbers in " + type);
        };
    }

    private static double[] doubles(long[] values, DataType type, int size) {
        double[] results = new double[size];
        if (type.kind() == TypeKind.UINT64) {
            for (int i = 0; i < size; i++) {
                results[i] = Numbers.unsignedToDouble(values[i]);
            }
        } else {
            for (int i = 0; i < size; i++) {
                results[i] = values[i];
            }
        }
        return results;
    }

    /** A boxed whole number as BigInteger. */
    static BigInteger big(Object value, DataType type) {
        return value instanceof BigInteger big ? big : Numbers.big(((Number) value).longValue(), type.kind());
    }

    /** A boxed number as BigDecimal. */
    static BigDecimal decimal(Object value, DataType type) {
        return switch (value) {
            case BigDecimal decimal -> decimal;
            case Double real -> BigDecimal.valueOf(real);
            default -> new BigDecimal(big(value, type));
        };
    }
}
