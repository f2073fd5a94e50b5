package io.millrace.sql.function;

import io.millrace.sql.batch.Vector;
import io.millrace.sql.type.DataType;
import io.millrace.sql.type.Texts;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Set;

/** Aggregates that keep values: lists, sets, the most frequent, the k smallest. */
final class CollectingAggregates {

    private static final int MAX_K = 10_000;

    private CollectingAggregates() {}

    static void addTo(List<Aggregate> all) {
        all.add(list("group_array", "The values in order of arrival, at most max.", (state, value, max) -> {
            if (state.size() < max) {
                state.add(value);
            }
        }));
        all.add(list("group_array_last", "The last values, at most max.", (state, value, max) -> {
            state.add(value);
            if (state.size() > max) {
                state.removeFirst();
            }
        }));
        all.add(new Aggregate(
                        "group_array_sorted",
                        "(x[, max])",
                        "The smallest values in order, at most max.",
                        CollectingAggregates::arrayType,
                        (arguments, type) -> smallest(arguments, type, max(arguments, 1), false))
                .arity(1, 2)
                .neverNull());
        all.add(new Aggregate(
                        "group_uniq_array",
                        "(x[, max])",
                        "The different values, at most max.",
                        CollectingAggregates::arrayType,
                        (arguments, type) -> {
                            long max = max(arguments, 1);
                            return new StateAccumulator<Set<Object>>(
                                    type,
                                    LinkedHashSet::new,
                                    (state, vectors, row) -> {
                                        if (state.size() < max) {
                                            state.add(Aggregates.value(vectors[0], row));
                                        }
                                    },
                                    ArrayList::new);
                        })
                .arity(1, 2)
                .neverNull());
        all.add(new Aggregate(
                        "group_concat",
                        "(x[, separator = ','])",
                        "The values' texts, separated.",
                        _ -> DataType.STRING,
                        (arguments, type) -> {
                            String separator = arguments.count() > 1 ? arguments.text(1) : ",";
                            DataType from = arguments.type(0);
                            return new StateAccumulator<List<String>>(
                                    type,
                                    ArrayList::new,
                                    (state, vectors, row) ->
                                            state.add(Texts.format(Aggregates.value(vectors[0], row), from)),
                                    state -> String.join(separator, state));
                        })
                .arity(1, 2)
                .neverNull());
        all.add(new Aggregate(
                        "moving_sum",
                        "(x)",
                        "The sums up to each value.",
                        arguments -> {
                            Mathematics.requireNumber(arguments, 0);
                            return DataType.array(isReal(arguments) ? DataType.FLOAT64 : DataType.INT64);
                        },
                        (arguments, type) -> new StateAccumulator<List<Object>>(
                                type,
                                ArrayList::new,
                                (state, vectors, row) -> addMoving(state, vectors[0], row, isReal(arguments)),
                                ArrayList::new))
                .neverNull());
        all.add(new Aggregate(
                        "top_k",
                        "(x, k[, with_counts = true])",
                        "The k most frequent values, exactly, with how often they came.",
                        CollectingAggregates::topType,
                        CollectingAggregates::top)
                .arity(2, 3)
                .neverNull());
        all.add(extremes("min_k", "The k smallest, as tuples with the other columns of their rows.", false));
        all.add(extremes("max_k", "The k largest, as tuples with the other columns of their rows.", true));
        all.add(new Aggregate(
                        "unique_exact",
                        "(x, ...)",
                        "How many different values, exactly.",
                        _ -> DataType.UINT64,
                        (_, type) -> new StateAccumulator<Set<Object>>(
                                type, HashSet::new, (state, vectors, row) -> state.add(Keys.of(vectors, row)), state ->
                                        (long) state.size()))
                .arity(1, Integer.MAX_VALUE)
                .neverNull());
        all.add(new Aggregate(
                        "unique",
                        "(x, ...)",
                        "How many different values: exactly to 65,536, then within about 1 %.",
                        _ -> DataType.UINT64,
                        (_, type) -> new StateAccumulator<>(
                                type,
                                UniqueSample::new,
                                (state, vectors, row) -> state.add(Keys.hash(vectors, row)),
                                UniqueSample::estimate))
                .arity(1, Integer.MAX_VALUE)
                .neverNull());
    }

    private static boolean isReal(Arguments arguments) {
        return !arguments.kind(0).isInteger() || arguments.kind(0).bits() > 64;
    }

    private static void addMoving(List<Object> state, Vector vector, int row, boolean real) {
        Number value = (Number) Aggregates.value(vector, row);
        Number before = state.isEmpty() ? 0 : (Number) state.getLast();
        state.add(
                real
                        ? (Object) (before.doubleValue() + value.doubleValue())
                        : (Object) (before.longValue() + value.longValue()));
    }

    private static DataType arrayType(Arguments arguments) {
        max(arguments, 1);
        return DataType.array(arguments.type(0));
    }

    private static long max(Arguments arguments, int index) {
        long max = arguments.integer(index, Long.MAX_VALUE);
        if (max <= 0) {
            throw arguments.bad("max must be positive, was " + max);
        }
        return max;
    }

    /** Adds a value to a bounded list. */
    private interface Bounded {
        void add(List<Object> state, Object value, long max);
    }

    private static Aggregate list(String name, String summary, Bounded bounded) {
        return new Aggregate(name, "(x[, max])", summary, CollectingAggregates::arrayType, (arguments, type) -> {
                    long max = max(arguments, 1);
                    return new StateAccumulator<List<Object>>(
                            type,
                            ArrayList::new,
                            (state, vectors, row) -> bounded.add(state, Aggregates.value(vectors[0], row), max),
                            ArrayList::new);
                })
                .arity(1, 2)
                .neverNull();
    }

    private static int k(Arguments arguments) {
        long k = arguments.integer(1, 1);
        if (k < 1 || k > MAX_K) {
            throw arguments.bad("k must be 1 to " + MAX_K + ", was " + k);
        }
        return (int) k;
    }

    private static boolean withCounts(Arguments arguments) {
        return arguments.count() < 3 || !(arguments.literal(2) instanceof Long flag) || flag != 0;
    }

    private static DataType topType(Arguments arguments) {
        k(arguments);
        DataType value = arguments.type(0);
        return DataType.array(
                withCounts(arguments) ? DataType.tuple(List.of(value, DataType.UINT64), List.of()) : value);
    }

    private static Accumulator top(Arguments arguments, DataType type) {
        int k = k(arguments);
        boolean counts = withCounts(arguments);
        return new StateAccumulator<Map<Object, Long>>(
                type,
                LinkedHashMap::new,
                (state, vectors, row) -> state.merge(Aggregates.value(vectors[0], row), 1L, Long::sum),
                state -> state.entrySet().stream()
                        .sorted(Map.Entry.<Object, Long>comparingByValue().reversed())
                        .limit(k)
                        .map(entry -> counts ? List.of(entry.getKey(), entry.getValue()) : entry.getKey())
                        .toList());
    }

    private static Aggregate extremes(String name, String summary, boolean largest) {
        return new Aggregate(
                        name,
                        "(x, k[, column, ...])",
                        summary,
                        arguments -> {
                            k(arguments);
                            return DataType.array(itemType(arguments));
                        },
                        (arguments, type) -> smallest(arguments, type, k(arguments), largest))
                .arity(2, Integer.MAX_VALUE)
                .neverNull();
    }

    private static DataType itemType(Arguments arguments) {
        if (arguments.count() == 2) {
            return arguments.type(0);
        }
        List<DataType> elements = new ArrayList<>();
        for (int i = 0; i < arguments.count(); i++) {
            if (i != 1) {
                elements.add(arguments.type(i));
            }
        }
        return DataType.tuple(elements, List.of());
    }

    /** Keeps the first k in order: a heap whose head is the one to go. */
    private static Accumulator smallest(Arguments arguments, DataType type, long k, boolean largest) {
        boolean context = arguments.count() > 2;
        Comparator<Object> order = Ordering::compare;
        Comparator<Object> wanted = largest ? order.reversed() : order;
        return new StateAccumulator<PriorityQueue<Object>>(
                type,
                () -> new PriorityQueue<>(wanted.reversed()),
                (state, vectors, row) -> {
                    state.add(context ? tuple(vectors, row) : Aggregates.value(vectors[0], row));
                    if (state.size() > k) {
                        state.poll();
                    }
                },
                state -> {
                    List<Object> sorted = new ArrayList<>(state);
                    sorted.sort(wanted);
                    return sorted;
                });
    }

    private static List<Object> tuple(Vector[] vectors, int row) {
        List<Object> values = new ArrayList<>();
        for (int i = 0; i < vectors.length; i++) {
            if (i != 1) {
                values.add(Aggregates.value(vectors[i], row));
            }
        }
        return values;
    }
}
