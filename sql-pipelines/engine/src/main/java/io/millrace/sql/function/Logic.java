package io.millrace.sql.function;

import io.millrace.sql.batch.DoubleVector;
import io.millrace.sql.batch.LongVector;
import io.millrace.sql.batch.Vector;
import io.millrace.sql.type.DataType;
import io.millrace.sql.type.TypeKind;

/** Logic of three values: true, false, unknown (NULL). Numbers are true when they are not zero. */
final class Logic {

    private static final byte FALSE = 0;
    private static final byte TRUE = 1;
    private static final byte UNKNOWN = 2;

    private Logic() {}

    static void register(Registry registry) {
        registry.add(logical("and", "True when all are true; false when any is false.", false));
        registry.add(logical("or", "True when any is true; false when all are false.", true));
        registry.add(new Scalar(
                        "xor", "(a, b)", "True when one of both is true.", Logic::type, (_, _, _) -> Logic::exclusive)
                .arity(2, 2));
        registry.add(new Scalar("not", "(a)", "True for false.", Logic::type, (_, _, _) -> Logic::negated).arity(1, 1));
    }

    private static Scalar logical(String name, String summary, boolean decisive) {
        Scalar.Typing typing = arguments -> {
            boolean nullable = false;
            for (int i = 0; i < arguments.count(); i++) {
                nullable |= arguments.get(i).type().nullable();
            }
            DataType type = type(arguments);
            return nullable ? type.asNullable() : type;
        };
        Scalar.Factory factory = (_, type, _) -> type.nullable()
                ? (vectors, size) -> threeValued(vectors, size, decisive)
                : (vectors, size) -> twoValued(vectors, size, decisive);
        return new Scalar(name, "(a, b, ...)", summary, typing, factory)
                .arity(2, Integer.MAX_VALUE)
                .ownNulls();
    }

    private static DataType type(Arguments arguments) {
        for (int i = 0; i < arguments.count(); i++) {
            TypeKind kind = arguments.kind(i);
            boolean truth = kind == TypeKind.BOOL
                    || kind == TypeKind.NOTHING
                    || kind.isFloat()
                    || (kind.isInteger() && kind.storage() == TypeKind.Storage.LONG);
            if (!truth) {
                throw arguments.illegal(i, "a condition");
            }
        }
        return DataType.BOOL;
    }

    private static boolean truth(Vector vector, int row) {
        return switch (vector) {
            case LongVector longs -> longs.values[row] != 0;
            case DoubleVector doubles -> doubles.values[row] != 0;
            default -> false;
        };
    }

    private static Vector twoValued(Vector[] vectors, int size, boolean decisive) {
        long[] results = new long[size];
        for (int j = 0; j < vectors.length; j++) {
            if (vectors[j] instanceof LongVector longs) {
                combine(longs.values, results, size, decisive, j == 0);
            } else {
                for (int i = 0; i < size; i++) {
                    boolean value = truth(vectors[j], i);
                    boolean before = j == 0 ? value : results[i] != 0;
                    results[i] = (decisive ? before || value : before && value) ? 1 : 0;
                }
            }
        }
        return new LongVector(results);
    }

    private static void combine(long[] values, long[] results, int size, boolean decisive, boolean first) {
        if (first) {
            for (int i = 0; i < size; i++) {
                results[i] = values[i] != 0 ? 1 : 0;
            }
        } else if (decisive) {
            for (int i = 0; i < size; i++) {
                results[i] |= values[i] != 0 ? 1 : 0;
            }
        } else {
            for (int i = 0; i < size; i++) {
                results[i] &= values[i] != 0 ? 1 : 0;
            }
        }
    }

    private static Vector threeValued(Vector[] vectors, int size, boolean decisive) {
        byte deciding = decisive ? TRUE : FALSE;
        long[] results = new long[size];
        boolean[] nulls = new boolean[size];
        for (int i = 0; i < size; i++) {
            byte state = decisive ? FALSE : TRUE;
            for (Vector vector : vectors) {
                byte value = vector.isNull(i) ? UNKNOWN : truth(vector, i) ? TRUE : FALSE;
                if (value == deciding) {
                    state = deciding;
                } else if (value == UNKNOWN && state != deciding) {
                    state = UNKNOWN;
                }
            }
            results[i] = state == TRUE ? 1 : 0;
            nulls[i] = state == UNKNOWN;
        }
        return new LongVector(results, nulls);
    }

    private static Vector exclusive(Vector[] vectors, int size) {
        long[] results = new long[size];
        for (int i = 0; i < size; i++) {
            results[i] = truth(vectors[0], i) != truth(vectors[1], i) ? 1 : 0;
        }
        return new LongVector(results);
    }

    private static Vector negated(Vector[] vectors, int size) {
        long[] results = new long[size];
        for (int i = 0; i < size; i++) {
            results[i] = truth(vectors[0], i) ? 0 : 1;
        }
        return new LongVector(results);
    }
}
