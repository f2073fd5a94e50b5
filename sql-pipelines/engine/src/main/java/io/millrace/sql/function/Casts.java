package io.millrace.sql.function;

import io.millrace.sql.batch.BytesVector;
import io.millrace.sql.batch.DoubleVector;
import io.millrace.sql.batch.LongVector;
import io.millrace.sql.batch.Vector;
import io.millrace.sql.type.Conversion;
import io.millrace.sql.type.DataType;
import io.millrace.sql.type.Numbers;
import io.millrace.sql.type.TypeKind;
import io.millrace.sql.type.TypeRules;

/** Conversions of whole columns. Types are plain: nulls are the caller's. */
final class Casts {

    private Casts() {}

    /** True when single values can fail to convert. */
    static boolean mayFail(DataType from, DataType to) {
        TypeKind a = from.kind();
        TypeKind b = to.kind();
        if (TypeRules.plain(from).equals(TypeRules.plain(to)) || b == TypeKind.STRING) {
            return false;
        }
        boolean simple = a.storage() == TypeKind.Storage.LONG || a.storage() == TypeKind.Storage.DOUBLE;
        return !simple || b == TypeKind.DECIMAL || b == TypeKind.ENUM8 || b == TypeKind.ENUM16;
    }

    /** The kernel that converts its only argument. */
    static Kernel converter(DataType from, DataType to) {
        DataType a = TypeRules.plain(from);
        DataType b = TypeRules.plain(to);
        if (a.equals(b) || isSameBytes(a.kind(), b.kind())) {
            return (arguments, _) -> arguments[0];
        }
        if (!Conversion.exists(a, b)) {
            throw Conversion.none(a, b);
        }
        if (isPlainInteger(a.kind()) && isPlainInteger(b.kind())) {
            return integers(a.kind(), b.kind());
        }
        if (isPlainInteger(a.kind()) && b.kind().isFloat()) {
            return toFloat(a, b.kind());
        }
        if (a.kind() == TypeKind.FLOAT64 && b.kind() == TypeKind.FLOAT32) {
            return Casts::narrow;
        }
        if (a.kind() == TypeKind.FLOAT32 && b.kind() == TypeKind.FLOAT64) {
            return (arguments, _) -> arguments[0];
        }
        if (a.kind().isTimestamp() && b.kind().isTimestamp()) {
            return timestamps(a.precision(), b.precision());
        }
        if (b.kind() == TypeKind.STRING && isPlainInteger(a.kind()) && a.kind() != TypeKind.BOOL) {
            return Digits.kernel(a.kind());
        }
        if (a.kind().isText() && isPlainInteger(b.kind()) && b.kind() != TypeKind.BOOL) {
            return parseIntegers(a, b);
        }
        return Kernels.rows(b, row -> Conversion.convert(row[0], a, b));
    }

    private static boolean isSameBytes(TypeKind from, TypeKind to) {
        return (from == TypeKind.STRING || from == TypeKind.JSON) && (to == TypeKind.STRING || to == TypeKind.JSON);
    }

    private static boolean isPlainInteger(TypeKind kind) {
        return kind == TypeKind.BOOL || (kind.isInteger() && kind.storage() == TypeKind.Storage.LONG);
    }

    private static Kernel integers(TypeKind from, TypeKind to) {
        if (holds(to, from)) {
            return (arguments, _) -> arguments[0];
        }
        return (arguments, size) -> {
            long[] values = ((LongVector) arguments[0]).values;
            long[] results = new long[size];
            for (int i = 0; i < size; i++) {
                results[i] = Numbers.wrap(values[i], to);
            }
            return new LongVector(results);
        };
    }

    /** True when every value of the narrow type has the same form in the wide one. */
    private static boolean holds(TypeKind wide, TypeKind narrow) {
        if (wide == TypeKind.BOOL) {
            return false;
        }
        return wide.bits() == 64
                || narrow == TypeKind.BOOL
                || (wide.bits() > narrow.bits() && (wide.isSignedInteger() || narrow.isUnsignedInteger()));
    }

    private static Kernel toFloat(DataType from, TypeKind to) {
        return (arguments, size) -> {
            double[] values = Kernels.doubles(arguments[0], from, size);
            if (to == TypeKind.FLOAT32) {
                for (int i = 0; i < size; i++) {
                    values[i] = (float) values[i];
                }
            }
            return new DoubleVector(values);
        };
    }

    private static Vector narrow(Vector[] arguments, int size) {
        double[] values = ((DoubleVector) arguments[0]).values;
        double[] results = new double[size];
        for (int i = 0; i < size; i++) {
            results[i] = (float) values[i];
        }
        return new DoubleVector(results);
    }

    private static Kernel timestamps(int from, int to) {
        return from == to
                ? (arguments, _) -> arguments[0]
                : Kernels.longs(ticks -> Conversion.rescale(ticks, from, to));
    }

    /** Digits are read in place; what is no plain short number goes the slow way, which also makes the error. */
    private static Kernel parseIntegers(DataType from, DataType to) {
        return (arguments, size) -> {
            BytesVector texts = (BytesVector) arguments[0];
            long[] results = new long[size];
            for (int i = 0; i < size; i++) {
                int start = texts.starts[i];
                int length = texts.lengths[i];
                long value = 0;
                boolean digits = length > 0 && length <= 18;
                for (int j = start; digits && j < start + length; j++) {
                    int digit = texts.data[j] - '0';
                    digits = digit >= 0 && digit <= 9;
                    value = value * 10 + digit;
                }
                if (!digits || Numbers.wrap(value, to.kind()) != value) {
                    value = Conversion.convert(texts.text(i), from, to) instanceof Long slow ? slow : 0;
                }
                results[i] = value;
            }
            return new LongVector(results);
        };
    }
}
