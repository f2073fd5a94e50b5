package io.millrace.ksql.function;

import static io.millrace.ksql.function.Library.integer;
import static io.millrace.ksql.function.Library.list;
import static io.millrace.ksql.function.Library.text;
import static io.millrace.ksql.function.Library.whole;

import io.millrace.ksql.expr.LambdaValue;
import io.millrace.ksql.expr.RowContext;
import io.millrace.ksql.expr.RowException;
import io.millrace.ksql.type.Ordering;
import io.millrace.ksql.type.SqlType;
import io.millrace.ksql.type.ValueText;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Functions of arrays. */
final class ArrayFunctions {

    /** Longest array that GENERATE_SERIES makes. */
    private static final int MAX_SERIES = 100_000;

    private ArrayFunctions() {}

    static void declare(Library library) {
        library.add("ARRAY_LENGTH(ARRAY<T>) INTEGER", a -> list(a[0]).size())
                .addNullable(
                        "ARRAY_CONTAINS(ARRAY<T>, T) BOOLEAN",
                        a -> a[0] != null && list(a[0]).contains(a[1]))
                .addNullable("ARRAY_CONCAT(ARRAY<T>, ARRAY<T>) ARRAY<T>", ArrayFunctions::concat)
                .add("ARRAY_DISTINCT(ARRAY<T>) ARRAY<T>", a -> listOf(new LinkedHashSet<@Nullable Object>(list(a[0]))))
                .add("ARRAY_UNION(ARRAY<T>, ARRAY<T>) ARRAY<T>", a -> {
                    Set<@Nullable Object> union = new LinkedHashSet<>(list(a[0]));
                    union.addAll(list(a[1]));
                    return listOf(union);
                })
                .add("ARRAY_EXCEPT(ARRAY<T>, ARRAY<T>) ARRAY<T>", a -> {
                    Set<@Nullable Object> rest = new LinkedHashSet<>(list(a[0]));
                    rest.removeAll(new HashSet<@Nullable Object>(list(a[1])));
                    return listOf(rest);
                })
                .add("ARRAY_INTERSECT(ARRAY<T>, ARRAY<T>) ARRAY<T>", a -> {
                    Set<@Nullable Object> both = new LinkedHashSet<>(list(a[0]));
                    both.retainAll(new HashSet<@Nullable Object>(list(a[1])));
                    return listOf(both);
                })
                .addNullable("ARRAY_REMOVE(ARRAY<T>, T) ARRAY<T>", ArrayFunctions::remove)
                .add("SLICE(ARRAY<T>, INTEGER, INTEGER) ARRAY<T>", a -> slice(list(a[0]), integer(a[1]), integer(a[2])))
                .addTyped("ARRAY_JOIN(ARRAY<T>) STRING", false, (types, _) -> (a, _) -> join(a[0], ",", types), null)
                .addTyped(
                        "ARRAY_JOIN(ARRAY<T>, STRING) STRING",
                        false,
                        (types, _) -> (a, _) -> join(a[0], text(a[1]), types),
                        null)
                .add("GENERATE_SERIES(INTEGER, INTEGER) ARRAY<INTEGER>", a -> series(a, true))
                .add("GENERATE_SERIES(INTEGER, INTEGER, INTEGER) ARRAY<INTEGER>", a -> series(a, true))
                .add("GENERATE_SERIES(BIGINT, BIGINT) ARRAY<BIGINT>", a -> series(a, false))
                .add("GENERATE_SERIES(BIGINT, BIGINT, INTEGER) ARRAY<BIGINT>", a -> series(a, false));
        ordered(library);
        lambdas(library);
    }

    private static void ordered(Library library) {
        library.addTyped("ARRAY_MAX(ARRAY<T>) T", false, (types, _) -> (a, _) -> extreme(a[0], order(types)), null)
                .addTyped(
                        "ARRAY_MIN(ARRAY<T>) T",
                        false,
                        (types, _) -> (a, _) -> extreme(a[0], order(types).reversed()),
                        null)
                .addTyped(
                        "ARRAY_SORT(ARRAY<T>) ARRAY<T>", false, (types, _) -> (a, _) -> sort(a[0], order(types)), null)
                .addTyped(
                        "ARRAY_SORT(ARRAY<T>, STRING) ARRAY<T>",
                        false,
                        (types, _) -> (a, _) -> sort(a[0], directed(order(types), text(a[1]))),
                        null);
    }

    private static void lambdas(Library library) {
        library.addWithContext("TRANSFORM(ARRAY<T>, (T) => R) ARRAY<R>", (a, row) -> {
                    List<@Nullable Object> result = new ArrayList<>();
                    for (Object item : list(a[0])) {
                        result.add(lambda(a[1]).apply(row, item));
                    }
                    return result;
                })
                .addWithContext("FILTER(ARRAY<T>, (T) => BOOLEAN) ARRAY<T>", (a, row) -> {
                    List<@Nullable Object> result = new ArrayList<>();
                    for (Object item : list(a[0])) {
                        if (Library.truth(row, lambda(a[1]), item)) {
                            result.add(item);
                        }
                    }
                    return result;
                })
                .addWithContext("REDUCE(ARRAY<T>, S, (S, T) => S) S", ArrayFunctions::reduce);
    }

    static LambdaValue lambda(@Nullable Object value) {
        return (LambdaValue) Library.notNull(value);
    }

    private static @Nullable Object reduce(@Nullable Object[] arguments, RowContext row) {
        Object state = arguments[1];
        for (Object item : list(arguments[0])) {
            state = lambda(arguments[2]).apply(row, state, item);
        }
        return state;
    }

    private static List<@Nullable Object> listOf(Set<@Nullable Object> items) {
        return new ArrayList<>(items);
    }

    private static @Nullable Object concat(@Nullable Object[] arguments) {
        if (arguments[0] == null || arguments[1] == null) {
            return arguments[0] == null ? arguments[1] : arguments[0];
        }
        List<@Nullable Object> all = new ArrayList<>(list(arguments[0]));
        all.addAll(list(arguments[1]));
        return all;
    }

    private static @Nullable Object remove(@Nullable Object[] arguments) {
        if (arguments[0] == null) {
            return null;
        }
        List<@Nullable Object> rest = new ArrayList<>();
        for (Object item : list(arguments[0])) {
            if (item == null ? arguments[1] != null : !item.equals(arguments[1])) {
                rest.add(item);
            }
        }
        return rest;
    }

    /** From and to count from 1, both included. */
    private static @Nullable Object slice(List<@Nullable Object> items, int from, int to) {
        int start = Math.max(0, from - 1);
        int end = Math.min(items.size(), to);
        return start >= end ? null : new ArrayList<>(items.subList(start, end));
    }

    private static String join(@Nullable Object array, String delimiter, List<SqlType> types) {
        SqlType item = item(types);
        StringBuilder text = new StringBuilder();
        String separator = "";
        for (Object value : list(array)) {
            text.append(separator).append(ValueText.of(value, item));
            separator = delimiter;
        }
        return text.toString();
    }

    private static SqlType item(List<SqlType> types) {
        return ((SqlType.ArrayOf) types.getFirst()).item();
    }

    /** Natural order; false comes before true. */
    private static Comparator<Object> order(List<SqlType> types) {
        Comparator<Object> order = Ordering.of(item(types));
        if (order != null) {
            return order;
        }
        if (item(types) == SqlType.Scalar.BOOLEAN) {
            return (a, b) -> Boolean.compare((Boolean) a, (Boolean) b);
        }
        throw new RowException(item(types).text() + " has no order");
    }

    private static Comparator<Object> directed(Comparator<Object> order, String direction) {
        return direction.regionMatches(true, 0, "DESC", 0, 4) ? order.reversed() : order;
    }

    private static @Nullable Object extreme(@Nullable Object array, Comparator<Object> order) {
        Object best = null;
        for (Object item : list(array)) {
            if (item != null && (best == null || order.compare(item, best) > 0)) {
                best = item;
            }
        }
        return best;
    }

    private static List<@Nullable Object> sort(@Nullable Object array, Comparator<Object> order) {
        List<Object> present = new ArrayList<>();
        int nulls = 0;
        for (Object item : list(array)) {
            if (item == null) {
                nulls++;
            } else {
                present.add(item);
            }
        }
        present.sort(order);
        List<@Nullable Object> sorted = new ArrayList<>(present);
        for (int i = 0; i < nulls; i++) {
            sorted.add(null);
        }
        return sorted;
    }

    private static List<Object> series(@Nullable Object[] arguments, boolean integers) {
        long from = whole(arguments[0]);
        long to = whole(arguments[1]);
        long step = arguments.length > 2 ? integer(arguments[2]) : from <= to ? 1 : -1;
        if (step == 0 || (to > from && step < 0) || (to < from && step > 0)) {
            throw new RowException("a series from " + from + " to " + to + " has no step " + step);
        }
        List<Object> numbers = new ArrayList<>();
        for (long n = from; step > 0 ? n <= to : n >= to; n += step) {
            if (numbers.size() == MAX_SERIES) {
                throw new RowException("a series has at most " + MAX_SERIES + " numbers");
            }
            numbers.add(integers ? (Object) (int) n : (Object) n);
        }
        return numbers;
    }
}
