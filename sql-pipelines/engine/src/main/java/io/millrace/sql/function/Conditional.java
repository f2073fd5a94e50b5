package io.millrace.sql.function;

import io.millrace.sql.batch.BytesVector;
import io.millrace.sql.batch.DoubleVector;
import io.millrace.sql.batch.LongVector;
import io.millrace.sql.batch.ObjectVector;
import io.millrace.sql.batch.Vector;
import io.millrace.sql.batch.Vectors;
import io.millrace.sql.expr.Expr;
import io.millrace.sql.type.DataType;
import io.millrace.sql.type.TypeKind;
import io.millrace.sql.type.TypeRules;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Functions that choose among their arguments. */
final class Conditional {

    private Conditional() {}

    static void register(Registry registry) {
        registry.add(new Scalar(
                        "if",
                        "(condition, then, else)",
                        "One of two values; NULL counts as false.",
                        arguments -> branchType(arguments, false),
                        (arguments, type, _) -> branches(arguments, type))
                .arity(3, 3)
                .ownNulls());
        registry.add(new Scalar(
                        "multi_if",
                        "(condition, value, ..., else)",
                        "The value of the first condition that is true: CASE WHEN.",
                        Conditional::multiType,
                        (arguments, type, _) -> branches(arguments, type))
                .arity(3, Integer.MAX_VALUE)
                .ownNulls());
        registry.add(new Scalar(
                        "coalesce",
                        "(a, b, ...)",
                        "The first that is not NULL.",
                        Conditional::coalesceType,
                        (arguments, type, _) -> coalesce(arguments, type))
                .arity(1, Integer.MAX_VALUE)
                .ownNulls());
        registry.add(new Scalar(
                        "if_null",
                        "(x, other)",
                        "x, or other where x is NULL.",
                        Conditional::coalesceType,
                        (arguments, type, _) -> coalesce(arguments, type))
                .arity(2, 2)
                .ownNulls());
        registry.add(new Scalar(
                        "null_if",
                        "(a, b)",
                        "NULL where a equals b, else a.",
                        arguments ->
                                TypeRules.nullableIfPossible(arguments.get(0).type()),
                        (_, _, _) -> Conditional::nullIf)
                .arity(2, 2)
                .ownNulls());
        registry.add(new Scalar(
                        "assume_not_null",
                        "(x)",
                        "x as not nullable; the type's zero for NULL.",
                        arguments -> arguments.type(0),
                        (_, type, _) -> (vectors, size) -> choose(
                                type,
                                new Vector[] {vectors[0], Vectors.constant(type, Vectors.zero(type), size)},
                                firstNotNull(vectors, size),
                                size))
                .arity(1, 1)
                .ownNulls());
        registry.add(new Scalar(
                        "to_nullable",
                        "(x)",
                        "x as nullable.",
                        arguments ->
                                TypeRules.nullableIfPossible(arguments.get(0).type()),
                        (_, _, _) -> (vectors, _) -> vectors[0])
                .arity(1, 1)
                .ownNulls());
        registry.add(extreme("least", "The smallest; NULL when any is.", -1));
        registry.add(extreme("greatest", "The largest; NULL when any is.", 1));
    }

    private static DataType branchType(Arguments arguments, boolean multi) {
        List<DataType> values = new ArrayList<>();
        int count = arguments.count();
        for (int i = 0; i < count; i++) {
            boolean condition = i % 2 == 0 && i < count - 1 && (multi || i == 0);
            if (condition) {
                checkCondition(arguments, i);
            } else {
                values.add(arguments.get(i).type());
            }
        }
        return common(arguments, values);
    }

    private static DataType multiType(Arguments arguments) {
        if (arguments.count() % 2 == 0) {
            throw arguments.bad("the value for no condition is missing");
        }
        return branchType(arguments, true);
    }

    private static void checkCondition(Arguments arguments, int index) {
        TypeKind kind = arguments.kind(index);
        if (kind != TypeKind.BOOL
                && kind != TypeKind.NOTHING
                && !(kind.isInteger() && kind.storage() == TypeKind.Storage.LONG)) {
            throw arguments.illegal(index, "a condition");
        }
    }

    private static DataType common(Arguments arguments, List<DataType> types) {
        DataType common = TypeRules.common(types);
        if (common == null) {
            throw arguments.noCommonType();
        }
        return common;
    }

    private static DataType coalesceType(Arguments arguments) {
        List<DataType> types = new ArrayList<>();
        boolean nullable = true;
        for (Expr argument : arguments.expressions()) {
            if (argument.type().kind() != TypeKind.NOTHING) {
                types.add(argument.type());
                nullable &= argument.type().nullable();
            }
        }
        DataType common = common(arguments, types);
        return nullable ? common : common.notNullable();
    }

    private static Kernel branches(Arguments arguments, DataType type) {
        int count = arguments.count();
        int conditions = count / 2;
        List<Kernel> casts = new ArrayList<>();
        for (int i = 1; i < count; i += 2) {
            casts.add(cast(arguments.get(i).type(), type));
        }
        casts.add(cast(arguments.get(count - 1).type(), type));
        return (vectors, size) -> {
            Vector[] values = new Vector[conditions + 1];
            for (int i = 0; i <= conditions; i++) {
                int index = i == conditions ? count - 1 : 2 * i + 1;
                values[i] = casts.get(i).apply(new Vector[] {vectors[index]}, size);
            }
            int[] choice = new int[size];
            Arrays.fill(choice, conditions);
            for (int c = conditions - 1; c >= 0; c--) {
                Vector condition = vectors[2 * c];
                long[] truth = ((LongVector) condition).values;
                for (int i = 0; i < size; i++) {
                    if (truth[i] != 0 && !condition.isNull(i)) {
                        choice[i] = c;
                    }
                }
            }
            return choose(type, values, choice, size);
        };
    }

    /** To the common type; null flags are kept as they are, whether or not the type has them. */
    private static Kernel cast(DataType from, DataType to) {
        if (from.kind() == TypeKind.NOTHING) {
            return (_, size) -> Kernels.nulls(to, size);
        }
        return CastFunctions.castKernel(from, from.nullable() ? to.asNullable() : to);
    }

    private static Kernel coalesce(Arguments arguments, DataType type) {
        List<Kernel> casts = new ArrayList<>();
        for (Expr argument : arguments.expressions()) {
            casts.add(cast(argument.type(), type));
        }
        return (vectors, size) -> {
            Vector[] values = new Vector[vectors.length];
            for (int i = 0; i < values.length; i++) {
                values[i] = casts.get(i).apply(new Vector[] {vectors[i]}, size);
            }
            int[] choice = firstNotNull(values, size);
            for (int i = 0; i < size; i++) {
                choice[i] = Math.min(choice[i], values.length - 1);
            }
            return choose(type, values, choice, size);
        };
    }

    /** Number of the first vector that is not null; their count when all are. */
    private static int[] firstNotNull(Vector[] vectors, int size) {
        int[] choice = new int[size];
        for (int i = 0; i < size; i++) {
            int c = 0;
            while (c < vectors.length && vectors[c].isNull(i)) {
                c++;
            }
            choice[i] = c;
        }
        return choice;
    }

    /** Takes each row from the vector that was chosen for it. */
    static Vector choose(DataType type, Vector[] values, int[] choice, int size) {
        boolean[] nulls = nulls(values, choice, size);
        return switch (type.storage()) {
            case LONG -> {
                long[] results = new long[size];
                for (int i = 0; i < size; i++) {
                    results[i] = ((LongVector) values[choice[i]]).values[i];
                }
                yield new LongVector(results, nulls);
            }
            case DOUBLE -> {
                double[] results = new double[size];
                for (int i = 0; i < size; i++) {
                    results[i] = ((DoubleVector) values[choice[i]]).values[i];
                }
                yield new DoubleVector(results, nulls);
            }
            case OBJECT -> {
                @Nullable Object[] results = new @Nullable Object[size];
                for (int i = 0; i < size; i++) {
                    results[i] = ((ObjectVector) values[choice[i]]).values[i];
                }
                yield new ObjectVector(results, nulls);
            }
            case BYTES -> chooseTexts(values, choice, size, nulls);
        };
    }

    private static Vector chooseTexts(Vector[] values, int[] choice, int size, boolean @Nullable [] nulls) {
        int[] offsets = new int[values.length];
        int total = 0;
        for (int v = 0; v < values.length; v++) {
            offsets[v] = total;
            total += ((BytesVector) values[v]).data.length;
        }
        byte[] data = new byte[total];
        for (int v = 0; v < values.length; v++) {
            byte[] part = ((BytesVector) values[v]).data;
            System.arraycopy(part, 0, data, offsets[v], part.length);
        }
        int[] starts = new int[size];
        int[] lengths = new int[size];
        for (int i = 0; i < size; i++) {
            BytesVector chosen = (BytesVector) values[choice[i]];
            starts[i] = offsets[choice[i]] + chosen.starts[i];
            lengths[i] = chosen.lengths[i];
        }
        return new BytesVector(data, starts, lengths, nulls);
    }

    private static boolean @Nullable [] nulls(Vector[] values, int[] choice, int size) {
        if (Arrays.stream(values).allMatch(value -> value.nulls == null)) {
            return null;
        }
        boolean[] nulls = new boolean[size];
        for (int i = 0; i < size; i++) {
            nulls[i] = values[choice[i]].isNull(i);
        }
        return nulls;
    }

    private static Vector nullIf(Vector[] vectors, int size) {
        boolean[] nulls = new boolean[size];
        for (int i = 0; i < size; i++) {
            Object left = Vectors.value(vectors[0], i);
            Object right = Vectors.value(vectors[1], i);
            nulls[i] = left == null || (right != null && equal(left, right));
        }
        return Vectors.withNulls(vectors[0], nulls);
    }

    private static boolean equal(Object left, Object right) {
        if (left instanceof Number a && right instanceof Number b && left.getClass() != right.getClass()) {
            return a.doubleValue() == b.doubleValue();
        }
        return Ordering.key(left).equals(Ordering.key(right));
    }

    private static Scalar extreme(String name, String summary, int sign) {
        Scalar.Typing typing = arguments -> common(arguments, arguments.types());
        Scalar.Factory factory = (arguments, type, _) -> {
            List<Kernel> casts = arguments.types().stream()
                    .map(argument -> Casts.converter(argument, type))
                    .toList();
            return (vectors, size) -> {
                Vector[] values = new Vector[vectors.length];
                for (int i = 0; i < values.length; i++) {
                    values[i] = casts.get(i).apply(new Vector[] {vectors[i]}, size);
                }
                int[] choice = new int[size];
                for (int i = 0; i < size; i++) {
                    for (int v = 1; v < values.length; v++) {
                        int order = compare(type, values[v], values[choice[i]], i);
                        choice[i] = order * sign > 0 ? v : choice[i];
                    }
                }
                return choose(type, values, choice, size);
            };
        };
        return new Scalar(name, "(a, b, ...)", summary, typing, factory).arity(1, Integer.MAX_VALUE);
    }

    private static int compare(DataType type, Vector left, Vector right, int row) {
        if (type.kind() == TypeKind.UINT64) {
            return Long.compareUnsigned(((LongVector) left).values[row], ((LongVector) right).values[row]);
        }
        return Ordering.compare(Vectors.value(left, row), Vectors.value(right, row));
    }
}
