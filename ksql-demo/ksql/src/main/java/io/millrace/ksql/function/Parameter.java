package io.millrace.ksql.function;

import io.millrace.ksql.type.Coercion;
import io.millrace.ksql.type.SqlType;
import io.millrace.ksql.type.SqlType.ArrayOf;
import io.millrace.ksql.type.SqlType.MapOf;
import io.millrace.ksql.type.SqlType.Scalar;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The type that a signature asks for or promises. */
sealed interface Parameter {

    /** Exactly this one. */
    record Exact(SqlType type) implements Parameter {}

    /** Whatever it is, the same wherever the name stands. {@code DECIMAL} is such a name for decimals alone. */
    record Variable(String name) implements Parameter {
        static final String DECIMAL = "DECIMAL";
    }

    /** Any type, of no consequence for others. */
    record Any() implements Parameter {}

    record Items(Parameter item) implements Parameter {}

    record Entries(Parameter key, Parameter value) implements Parameter {}

    record Function(List<Parameter> inputs, Parameter result) implements Parameter {}

    /** The name of a unit of time. */
    record Unit() implements Parameter {}

    /** Widens the variables so that the type fits as far as they decide it; false when it never can. */
    static boolean bind(Parameter parameter, SqlType type, Map<String, SqlType> variables) {
        return switch (parameter) {
            case Variable variable -> bindVariable(variable, type, variables);
            case Items items ->
                type == Scalar.NULL || (type instanceof ArrayOf a && bind(items.item(), a.item(), variables));
            case Entries entries ->
                type == Scalar.NULL
                        || (type instanceof MapOf map
                                && bind(entries.key(), map.key(), variables)
                                && bind(entries.value(), map.value(), variables));
            case Exact _, Any _ -> true;
            case Function _, Unit _ -> false;
        };
    }

    private static boolean bindVariable(Variable variable, SqlType type, Map<String, SqlType> variables) {
        if (variable.name().equals(Variable.DECIMAL) && !(type instanceof SqlType.Decimal)) {
            return false;
        }
        SqlType bound = variables.get(variable.name());
        SqlType common = bound == null ? type : Coercion.common(bound, type);
        if (common == null) {
            return false;
        }
        variables.put(variable.name(), common);
        return true;
    }

    /** The type with the variables' values; null when one of them has none. */
    static @Nullable SqlType resolve(Parameter parameter, Map<String, SqlType> variables) {
        return switch (parameter) {
            case Exact exact -> exact.type();
            case Variable variable -> variables.get(variable.name());
            case Items items -> {
                SqlType item = resolve(items.item(), variables);
                yield item == null ? null : new ArrayOf(item);
            }
            case Entries entries -> {
                SqlType key = resolve(entries.key(), variables);
                SqlType value = resolve(entries.value(), variables);
                yield key == null || value == null ? null : new MapOf(key, value);
            }
            case Any _, Function _, Unit _ -> null;
        };
    }
}
