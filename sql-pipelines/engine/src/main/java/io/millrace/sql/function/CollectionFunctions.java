package io.millrace.sql.function;

import io.millrace.sql.SqlException;
import io.millrace.sql.batch.Vector;
import io.millrace.sql.batch.Vectors;
import io.millrace.sql.expr.Compiler;
import io.millrace.sql.expr.Evaluator;
import io.millrace.sql.expr.Expr;
import io.millrace.sql.type.Conversion;
import io.millrace.sql.type.DataType;
import io.millrace.sql.type.TypeKind;
import io.millrace.sql.type.TypeRules;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Arrays, tuples and maps. Positions count from 1, negative ones from the end. */
final class CollectionFunctions {

    private static final int MAX_RANGE = 1_000_000;

    private CollectionFunctions() {}

    static void register(Registry registry) {
        registry.add(new Scalar(
                        "array",
                        "(a, b, ...)",
                        "An array: [a, b, ...].",
                        arguments -> DataType.array(common(arguments)),
                        (arguments, type, _) -> arrayOf(arguments, type))
                .arity(0, Integer.MAX_VALUE)
                .ownNulls());
        registry.add(new Scalar(
                        "tuple",
                        "(a, b, ...)",
                        "A tuple: (a, b, ...).",
                        arguments -> DataType.tuple(
                                arguments.expressions().stream().map(Expr::type).toList(), List.of()),
                        (_, type, _) -> Kernels.rows(type, CollectionFunctions::listOf))
                .arity(1, Integer.MAX_VALUE)
                .ownNulls());
        registry.add(new Scalar(
                        "map",
                        "(key, value, ...)",
                        "A map: {key: value, ...}.",
                        CollectionFunctions::mapType,
                        CollectionFunctions::mapOf)
                .arity(0, Integer.MAX_VALUE)
                .ownNulls());
        registry.add(new Scalar(
                        "map_cast",
                        "(keys, values)",
                        "A map from an array of keys and one of values.",
                        arguments -> {
                            requireArray(arguments, 0);
                            requireArray(arguments, 1);
                            return DataType.map(
                                    arguments.type(0).last(), arguments.type(1).last());
                        },
                        (_, type, _) -> Kernels.rows(type, row -> zipped(list(row[0]), list(row[1]))))
                .arity(2, 2)
                .failing());
        registry.alias("map_from_arrays", "map_cast");
        registry.add(new Scalar(
                        "array_element",
                        "(array, n) or (map, key)",
                        "The item: array[n], map[key]; the type's zero when there is none.",
                        CollectionFunctions::elementType,
                        CollectionFunctions::element)
                .arity(2, 2));
        registry.add(new Scalar(
                        "tuple_element",
                        "(tuple, n or 'name')",
                        "The element: tuple.n.",
                        arguments -> arguments.type(0).elements().get(position(arguments)),
                        (arguments, type, _) -> {
                            int position = position(arguments);
                            return Kernels.rows(type, row -> list(row[0]).get(position));
                        })
                .arity(2, 2));
        registry.add(new Scalar(
                        "has",
                        "(array, x)",
                        "True when x is in the array.",
                        arguments -> {
                            requireArray(arguments, 0);
                            if (TypeRules.common(arguments.type(0).last(), arguments.type(1)) == null) {
                                throw arguments.noCommonType();
                            }
                            return DataType.BOOL;
                        },
                        (arguments, type, _) -> Kernels.rows(type, row -> indexOf(arguments, row) > 0 ? 1L : 0L))
                .arity(2, 2));
        registry.add(new Scalar(
                        "index_of",
                        "(array, x)",
                        "The position of x, 0 when it is not there.",
                        arguments -> {
                            requireArray(arguments, 0);
                            return DataType.UINT64;
                        },
                        (arguments, type, _) -> Kernels.rows(type, row -> indexOf(arguments, row)))
                .arity(2, 2));
        registry.add(new Scalar(
                        "map_keys",
                        "(map)",
                        "The keys.",
                        arguments -> {
                            requireMap(arguments);
                            return DataType.array(arguments.type(0).elements().getFirst());
                        },
                        (_, type, _) -> Kernels.rows(
                                type, row -> new ArrayList<>(mapping(row[0]).keySet())))
                .arity(1, 1));
        registry.add(new Scalar(
                        "map_values",
                        "(map)",
                        "The values.",
                        arguments -> {
                            requireMap(arguments);
                            return DataType.array(arguments.type(0).last());
                        },
                        (_, type, _) -> Kernels.rows(
                                type, row -> new ArrayList<>(mapping(row[0]).values())))
                .arity(1, 1));
        registry.add(new Scalar(
                        "map_contains",
                        "(map, key)",
                        "True when the map has the key.",
                        arguments -> {
                            requireMap(arguments);
                            return DataType.BOOL;
                        },
                        (arguments, type, _) -> Kernels.rows(
                                type,
                                row -> mapping(row[0])
                                                .containsKey(Conversion.convert(
                                                        row[1],
                                                        arguments.type(1),
                                                        arguments
                                                                .type(0)
                                                                .elements()
                                                                .getFirst()))
                                        ? 1L
                                        : 0L))
                .arity(2, 2));
        arrays(registry);
        lambdas(registry);
    }

    private static DataType common(Arguments arguments) {
        List<DataType> types = arguments.expressions().stream().map(Expr::type).toList();
        DataType common = TypeRules.common(types);
        if (common == null) {
            throw arguments.noCommonType();
        }
        return common;
    }

    private static Kernel arrayOf(Arguments arguments, DataType type) {
        return Kernels.rows(type, row -> {
            List<@Nullable Object> items = new ArrayList<>(row.length);
            for (int i = 0; i < row.length; i++) {
                items.add(converted(row[i], arguments.get(i).type(), type.last()));
            }
            return items;
        });
    }

    private static @Nullable Object converted(@Nullable Object value, DataType from, DataType to) {
        return value == null ? null : Conversion.convert(value, from, to);
    }

    private static List<@Nullable Object> listOf(@Nullable Object[] row) {
        List<@Nullable Object> items = new ArrayList<>(row.length);
        Collections.addAll(items, row);
        return items;
    }

    private static DataType mapType(Arguments arguments) {
        if (arguments.count() % 2 != 0) {
            throw arguments.bad("the last key has no value");
        }
        List<DataType> keys = new ArrayList<>();
        List<DataType> values = new ArrayList<>();
        for (int i = 0; i < arguments.count(); i += 2) {
            keys.add(arguments.get(i).type());
            values.add(arguments.get(i + 1).type());
        }
        DataType key = TypeRules.common(keys);
        DataType value = TypeRules.common(values);
        if (key == null || value == null) {
            throw arguments.noCommonType();
        }
        return DataType.map(key, value);
    }

    private static Kernel mapOf(Arguments arguments, DataType type, KernelContext context) {
        DataType key = type.elements().getFirst();
        return Kernels.rows(type, row -> {
            Map<@Nullable Object, @Nullable Object> map = new LinkedHashMap<>();
            for (int i = 0; i < row.length; i += 2) {
                map.put(
                        converted(row[i], arguments.get(i).type(), key),
                        converted(row[i + 1], arguments.get(i + 1).type(), type.last()));
            }
            return map;
        });
    }

    private static Map<@Nullable Object, @Nullable Object> zipped(List<?> keys, List<?> values) {
        if (keys.size() != values.size()) {
            throw SqlException.of(
                    SqlException.Code.BAD_ARGUMENTS,
                    "map_cast: " + keys.size() + " keys but " + values.size() + " values");
        }
        Map<@Nullable Object, @Nullable Object> map = new LinkedHashMap<>();
        for (int i = 0; i < keys.size(); i++) {
            map.put(keys.get(i), values.get(i));
        }
        return map;
    }

    static void requireArray(Arguments arguments, int index) {
        if (arguments.kind(index) != TypeKind.ARRAY) {
            throw arguments.illegal(index, "an array");
        }
    }

    private static void requireMap(Arguments arguments) {
        if (arguments.kind(0) != TypeKind.MAP) {
            throw arguments.illegal(0, "a map");
        }
    }

    static List<?> list(@Nullable Object value) {
        return value instanceof List<?> list ? list : List.of();
    }

    private static Map<?, ?> mapping(@Nullable Object value) {
        return value instanceof Map<?, ?> map ? map : Map.of();
    }

    private static DataType elementType(Arguments arguments) {
        DataType type = arguments.type(0);
        switch (type.kind()) {
            case ARRAY -> {
                TypeKind index = arguments.kind(1);
                if (!index.isInteger() || index.storage() != TypeKind.Storage.LONG) {
                    throw arguments.illegal(1, "an integer");
                }
            }
            case MAP -> {
                DataType key = type.elements().getFirst();
                if (!Conversion.exists(arguments.type(1), key)) {
                    throw arguments.illegal(1, key.text());
                }
            }
            default -> throw arguments.illegal(0, "an array or map");
        }
        return type.last();
    }

    private static Kernel element(Arguments arguments, DataType type, KernelContext context) {
        DataType from = arguments.type(0);
        Object zero = type.nullable() ? null : Vectors.zero(type);
        if (from.kind() == TypeKind.ARRAY) {
            return Kernels.rows(type, row -> {
                List<?> items = list(row[0]);
                long n = StringFunctions.number(row[1]);
                long at = n < 0 ? items.size() + n : n - 1;
                return at >= 0 && at < items.size() ? items.get((int) at) : zero;
            });
        }
        DataType key = from.elements().getFirst();
        return Kernels.rows(type, row -> {
            Object wanted = converted(row[1], arguments.type(1), key);
            Map<?, ?> map = mapping(row[0]);
            return map.containsKey(wanted) ? map.get(wanted) : zero;
        });
    }

    private static int position(Arguments arguments) {
        DataType type = arguments.type(0);
        if (type.kind() != TypeKind.TUPLE) {
            throw arguments.illegal(0, "a tuple");
        }
        if (arguments.literal(1) instanceof String name) {
            int index = type.names().indexOf(name);
            if (index < 0) {
                throw arguments.bad("no element '" + name + "' in " + type.text());
            }
            return index;
        }
        long number = arguments.integer(1, 0);
        if (number < 1 || number > type.elements().size()) {
            throw arguments.bad("no element " + number + " in " + type.text());
        }
        return (int) number - 1;
    }

    private static long indexOf(Arguments arguments, @Nullable Object[] row) {
        DataType element = arguments.type(0).last();
        Object wanted = row[1] == null ? null : Conversion.convert(row[1], arguments.type(1), element);
        List<?> items = list(row[0]);
        for (int i = 0; i < items.size(); i++) {
            Object item = items.get(i);
            if (isSame(item, wanted)) {
                return i + 1L;
            }
        }
        return 0;
    }

    private static boolean isSame(@Nullable Object left, @Nullable Object right) {
        if (left == null || right == null) {
            return left == null && right == null;
        }
        return Ordering.key(left).equals(Ordering.key(right));
    }

    private static void arrays(Registry registry) {
        same(
                registry,
                "array_distinct",
                "Without repetitions.",
                items -> new ArrayList<@Nullable Object>(new LinkedHashSet<@Nullable Object>(items)));
        same(registry, "array_reverse", "In reverse order.", items -> {
            List<@Nullable Object> reversed = new ArrayList<>(items);
            Collections.reverse(reversed);
            return reversed;
        });
        registry.add(new Scalar(
                        "array_concat",
                        "(a, b, ...)",
                        "The items of all arrays.",
                        arguments -> {
                            for (int i = 0; i < arguments.count(); i++) {
                                requireArray(arguments, i);
                            }
                            return common(arguments);
                        },
                        (arguments, type, _) -> Kernels.rows(type, row -> {
                            List<@Nullable Object> all = new ArrayList<>();
                            for (int i = 0; i < row.length; i++) {
                                for (Object item : list(row[i])) {
                                    all.add(converted(item, arguments.type(i).last(), type.last()));
                                }
                            }
                            return all;
                        }))
                .arity(1, Integer.MAX_VALUE));
        registry.add(new Scalar(
                        "array_slice",
                        "(array, offset[, length])",
                        "Some items in a row.",
                        arguments -> {
                            requireArray(arguments, 0);
                            return arguments.type(0);
                        },
                        (_, type, _) -> Kernels.rows(type, CollectionFunctions::slice))
                .arity(2, 3));
        registry.add(new Scalar(
                        "range",
                        "([from,] to[, step])",
                        "Numbers from (0) to before another.",
                        _ -> DataType.array(DataType.INT64),
                        (arguments, type, _) -> Kernels.rows(type, row -> range(arguments, row)))
                .arity(1, 3)
                .failing());
    }

    /** A change of an array that keeps its type. */
    private interface Change {
        List<@Nullable Object> of(List<?> items);
    }

    private static void same(Registry registry, String name, String summary, Change change) {
        registry.add(new Scalar(
                        name,
                        "(array)",
                        summary,
                        arguments -> {
                            requireArray(arguments, 0);
                            return arguments.type(0);
                        },
                        (_, type, _) -> Kernels.rows(type, row -> change.of(list(row[0]))))
                .arity(1, 1));
    }

    private static List<@Nullable Object> slice(@Nullable Object[] row) {
        List<?> items = list(row[0]);
        long offset = StringFunctions.number(row[1]);
        long from = Math.max(0, offset < 0 ? items.size() + offset : offset - 1);
        long to = row.length < 3 ? items.size() : Math.min(items.size(), from + StringFunctions.number(row[2]));
        return from >= to ? new ArrayList<>() : new ArrayList<>(items.subList((int) from, (int) to));
    }

    private static List<Long> range(Arguments arguments, @Nullable Object[] row) {
        long from = row.length == 1 ? 0 : StringFunctions.number(row[0]);
        long to = StringFunctions.number(row[row.length == 1 ? 0 : 1]);
        long step = row.length < 3 ? 1 : StringFunctions.number(row[2]);
        if (step == 0 || (to - from) / step > MAX_RANGE) {
            throw arguments.bad("step is 0, or more than " + MAX_RANGE + " numbers");
        }
        List<Long> numbers = new ArrayList<>();
        for (long n = from; step > 0 ? n < to : n > to; n += step) {
            numbers.add(n);
        }
        return numbers;
    }

    private static void lambdas(Registry registry) {
        registry.add(overItems(
                "array_map",
                "(x -> ..., array)",
                "The lambda's values.",
                true,
                (arguments, _) -> DataType.array(arguments.lambda(0).type()),
                (_, results) -> results));
        registry.add(overItems(
                "array_filter",
                "(x -> ..., array)",
                "The items for which the lambda is true.",
                true,
                (arguments, _) -> arguments.type(1),
                CollectionFunctions::kept));
        registry.add(overItems(
                "array_exists",
                "([x -> ...,] array)",
                "True when the lambda is true for some item.",
                false,
                (_, _) -> DataType.BOOL,
                (_, results) -> results.stream().anyMatch(CollectionFunctions::isTrue) ? 1L : 0L));
        registry.add(overItems(
                "array_all",
                "([x -> ...,] array)",
                "True when the lambda is true for all items.",
                false,
                (_, _) -> DataType.BOOL,
                (_, results) -> results.stream().allMatch(CollectionFunctions::isTrue) ? 1L : 0L));
        registry.add(overItems(
                "array_count",
                "([x -> ...,] array)",
                "For how many items the lambda is true.",
                false,
                (_, _) -> DataType.UINT64,
                (_, results) ->
                        results.stream().filter(CollectionFunctions::isTrue).count()));
        registry.add(overItems(
                "array_sum",
                "([x -> ...,] array)",
                "The sum.",
                false,
                CollectionFunctions::sumType,
                (_, results) -> sum(results)));
        registry.add(overItems(
                "array_avg",
                "([x -> ...,] array)",
                "The mean.",
                false,
                (arguments, value) -> {
                    sumType(arguments, value);
                    return DataType.FLOAT64;
                },
                (_, results) -> sum(results) instanceof Number sum ? sum.doubleValue() / results.size() : Double.NaN));
        registry.add(overItems(
                "array_min",
                "([x -> ...,] array)",
                "The smallest.",
                false,
                (_, value) -> value,
                (_, results) -> results.stream().min(Ordering::compare).orElse(null)));
        registry.add(overItems(
                "array_max",
                "([x -> ...,] array)",
                "The largest.",
                false,
                (_, value) -> value,
                (_, results) -> results.stream().max(Ordering::compare).orElse(null)));
        registry.add(overItems(
                "array_sort",
                "([x -> ...,] array)",
                "Sorted, by the lambda.",
                false,
                (arguments, _) -> arguments.type(arguments.count() - 1),
                (items, results) -> sorted(items, results, false)));
        registry.add(overItems(
                "array_reverse_sort",
                "([x -> ...,] array)",
                "Sorted from the largest, by the lambda.",
                false,
                (arguments, _) -> arguments.type(arguments.count() - 1),
                (items, results) -> sorted(items, results, true)));
    }

    /** Gives the result's type from the type of the lambda's values. */
    private interface ItemTyping {
        DataType type(Arguments arguments, DataType value);
    }

    /** Gives the result from the items and the lambda's values. */
    private interface ItemFunction {
        @Nullable
        Object of(List<?> items, List<?> results);
    }

    private static Scalar overItems(
            String name, String signature, String summary, boolean lambda, ItemTyping typing, ItemFunction function) {
        Scalar.Typing checked = arguments -> {
            int last = arguments.count() - 1;
            requireArray(arguments, last);
            DataType value =
                    last == 0 ? arguments.type(0).last() : arguments.lambda(0).type();
            return typing.type(arguments, value);
        };
        return new Scalar(name, signature, summary, checked, (arguments, type, context) -> {
                    int last = arguments.count() - 1;
                    DataType element = arguments.type(last).last();
                    Evaluator body = last == 0
                            ? null
                            : Compiler.compile(arguments.lambda(0).body(), context.fork(1));
                    return Kernels.rows(type, row -> {
                        List<?> items = list(row[0]);
                        List<?> results = body == null ? items : apply(body, items, element);
                        Object result = function.of(items, results);
                        return result == null && !type.nullable() ? Vectors.zero(type) : result;
                    });
                })
                .arity(lambda ? 2 : 1, 2);
    }

    private static List<@Nullable Object> apply(Evaluator body, List<?> items, DataType element) {
        List<@Nullable Object> results = new ArrayList<>(items.size());
        if (!items.isEmpty()) {
            Vector values = body.first(new Vector[] {Vectors.of(element, items)}, items.size());
            for (int i = 0; i < items.size(); i++) {
                results.add(Vectors.value(values, i));
            }
        }
        return results;
    }

    private static boolean isTrue(@Nullable Object value) {
        return value instanceof Number number && number.doubleValue() != 0;
    }

    private static List<@Nullable Object> kept(List<?> items, List<?> results) {
        List<@Nullable Object> kept = new ArrayList<>();
        for (int i = 0; i < items.size(); i++) {
            if (isTrue(results.get(i))) {
                kept.add(items.get(i));
            }
        }
        return kept;
    }

    private static DataType sumType(Arguments arguments, DataType value) {
        TypeKind kind = value.kind();
        if (kind.isFloat()) {
            return DataType.FLOAT64;
        }
        if (kind == TypeKind.BOOL || (kind.isInteger() && kind.storage() == TypeKind.Storage.LONG)) {
            return kind.isSignedInteger() ? DataType.INT64 : DataType.UINT64;
        }
        throw arguments.illegal(arguments.count() - 1, "an array of integers or floats");
    }

    private static Object sum(List<?> values) {
        long whole = 0;
        double real = 0;
        boolean reals = false;
        for (Object value : values) {
            if (value instanceof Double number) {
                real += number;
                reals = true;
            } else if (value instanceof Long number) {
                whole += number;
            }
        }
        return reals ? (Object) (real + whole) : (Object) whole;
    }

    private static List<@Nullable Object> sorted(List<?> items, List<?> results, boolean descending) {
        List<Integer> order = new ArrayList<>();
        for (int i = 0; i < items.size(); i++) {
            order.add(i);
        }
        order.sort((a, b) -> {
            int compared = Ordering.compare(results.get(a), results.get(b));
            return descending ? -compared : compared;
        });
        List<@Nullable Object> sorted = new ArrayList<>();
        for (Integer at : order) {
            sorted.add(items.get(at));
        }
        return sorted;
    }
}
