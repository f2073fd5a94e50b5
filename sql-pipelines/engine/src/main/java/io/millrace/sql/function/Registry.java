package io.millrace.sql.function;

import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The functions by name. Filled once, then read only. */
final class Registry {

    static final Registry INSTANCE = new Registry();

    /** Functions of Proton that are not here yet. */
    private static final Set<String> MISSING = Set.of(
            "xirr",
            "lttb",
            "avg_time_weighted",
            "median_time_weighted",
            "dedup",
            "changelog",
            "rowify",
            "date_diff_within",
            "lag_behind",
            "row_number",
            "array_join",
            "dict_get",
            "cast_or_default",
            "group_array_sample");

    private final Map<String, ScalarFunction> scalars = new TreeMap<>();
    private final Map<String, AggregateFunction> aggregates = new TreeMap<>();
    private final Map<String, String> aliases = new HashMap<>();

    private Registry() {
        Arithmetic.register(this);
        Mathematics.register(this);
        Comparison.register(this);
        Logic.register(this);
        CastFunctions.register(this);
        Conditional.register(this);
        StringFunctions.register(this);
        RandomFunctions.register(this);
        Streaming.register(this);
        TimeFunctions.register(this);
        CollectionFunctions.register(this);
        JsonFunctions.register(this);
        HashFunctions.register(this);
        Aggregates.register(this);
    }

    @Nullable
    ScalarFunction scalar(String name) {
        return scalars.get(key(name));
    }

    @Nullable
    AggregateFunction aggregate(String name) {
        return aggregates.get(key(name));
    }

    Collection<ScalarFunction> scalars() {
        return Collections.unmodifiableCollection(scalars.values());
    }

    Collection<AggregateFunction> aggregates() {
        return Collections.unmodifiableCollection(aggregates.values());
    }

    Set<String> names() {
        Set<String> names = new java.util.TreeSet<>(scalars.keySet());
        names.addAll(aggregates.keySet());
        names.addAll(aliases.keySet());
        return Collections.unmodifiableSet(names);
    }

    Map<String, String> aliasNames() {
        return new TreeMap<>(aliases);
    }

    boolean notYetSupported(String name) {
        return MISSING.contains(name.toLowerCase(Locale.ROOT));
    }

    void add(ScalarFunction function) {
        if (scalars.put(function.name(), function) != null) {
            throw new IllegalStateException("two functions named " + function.name());
        }
    }

    void add(AggregateFunction function) {
        if (aggregates.put(function.name(), function) != null) {
            throw new IllegalStateException("two aggregates named " + function.name());
        }
    }

    void alias(String alias, String name) {
        aliases.put(alias, name);
    }

    private String key(String name) {
        String lower = name.toLowerCase(Locale.ROOT);
        return aliases.getOrDefault(lower, lower);
    }
}
