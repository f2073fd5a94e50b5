package io.millrace.ksql.function;

import io.millrace.ksql.ast.Expression;
import io.millrace.ksql.type.Coercion;
import io.millrace.ksql.type.SqlType;
import io.millrace.ksql.type.SqlType.Scalar;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** One form of a scalar or table function. */
public final class Overload {

    /** Chooses the code for types. */
    interface Binder {
        Body bind(List<SqlType> arguments, SqlType result);
    }

    /** Finds the result's type where the signature leaves it open. */
    interface ResultRule {
        SqlType of(List<SqlType> arguments);
    }

    private static final int NO_MATCH = Integer.MAX_VALUE;

    private final Signature signature;
    private final boolean seesNull;
    private final Binder binder;
    private final @Nullable ResultRule rule;

    Overload(Signature signature, boolean seesNull, Binder binder, @Nullable ResultRule rule) {
        this.signature = signature;
        this.seesNull = seesNull;
        this.binder = binder;
        this.rule = rule;
    }

    /** What is known of an argument before its function is chosen. */
    public sealed interface Argument {
        record Value(SqlType type) implements Argument {}

        /** A lambda. */
        record Function(int parameters) implements Argument {}

        /** The name of a unit of time. */
        record Unit() implements Argument {}
    }

    String name() {
        return signature.name();
    }

    /** As declared. */
    public String text() {
        return signature.text();
    }

    /** Whether it wants to be called with nulls too; otherwise one NULL makes the result NULL. */
    public boolean seesNull() {
        return seesNull;
    }

    boolean takesUnit() {
        return signature.parameters().stream().anyMatch(Parameter.Unit.class::isInstance);
    }

    /** True for DAY, HOURS and the like. */
    public static boolean isUnit(Expression.Name name) {
        return name.source() == null && unit(name.name()) != null;
    }

    /** The unit of a name, in singular or plural. */
    static @Nullable ChronoUnit unit(String name) {
        return switch (name.toUpperCase(Locale.ROOT)) {
            case "YEAR", "YEARS" -> ChronoUnit.YEARS;
            case "MONTH", "MONTHS" -> ChronoUnit.MONTHS;
            case "DAY", "DAYS" -> ChronoUnit.DAYS;
            case "HOUR", "HOURS" -> ChronoUnit.HOURS;
            case "MINUTE", "MINUTES" -> ChronoUnit.MINUTES;
            case "SECOND", "SECONDS" -> ChronoUnit.SECONDS;
            case "MILLISECOND", "MILLISECONDS" -> ChronoUnit.MILLIS;
            default -> null;
        };
    }

    /** How many steps of conversion the arguments need; a very large number when they do not fit. */
    int distance(List<Argument> arguments) {
        Map<String, SqlType> variables = signature.takes(arguments.size()) ? bound(arguments) : null;
        if (variables == null) {
            return NO_MATCH;
        }
        int distance = signature.variadic() ? 1 : 0;
        for (int i = 0; i < arguments.size(); i++) {
            Parameter parameter = signature.parameter(i);
            switch (arguments.get(i)) {
                case Argument.Value value -> {
                    SqlType wanted = wanted(parameter, value.type(), variables);
                    if (Coercion.of(value.type(), wanted) == null) {
                        return NO_MATCH;
                    }
                    distance += 10 * steps(value.type(), wanted) + (parameter instanceof Parameter.Exact ? 0 : 1);
                }
                case Argument.Function function -> {
                    if (!(parameter instanceof Parameter.Function f)
                            || f.inputs().size() != function.parameters()) {
                        return NO_MATCH;
                    }
                }
                case Argument.Unit _ -> {
                    if (!(parameter instanceof Parameter.Unit)) {
                        return NO_MATCH;
                    }
                }
            }
        }
        return distance;
    }

    static boolean matches(int distance) {
        return distance != NO_MATCH;
    }

    private static SqlType wanted(Parameter parameter, SqlType own, Map<String, SqlType> variables) {
        return Objects.requireNonNullElse(Parameter.resolve(parameter, variables), own);
    }

    private static int steps(SqlType from, SqlType to) {
        return from.equals(to) || from == Scalar.NULL ? 0 : Math.abs(rank(to) - rank(from));
    }

    private static int rank(SqlType type) {
        if (type == Scalar.INTEGER) {
            return 0;
        }
        if (type == Scalar.BIGINT) {
            return 1;
        }
        return type == Scalar.DOUBLE ? 3 : 2;
    }

    private @Nullable Map<String, SqlType> bound(List<Argument> arguments) {
        Map<String, SqlType> variables = new HashMap<>();
        for (int i = 0; i < arguments.size(); i++) {
            if (arguments.get(i) instanceof Argument.Value value
                    && !Parameter.bind(signature.parameter(i), value.type(), variables)) {
                return null;
            }
        }
        return variables;
    }

    /** The types for a call that matches; those of lambdas' results are added as they become known. */
    public Types types(List<Argument> arguments) {
        return new Types(arguments, Objects.requireNonNull(bound(arguments)));
    }

    /** The code for these types. */
    public Body body(Types types) {
        return binder.bind(types.parameters(), types.result());
    }

    /** Meaning of a signature for one call. */
    public final class Types {

        private final List<Argument> arguments;
        private final Map<String, SqlType> variables;

        private Types(List<Argument> arguments, Map<String, SqlType> variables) {
            this.arguments = arguments;
            this.variables = variables;
        }

        /** The type to which that argument is to be converted. */
        public SqlType parameter(int index) {
            SqlType own = arguments.get(index) instanceof Argument.Value value ? value.type() : Scalar.NULL;
            return wanted(signature.parameter(index), own, variables);
        }

        private List<SqlType> parameters() {
            List<SqlType> types = new ArrayList<>();
            for (int i = 0; i < arguments.size(); i++) {
                types.add(parameter(i));
            }
            return types;
        }

        /** Types of a lambda's parameters. */
        public List<SqlType> lambdaInputs(int index) {
            Parameter.Function function = (Parameter.Function) signature.parameter(index);
            return function.inputs().stream()
                    .map(input -> wanted(input, Scalar.NULL, variables))
                    .toList();
        }

        /** The type that a lambda's result is to be converted to; a variable that was open takes the body's own. */
        public SqlType lambdaResult(int index, SqlType body) {
            Parameter.Function function = (Parameter.Function) signature.parameter(index);
            if (function.result() instanceof Parameter.Variable variable) {
                variables.putIfAbsent(variable.name(), body);
            }
            return wanted(function.result(), body, variables);
        }

        /** Type of the call's result. */
        public SqlType result() {
            if (signature.result() instanceof Signature.Result.Of of) {
                return wanted(of.parameter(), Scalar.STRING, variables);
            }
            return Objects.requireNonNull(rule).of(parameters());
        }
    }
}
