package io.millrace.ksql.function;

import static io.millrace.ksql.function.ArrayFunctions.lambda;
import static io.millrace.ksql.function.Library.list;

import io.millrace.ksql.expr.RowContext;
import io.millrace.ksql.expr.RowException;
import io.millrace.ksql.type.Ordering;
import io.millrace.ksql.type.SqlType;
import io.millrace.ksql.type.SqlType.MapOf;
import io.millrace.ksql.type.Struct;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Functions of maps. */
final class MapFunctions {

    private MapFunctions() {}

    static void declare(Library library) {
        library.add(
                        "MAP_KEYS(MAP<K, V>) ARRAY<K>",
                        a -> new ArrayList<>(map(a[0]).keySet()))
                .add(
                        "MAP_VALUES(MAP<K, V>) ARRAY<V>",
                        a -> new ArrayList<>(map(a[0]).values()))
                .addNullable("MAP_UNION(MAP<K, V>, MAP<K, V>) MAP<K, V>", MapFunctions::union)
                .add("AS_MAP(ARRAY<K>, ARRAY<V>) MAP<K, V>", MapFunctions::asMap)
                .addTyped("ENTRIES(MAP<K, V>, BOOLEAN) *", false, MapFunctions::entries, MapFunctions::entriesType)
                .addWithContext("FILTER(MAP<K, V>, (K, V) => BOOLEAN) MAP<K, V>", MapFunctions::filter)
                .addWithContext("TRANSFORM(MAP<K, V>, (K, V) => A, (K, V) => B) MAP<A, B>", MapFunctions::transform)
                .addWithContext("REDUCE(MAP<K, V>, S, (S, K, V) => S) S", MapFunctions::reduce);
    }

    private static Map<@Nullable Object, @Nullable Object> map(@Nullable Object value) {
        @SuppressWarnings("unchecked") // a value of type MAP
        Map<@Nullable Object, @Nullable Object> map = (Map<@Nullable Object, @Nullable Object>) Library.notNull(value);
        return map;
    }

    private static @Nullable Object union(@Nullable Object[] arguments) {
        if (arguments[0] == null || arguments[1] == null) {
            return arguments[0] == null ? arguments[1] : arguments[0];
        }
        Map<@Nullable Object, @Nullable Object> union = new LinkedHashMap<>(map(arguments[0]));
        union.putAll(map(arguments[1]));
        return union;
    }

    private static Object asMap(@Nullable Object[] arguments) {
        List<@Nullable Object> keys = list(arguments[0]);
        List<@Nullable Object> values = list(arguments[1]);
        if (keys.size() != values.size()) {
            throw new RowException(keys.size() + " keys and " + values.size() + " values make no map");
        }
        Map<@Nullable Object, @Nullable Object> map = new LinkedHashMap<>();
        for (int i = 0; i < keys.size(); i++) {
            map.put(keys.get(i), values.get(i));
        }
        return map;
    }

    private static SqlType entriesType(List<SqlType> types) {
        MapOf map = (MapOf) types.getFirst();
        return new SqlType.ArrayOf(
                new SqlType.StructOf(List.of(new SqlType.Field("K", map.key()), new SqlType.Field("V", map.value()))));
    }

    private static Body entries(List<SqlType> types, SqlType result) {
        Comparator<Object> order =
                Objects.requireNonNullElse(Ordering.of(((MapOf) types.getFirst()).key()), (_, _) -> 0);
        return (arguments, _) -> {
            List<Struct> entries = new ArrayList<>();
            map(arguments[0]).forEach((key, value) -> entries.add(Struct.of(key, value)));
            if (Boolean.TRUE.equals(arguments[1])) {
                entries.sort((a, b) -> order.compare(Library.notNull(a.get(0)), Library.notNull(b.get(0))));
            }
            return entries;
        };
    }

    private static Object filter(@Nullable Object[] arguments, RowContext row) {
        Map<@Nullable Object, @Nullable Object> kept = new LinkedHashMap<>();
        for (Map.Entry<@Nullable Object, @Nullable Object> entry :
                map(arguments[0]).entrySet()) {
            if (Library.truth(row, lambda(arguments[1]), entry.getKey(), entry.getValue())) {
                kept.put(entry.getKey(), entry.getValue());
            }
        }
        return kept;
    }

    private static Object transform(@Nullable Object[] arguments, RowContext row) {
        Map<@Nullable Object, @Nullable Object> result = new LinkedHashMap<>();
        for (Map.Entry<@Nullable Object, @Nullable Object> entry :
                map(arguments[0]).entrySet()) {
            result.put(
                    lambda(arguments[1]).apply(row, entry.getKey(), entry.getValue()),
                    lambda(arguments[2]).apply(row, entry.getKey(), entry.getValue()));
        }
        return result;
    }

    private static @Nullable Object reduce(@Nullable Object[] arguments, RowContext row) {
        Object state = arguments[1];
        for (Map.Entry<@Nullable Object, @Nullable Object> entry :
                map(arguments[0]).entrySet()) {
            state = lambda(arguments[2]).apply(row, state, entry.getKey(), entry.getValue());
        }
        return state;
    }
}
