package io.millrace.ksql.function;

import io.millrace.ksql.type.Coercion;
import io.millrace.ksql.type.Ordering;
import io.millrace.ksql.type.SqlType;
import io.millrace.ksql.type.SqlType.ArrayOf;
import io.millrace.ksql.type.SqlType.MapOf;
import io.millrace.ksql.type.SqlType.Scalar;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The aggregate functions by name. */
final class Aggregates {

    /** Most items that an aggregate keeps for one group; what comes later is left out. */
    static final int MAX_ITEMS = 1000;

    private Aggregates() {}

    private interface Binder {
        Aggregate bind(List<SqlType> values, List<@Nullable Object> constants);
    }

    private record Declared(List<String> forms, int minimum, int values, int maximum, Binder binder)
            implements AggregateFunction {

        @Override
        public int values(int count) {
            return values < 0 ? count : Math.min(count, values);
        }

        @Override
        public Aggregate bind(List<SqlType> types, List<@Nullable Object> constants) {
            int count = types.size() + constants.size();
            if (count < minimum || count > maximum) {
                throw new IllegalArgumentException("it is called as " + String.join(" or ", forms));
            }
            return binder.bind(types, constants);
        }
    }

    static Map<String, AggregateFunction> standard() {
        Map<String, AggregateFunction> map = new TreeMap<>();
        map.put("COUNT", new Declared(List.of("COUNT(*) BIGINT", "COUNT(T) BIGINT"), 0, 1, 1, (_, _) -> new Count()));
        map.put(
                "COUNT_DISTINCT",
                new Declared(
                        List.of("COUNT_DISTINCT(T) BIGINT"),
                        1,
                        1,
                        1,
                        (types, _) -> new CountDistinct(types.getFirst())));
        map.put("SUM", one("SUM", "T", (types, _) -> new Sum(number(types))));
        map.put("AVG", one("AVG", "DOUBLE", (types, _) -> numeric(types, new Average())));
        for (String name : List.of("STDDEV_SAMP", "STDDEV_SAMPLE")) {
            map.put(name, one(name, "DOUBLE", (types, _) -> numeric(types, new Deviation())));
        }
        map.put(
                "MIN",
                one(
                        "MIN",
                        "T",
                        (types, _) -> new Extreme(types.getFirst(), order(types).reversed())));
        map.put("MAX", one("MAX", "T", (types, _) -> new Extreme(types.getFirst(), order(types))));
        map.put("COLLECT_LIST", one("COLLECT_LIST", "ARRAY<T>", (types, _) -> new Collect(types.getFirst(), false)));
        map.put("COLLECT_SET", one("COLLECT_SET", "ARRAY<T>", (types, _) -> new Collect(types.getFirst(), true)));
        map.put("HISTOGRAM", one("HISTOGRAM", "MAP<T, BIGINT>", (types, _) -> new Histogram(types.getFirst())));
        top(map);
        offsets(map);
        return map;
    }

    private static Declared one(String name, String result, Binder binder) {
        return new Declared(List.of(name + "(T) " + result), 1, 1, 1, binder);
    }

    private static void top(Map<String, AggregateFunction> map) {
        for (boolean distinct : new boolean[] {false, true}) {
            String name = distinct ? "TOPKDISTINCT" : "TOPK";
            map.put(name, new Declared(List.of(name + "(T, k) ARRAY<T>"), 2, 1, 2, (types, constants) -> {
                int k = positive(constants.getFirst(), "k");
                return new Top(types.getFirst(), order(types), k, distinct);
            }));
        }
    }

    private static void offsets(Map<String, AggregateFunction> map) {
        for (boolean latest : new boolean[] {false, true}) {
            String name = latest ? "LATEST_BY_OFFSET" : "EARLIEST_BY_OFFSET";
            List<String> forms = List.of(
                    name + "(T) T",
                    name + "(T, ignoreNulls) T",
                    name + "(T, n) ARRAY<T>",
                    name + "(T, n, ignoreNulls) ARRAY<T>");
            map.put(
                    name,
                    new Declared(forms, 1, 1, 3, (types, constants) -> byOffset(types.getFirst(), constants, latest)));
        }
    }

    private static Aggregate byOffset(SqlType type, List<@Nullable Object> constants, boolean latest) {
        boolean several = !constants.isEmpty() && !(constants.getFirst() instanceof Boolean);
        Object last = constants.isEmpty() ? (Object) true : constants.getLast();
        boolean flagged = constants.size() == (several ? 2 : 1);
        boolean ignoreNulls = !flagged || Boolean.TRUE.equals(last);
        if (flagged && !(last instanceof Boolean)) {
            throw new IllegalArgumentException("ignoreNulls is TRUE or FALSE, not " + last);
        }
        return several
                ? new ByOffsetList(type, positive(constants.getFirst(), "n"), latest, ignoreNulls)
                : new ByOffset(type, latest, ignoreNulls);
    }

    private static int positive(@Nullable Object constant, String name) {
        if (constant instanceof Integer number && number > 0 && number <= MAX_ITEMS) {
            return number;
        }
        throw new IllegalArgumentException(name + " is a number from 1 to " + MAX_ITEMS + ", not " + constant);
    }

    private static Aggregate numeric(List<SqlType> types, Aggregate aggregate) {
        number(types);
        return aggregate;
    }

    private static SqlType number(List<SqlType> types) {
        SqlType type = types.getFirst();
        if (!Coercion.isNumeric(type)) {
            throw new IllegalArgumentException("it needs a number, not " + type.text());
        }
        return type;
    }

    private static Comparator<Object> order(List<SqlType> types) {
        Comparator<Object> order = Ordering.of(types.getFirst());
        if (order == null) {
            throw new IllegalArgumentException(types.getFirst().text() + " has no order");
        }
        return order;
    }

    static SqlType counts(SqlType key) {
        return new MapOf(key, Scalar.BIGINT);
    }

    static SqlType list(SqlType item) {
        return new ArrayOf(item);
    }
}
