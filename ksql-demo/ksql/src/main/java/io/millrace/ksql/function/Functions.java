package io.millrace.ksql.function;

import io.millrace.ksql.KsqlException;
import io.millrace.ksql.ast.Expression;
import io.millrace.ksql.function.Overload.Argument;
import io.millrace.sql.parse.Similarity;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** All functions by name. Immutable. */
public final class Functions {

    /** Those that ksqlDB has, as far as they are here. */
    public static final Functions STANDARD = standard();

    private final Map<String, List<Overload>> scalars;
    private final Map<String, List<Overload>> tables;
    private final Map<String, AggregateFunction> aggregates;

    private Functions(
            Map<String, List<Overload>> scalars,
            Map<String, List<Overload>> tables,
            Map<String, AggregateFunction> aggregates) {
        this.scalars = scalars;
        this.tables = tables;
        this.aggregates = aggregates;
    }

    private static Functions standard() {
        Library scalars = new Library();
        TextFunctions.declare(scalars);
        PatternFunctions.declare(scalars);
        ByteFunctions.declare(scalars);
        JsonFunctions.declare(scalars);
        Mathematics.declare(scalars);
        Trigonometry.declare(scalars);
        ArrayFunctions.declare(scalars);
        MapFunctions.declare(scalars);
        ConditionalFunctions.declare(scalars);
        TimeFunctions.declare(scalars);
        DateFunctions.declare(scalars);
        UrlFunctions.declare(scalars);
        MaskFunctions.declare(scalars);
        Library tables = new Library();
        TableFunctions.declare(tables);
        return new Functions(byName(scalars), byName(tables), Aggregates.standard());
    }

    private static Map<String, List<Overload>> byName(Library library) {
        Map<String, List<Overload>> map = new TreeMap<>();
        for (Overload overload : library.overloads()) {
            map.computeIfAbsent(overload.name(), _ -> new ArrayList<>()).add(overload);
        }
        return map;
    }

    public boolean isAggregate(String name) {
        return aggregates.containsKey(name);
    }

    /** Whether it gives several rows for one. */
    public boolean isTable(String name) {
        return tables.containsKey(name);
    }

    /** Whether DAY, HOUR and the like can be its arguments. */
    public boolean takesUnit(String name) {
        return scalars.getOrDefault(name, List.of()).stream().anyMatch(Overload::takesUnit);
    }

    /** Names of all functions, sorted. */
    public Set<String> names() {
        Set<String> names = new TreeSet<>(scalars.keySet());
        names.addAll(tables.keySet());
        names.addAll(aggregates.keySet());
        return names;
    }

    /** The forms in which a function can be called; empty when there is none of that name. */
    public List<String> forms(String name) {
        List<String> forms = new ArrayList<>();
        scalars.getOrDefault(name, List.of()).forEach(overload -> forms.add(overload.text()));
        tables.getOrDefault(name, List.of()).forEach(overload -> forms.add(overload.text()));
        AggregateFunction aggregate = aggregates.get(name);
        if (aggregate != null) {
            forms.addAll(aggregate.forms());
        }
        return forms;
    }

    /** The form of a scalar function that these arguments fit best. */
    public Overload scalar(Expression.Call call, List<Argument> arguments) {
        return best(scalars, call, arguments);
    }

    /** The form of a table function that these arguments fit best. */
    public Overload table(Expression.Call call, List<Argument> arguments) {
        return best(tables, call, arguments);
    }

    /** The aggregate of that name. */
    public AggregateFunction aggregate(Expression.Call call) {
        AggregateFunction function = aggregates.get(call.name());
        if (function == null) {
            throw unknown(call);
        }
        return function;
    }

    private Overload best(Map<String, List<Overload>> among, Expression.Call call, List<Argument> arguments) {
        List<Overload> overloads = among.get(call.name());
        if (overloads == null) {
            throw unknown(call);
        }
        Overload best = overloads.getFirst();
        int distance = best.distance(arguments);
        for (Overload overload : overloads.subList(1, overloads.size())) {
            int own = overload.distance(arguments);
            if (own < distance) {
                best = overload;
                distance = own;
            }
        }
        if (!Overload.matches(distance)) {
            String given = arguments.stream().map(Functions::shown).collect(Collectors.joining(", "));
            throw KsqlException.at(
                    call.position(),
                    call.name() + "(" + given + ") does not exist, only "
                            + overloads.stream().map(Overload::text).collect(Collectors.joining("; ")));
        }
        return best;
    }

    private static String shown(Argument argument) {
        return switch (argument) {
            case Argument.Value value -> value.type().text();
            case Argument.Function function -> "lambda of " + function.parameters();
            case Argument.Unit _ -> "unit";
        };
    }

    private KsqlException unknown(Expression.Call call) {
        String nearest = Similarity.nearest(call.name(), names());
        return KsqlException.at(
                call.position(),
                "there is no function " + call.name() + (nearest == null ? "" : ": perhaps " + nearest));
    }
}
