package io.millrace.sql.function;

import io.millrace.sql.batch.BytesVector;
import io.millrace.sql.batch.LongVector;
import io.millrace.sql.batch.Vector;
import io.millrace.sql.batch.Vectors;
import io.millrace.sql.expr.Expr;
import io.millrace.sql.type.Conversion;
import io.millrace.sql.type.DataType;
import io.millrace.sql.type.TypeKind;
import io.millrace.sql.type.TypeRules;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Comparisons. Numbers of all types compare by value, texts by bytes, times across precisions; a text beside another
 * type is read as that type first, once when it is constant.
 */
final class Comparison {

    enum Test {
        EQUAL,
        NOT_EQUAL,
        LESS,
        LESS_OR_EQUAL,
        GREATER,
        GREATER_OR_EQUAL;

        boolean holds(int order) {
            return switch (this) {
                case EQUAL -> order == 0;
                case NOT_EQUAL -> order != 0;
                case LESS -> order < 0;
                case LESS_OR_EQUAL -> order <= 0;
                case GREATER -> order > 0;
                case GREATER_OR_EQUAL -> order >= 0;
            };
        }
    }

    private Comparison() {}

    static void register(Registry registry) {
        comparison(registry, "equals", "a = b", Test.EQUAL);
        comparison(registry, "not_equals", "a != b", Test.NOT_EQUAL);
        comparison(registry, "less", "a < b", Test.LESS);
        comparison(registry, "less_or_equals", "a <= b", Test.LESS_OR_EQUAL);
        comparison(registry, "greater", "a > b", Test.GREATER);
        comparison(registry, "greater_or_equals", "a >= b", Test.GREATER_OR_EQUAL);
        registry.add(membership("in", "True when x equals one of the others, or an element of the one array.", false));
        registry.add(membership("not_in", "The opposite of in.", true));
        registry.add(nullTest("is_null", "True for NULL.", true));
        registry.add(nullTest("is_not_null", "False for NULL.", false));
    }

    private static void comparison(Registry registry, String name, String summary, Test test) {
        Scalar.Factory factory = (arguments, _, _) -> kernel(arguments, test);
        registry.add(new Scalar(name, "(a, b)", summary, Comparison::type, factory)
                .arity(2, 2)
                .failing(arguments -> readsTexts(arguments) != null));
    }

    private static DataType type(Arguments arguments) {
        comparisonType(arguments);
        return DataType.BOOL;
    }

    private static boolean isTextual(DataType type) {
        return type.kind().isText() || type.kind() == TypeKind.JSON;
    }

    /** The type that texts are read as; null when they are not. */
    private static @Nullable DataType readsTexts(Arguments arguments) {
        DataType a = arguments.type(0);
        DataType b = arguments.type(1);
        if (isTextual(a) == isTextual(b)) {
            return null;
        }
        return isTextual(a) ? b : a;
    }

    /** The common type in which both sides are compared. */
    private static DataType comparisonType(Arguments arguments) {
        DataType read = readsTexts(arguments);
        if (read != null) {
            return read;
        }
        DataType a = arguments.type(0);
        DataType b = arguments.type(1);
        if ((a.kind().isNumeric() && b.kind().isTimestamp())
                || (a.kind().isTimestamp() && b.kind().isNumeric())) {
            return DataType.FLOAT64;
        }
        DataType common = TypeRules.common(a, b);
        if (common == null) {
            throw arguments.noCommonType();
        }
        return common;
    }

    private static Kernel kernel(Arguments arguments, Test test) {
        DataType a = arguments.type(0);
        DataType b = arguments.type(1);
        if (a.storage() == TypeKind.Storage.LONG && sameLongs(a, b)) {
            return (vectors, size) -> longs(test, vectors, size);
        }
        boolean floats = a.kind().isFloat() || b.kind().isFloat();
        if (floats && a.kind().isNumeric() && b.kind().isNumeric()) {
            return (vectors, size) ->
                    doubles(test, Kernels.doubles(vectors[0], a, size), Kernels.doubles(vectors[1], b, size), size);
        }
        if (isTextual(a) && isTextual(b)) {
            return (vectors, size) -> texts(test, (BytesVector) vectors[0], (BytesVector) vectors[1], size);
        }
        DataType common = comparisonType(arguments);
        Kernel left = side(arguments.get(0), common);
        Kernel right = side(arguments.get(1), common);
        return (vectors, size) -> {
            Vector[] sides = {left.apply(new Vector[] {vectors[0]}, size), right.apply(new Vector[] {vectors[1]}, size)
            };
            return compare(test, common, sides, size);
        };
    }

    /** One side in the common type; a constant is converted once. */
    private static Kernel side(Expr expression, DataType common) {
        DataType from = TypeRules.plain(expression.type());
        if (from.equals(common) || !(expression instanceof Expr.Literal literal) || literal.value() == null) {
            return Casts.converter(from, common);
        }
        Object value = Conversion.convert(literal.value(), from, common);
        return (_, size) -> Vectors.constant(common, value, size);
    }

    private static boolean sameLongs(DataType a, DataType b) {
        boolean plain = isPlain(a.kind()) && isPlain(b.kind());
        boolean mixed = a.kind() == TypeKind.UINT64 || b.kind() == TypeKind.UINT64;
        if (plain && !mixed) {
            return true;
        }
        return a.kind() == b.kind()
                && a.kind() != TypeKind.UINT64
                && b.storage() == TypeKind.Storage.LONG
                && a.precision() == b.precision()
                && a.unit() == b.unit()
                && a.symbols().equals(b.symbols());
    }

    private static boolean isPlain(TypeKind kind) {
        return kind == TypeKind.BOOL || (kind.isInteger() && kind.storage() == TypeKind.Storage.LONG);
    }

    private static Vector compare(Test test, DataType common, Vector[] sides, int size) {
        if (common.kind() == TypeKind.UINT64) {
            return longs(test, new Vector[] {flipped(sides[0], size), flipped(sides[1], size)}, size);
        }
        return switch (common.storage()) {
            case LONG -> longs(test, sides, size);
            case DOUBLE ->
                doubles(test, Kernels.doubles(sides[0], common, size), Kernels.doubles(sides[1], common, size), size);
            case BYTES -> texts(test, (BytesVector) sides[0], (BytesVector) sides[1], size);
            case OBJECT -> objects(test, sides, size);
        };
    }

    /** Unsigned order as signed order. */
    private static Vector flipped(Vector vector, int size) {
        long[] values = ((LongVector) vector).values;
        long[] results = new long[size];
        for (int i = 0; i < size; i++) {
            results[i] = values[i] ^ Long.MIN_VALUE;
        }
        return new LongVector(results);
    }

    private static Vector longs(Test test, Vector[] sides, int size) {
        long[] a = ((LongVector) sides[0]).values;
        long[] b = ((LongVector) sides[1]).values;
        long[] results = new long[size];
        switch (test) {
            case EQUAL -> {
                for (int i = 0; i < size; i++) {
                    results[i] = a[i] == b[i] ? 1 : 0;
                }
            }
            case NOT_EQUAL -> {
                for (int i = 0; i < size; i++) {
                    results[i] = a[i] != b[i] ? 1 : 0;
                }
            }
            case LESS -> {
                for (int i = 0; i < size; i++) {
                    results[i] = a[i] < b[i] ? 1 : 0;
                }
            }
            case LESS_OR_EQUAL -> {
                for (int i = 0; i < size; i++) {
                    results[i] = a[i] <= b[i] ? 1 : 0;
                }
            }
            case GREATER -> {
                for (int i = 0; i < size; i++) {
                    results[i] = a[i] > b[i] ? 1 : 0;
                }
            }
            case GREATER_OR_EQUAL -> {
                for (int i = 0; i < size; i++) {
                    results[i] = a[i] >= b[i] ? 1 : 0;
                }
            }
        }
        return new LongVector(results);
    }

    private static Vector doubles(Test test, double[] a, double[] b, int size) {
        long[] results = new long[size];
        switch (test) {
            case EQUAL -> {
                for (int i = 0; i < size; i++) {
                    results[i] = a[i] == b[i] ? 1 : 0;
                }
            }
            case NOT_EQUAL -> {
                for (int i = 0; i < size; i++) {
                    results[i] = a[i] != b[i] ? 1 : 0;
                }
            }
            case LESS -> {
                for (int i = 0; i < size; i++) {
                    results[i] = a[i] < b[i] ? 1 : 0;
                }
            }
            case LESS_OR_EQUAL -> {
                for (int i = 0; i < size; i++) {
                    results[i] = a[i] <= b[i] ? 1 : 0;
                }
            }
            case GREATER -> {
                for (int i = 0; i < size; i++) {
                    results[i] = a[i] > b[i] ? 1 : 0;
                }
            }
            case GREATER_OR_EQUAL -> {
                for (int i = 0; i < size; i++) {
                    results[i] = a[i] >= b[i] ? 1 : 0;
                }
            }
        }
        return new LongVector(results);
    }

    private static Vector texts(Test test, BytesVector a, BytesVector b, int size) {
        long[] results = new long[size];
        boolean equality = test == Test.EQUAL || test == Test.NOT_EQUAL;
        for (int i = 0; i < size; i++) {
            int fromA = a.starts[i];
            int fromB = b.starts[i];
            int lengthA = a.lengths[i];
            int lengthB = b.lengths[i];
            if (equality && lengthA != lengthB) {
                results[i] = test == Test.NOT_EQUAL ? 1 : 0;
            } else {
                int order = Arrays.compareUnsigned(a.data, fromA, fromA + lengthA, b.data, fromB, fromB + lengthB);
                results[i] = test.holds(order) ? 1 : 0;
            }
        }
        return new LongVector(results);
    }

    private static Vector objects(Test test, Vector[] sides, int size) {
        long[] results = new long[size];
        for (int i = 0; i < size; i++) {
            int order = Ordering.compare(Vectors.value(sides[0], i), Vectors.value(sides[1], i));
            results[i] = test.holds(order) ? 1 : 0;
        }
        return new LongVector(results);
    }

    private static Scalar membership(String name, String summary, boolean negated) {
        Scalar.Typing typing = arguments -> {
            elementType(arguments);
            boolean nullable = arguments.get(0).type().nullable();
            return nullable ? DataType.BOOL.asNullable() : DataType.BOOL;
        };
        return new Scalar(name, "(x, a, b, ...)", summary, typing, (arguments, _, _) -> members(arguments, negated))
                .arity(2, Integer.MAX_VALUE)
                .failing()
                .ownNulls();
    }

    private static boolean isOneList(Arguments arguments) {
        TypeKind kind = arguments.kind(1);
        return arguments.count() == 2
                && arguments.kind(0) != kind
                && (kind == TypeKind.ARRAY || kind == TypeKind.TUPLE);
    }

    private static DataType elementType(Arguments arguments) {
        DataType x = arguments.type(0);
        if (isOneList(arguments)) {
            List<DataType> elements = arguments.type(1).elements();
            for (DataType element : elements) {
                if (!Conversion.exists(element, x) && TypeRules.common(element, x) == null) {
                    throw arguments.noCommonType();
                }
            }
            return x;
        }
        for (int i = 1; i < arguments.count(); i++) {
            if (!Conversion.exists(arguments.type(i), x) && TypeRules.common(arguments.type(i), x) == null) {
                throw arguments.noCommonType();
            }
        }
        return x;
    }

    private static Kernel members(Arguments arguments, boolean negated) {
        DataType x = arguments.type(0);
        boolean constant = true;
        for (int i = 1; i < arguments.count(); i++) {
            constant &= arguments.isLiteral(i);
        }
        Set<Object> known = constant ? constants(arguments, x) : null;
        boolean nullable = arguments.get(0).type().nullable();
        return (vectors, size) -> {
            long[] results = new long[size];
            boolean[] nulls = nullable ? new boolean[size] : null;
            for (int i = 0; i < size; i++) {
                Object value = Vectors.value(vectors[0], i);
                if (value == null) {
                    if (nulls != null) {
                        nulls[i] = true;
                    }
                } else {
                    Set<Object> candidates = known != null ? known : candidates(arguments, vectors, i, x);
                    results[i] = candidates.contains(Ordering.key(value)) != negated ? 1 : 0;
                }
            }
            return new LongVector(results, nulls);
        };
    }

    private static Set<Object> constants(Arguments arguments, DataType x) {
        Set<Object> values = new HashSet<>();
        for (int i = 1; i < arguments.count(); i++) {
            addMembers(arguments.literal(i), arguments.type(i), x, isOneList(arguments), values);
        }
        return values;
    }

    private static Set<Object> candidates(Arguments arguments, Vector[] vectors, int row, DataType x) {
        Set<Object> values = new HashSet<>();
        for (int i = 1; i < vectors.length; i++) {
            addMembers(Vectors.value(vectors[i], row), arguments.type(i), x, isOneList(arguments), values);
        }
        return values;
    }

    private static void addMembers(
            @Nullable Object value, DataType type, DataType x, boolean list, Set<Object> values) {
        if (value == null) {
            return;
        }
        if (!list) {
            addExact(value, type, x, values);
            return;
        }
        List<?> elements = (List<?>) value;
        for (int i = 0; i < elements.size(); i++) {
            DataType element = type.elements().get(type.kind() == TypeKind.TUPLE ? i : 0);
            addMembers(elements.get(i), element, x, false, values);
        }
    }

    /** Adds what the value is in the other type, unless it changes on the way: 1.5 is in no set of integers. */
    private static void addExact(Object value, DataType type, DataType x, Set<Object> values) {
        Object converted = Objects.requireNonNull(Conversion.convert(value, type, x));
        boolean text = isTextual(type) != isTextual(x);
        if (text
                || Ordering.key(Objects.requireNonNull(Conversion.convert(converted, x, type)))
                        .equals(Ordering.key(value))
                || x.kind() == TypeKind.FLOAT32) {
            values.add(Ordering.key(converted));
        }
    }

    private static Scalar nullTest(String name, String summary, boolean wanted) {
        Kernel kernel = (vectors, size) -> {
            long[] results = new long[size];
            for (int i = 0; i < size; i++) {
                results[i] = vectors[0].isNull(i) == wanted ? 1 : 0;
            }
            return new LongVector(results);
        };
        return new Scalar(name, "(x)", summary, _ -> DataType.BOOL, (_, _, _) -> kernel)
                .arity(1, 1)
                .ownNulls();
    }
}
