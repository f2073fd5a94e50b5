package io.millrace.sql.bind;

import io.millrace.sql.SqlException;
import io.millrace.sql.SqlException.Code;
import io.millrace.sql.expr.Expr;
import io.millrace.sql.function.AggregateFunction;
import io.millrace.sql.function.Functions;
import io.millrace.sql.function.ScalarFunction;
import io.millrace.sql.parse.Expression;
import io.millrace.sql.parse.Position;
import io.millrace.sql.parse.Unparser;
import io.millrace.sql.type.Conversion;
import io.millrace.sql.type.DataType;
import io.millrace.sql.type.TimeUnit;
import io.millrace.sql.type.TypeKind;
import io.millrace.sql.type.Types;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Binds expressions: names by the clause's {@link Names}, functions by the registry, types bottom-up. */
final class ExpressionBinder {

    private static final Set<String> COMPARISONS =
            Set.of("equals", "not_equals", "less", "less_or_equals", "greater", "greater_or_equals");

    /** Functions whose first argument may be a bare unit: {@code date_add(second, 5, t)}. */
    private static final Set<String> UNIT_FUNCTIONS = Set.of(
            "date_add", "date_sub", "date_diff", "date_trunc", "timestamp_add", "timestamp_sub", "timestamp_diff");

    private ExpressionBinder() {}

    static Expr bind(Expression expression, Names names) {
        return switch (expression) {
            case Expression.Name name -> names.name(name);
            case Expression.Numeral number -> Literals.number(number);
            case Expression.Text text -> Literals.text(text.value());
            case Expression.Null _ -> new Expr.Literal(null, DataType.NOTHING);
            case Expression.Bool bool -> Literals.bool(bool.value());
            case Expression.Interval interval -> interval(interval, names);
            case Expression.Call call -> call(call, names);
            case Expression.Path path -> path(path, names);
            case Expression.Lambda lambda ->
                throw Errors.at(
                        lambda.position(), Code.BAD_ARGUMENTS, "a lambda stands only as argument of a function");
            case Expression.Star star ->
                throw Errors.at(star.position(), Code.SYNTAX_ERROR, "'*' stands only alone in the SELECT list");
            case Expression.Subquery subquery ->
                throw Errors.notSupported(subquery.position(), "a subquery within an expression");
            case Expression.Range range -> throw Errors.notSupported(range.position(), "a range of session conditions");
        };
    }

    private static Expr interval(Expression.Interval interval, Names names) {
        if (interval.amount() instanceof Expression.Numeral) {
            return Literals.interval(Literals.amount(interval), interval.unit());
        }
        String function = "to_interval_" + interval.unit().name().toLowerCase(Locale.ROOT);
        return function(
                function, List.of(bind(interval.amount(), names)), interval.position(), Unparser.text(interval));
    }

    /** A field of a JSON text is read as text, as the product does. */
    private static Expr path(Expression.Path path, Names names) {
        List<Expr> arguments = new ArrayList<>();
        arguments.add(bind(path.document(), names));
        path.fields().forEach(field -> arguments.add(Literals.text(field)));
        return function("json_extract_string", arguments, path.position(), Unparser.text(path));
    }

    private static Expr call(Expression.Call call, Names names) {
        Expr special = names.call(call);
        if (special != null) {
            return special;
        }
        if (call.over() != null) {
            throw Errors.notSupported(call.position(), call.name() + "(...) OVER");
        }
        if (call.distinct()) {
            throw Errors.at(
                    call.position(), Code.BAD_ARGUMENTS, "DISTINCT needs an aggregate, " + call.name() + " is none");
        }
        if (Functions.scalar(call.name()) == null) {
            throw unknownFunction(call.name(), call.position());
        }
        List<Expr> arguments = new ArrayList<>(call.arguments().size());
        for (Expression argument : call.arguments()) {
            arguments.add(argument(call, argument, arguments, names));
        }
        flattenList(call, arguments);
        Expr field = tupleColumn(call, arguments);
        if (field != null) {
            return field;
        }
        if (COMPARISONS.contains(call.name()) && arguments.size() == 2) {
            arguments.set(0, constantLike(arguments.get(0), arguments.get(1), call.position()));
            arguments.set(1, constantLike(arguments.get(1), arguments.get(0), call.position()));
        }
        if (call.name().equals("cast")) {
            return cast(arguments, call);
        }
        return function(call.name(), arguments, call.position(), Unparser.text(call));
    }

    private static Expr argument(Expression.Call call, Expression argument, List<Expr> before, Names names) {
        if (argument instanceof Expression.Lambda lambda) {
            return lambda(call, lambda, before, names);
        }
        if (before.isEmpty()
                && UNIT_FUNCTIONS.contains(call.name())
                && argument instanceof Expression.Name name
                && name.parts().size() == 1
                && TimeUnit.ofName(name.parts().getFirst()).isPresent()) {
            return Literals.text(name.parts().getFirst().toLowerCase(Locale.ROOT));
        }
        return bind(argument, names);
    }

    /** {@code x in (1, 2)} calls {@code in(x, 1, 2)}. */
    private static void flattenList(Expression.Call call, List<Expr> arguments) {
        boolean in = call.name().equals("in") || call.name().equals("not_in");
        if (!in || call.arguments().size() != 2) {
            return;
        }
        if (call.arguments().getLast() instanceof Expression.Call list
                && (list.name().equals("tuple") || list.name().equals("array"))
                && arguments.getLast() instanceof Expr.Call bound) {
            Expr subject = arguments.getFirst();
            arguments.clear();
            arguments.add(subject);
            for (Expr value : bound.arguments()) {
                arguments.add(constantLike(value, subject, call.position()));
            }
        }
    }

    /** Named elements of tuples are found by their number. */
    private static @Nullable Expr tupleColumn(Expression.Call call, List<Expr> arguments) {
        if (call.name().equals("tuple_element")
                && arguments.size() == 2
                && arguments.getFirst().type().kind() == TypeKind.TUPLE
                && arguments.getLast() instanceof Expr.Literal literal
                && literal.value() instanceof String field) {
            int index = arguments.getFirst().type().names().indexOf(field);
            if (index < 0) {
                throw Errors.unknown(
                        call.position(),
                        Code.UNKNOWN_IDENTIFIER,
                        "field",
                        field,
                        arguments.getFirst().type().names());
            }
            Expr number = new Expr.Literal((long) index + 1, DataType.UINT8);
            return function(
                    "tuple_element", List.of(arguments.getFirst(), number), call.position(), Unparser.text(call));
        }
        return null;
    }

    /** A text beside a time, an address or a symbol is read as one. */
    private static Expr constantLike(Expr constant, Expr other, Position position) {
        if (!(constant instanceof Expr.Literal literal) || !(literal.value() instanceof String)) {
            return constant;
        }
        DataType type = other.type();
        DataType target = switch (type.kind()) {
            case DATETIME, DATETIME64 ->
                other.type().kind() == TypeKind.DATETIME
                        ? DataType.datetime64(3, type.zone())
                        : DataType.datetime64(Math.max(type.precision(), 3), type.zone());
            case DATE, DATE32, UUID, IPV4, IPV6, ENUM8, ENUM16 -> type.notNullable();
            default -> null;
        };
        if (target == null) {
            return constant;
        }
        return castTo(constant, target, position);
    }

    /** A cast to a type, none when the expression has it. */
    static Expr castTo(Expr expression, DataType type, Position position) {
        if (expression.type().equals(type)) {
            return expression;
        }
        if (expression instanceof Expr.Literal literal) {
            return new Expr.Literal(
                    located(() -> Conversion.convert(literal.value(), literal.type(), type), position), type);
        }
        String text = type.text();
        String key = "cast(" + expression.text() + ", '" + text + "')";
        return function("cast", List.of(expression, Literals.text(text)), position, key);
    }

    private static Expr cast(List<Expr> arguments, Expression.Call call) {
        if (arguments.size() == 2
                && arguments.getLast() instanceof Expr.Literal literal
                && literal.value() instanceof String type) {
            return castTo(arguments.getFirst(), located(() -> Types.parse(type), call.position()), call.position());
        }
        throw Errors.at(call.position(), Code.BAD_ARGUMENTS, "cast needs a value and a type");
    }

    /** The parameters of a lambda have the types of the arrays beside it, or of the type named before it. */
    private static Expr lambda(Expression.Call call, Expression.Lambda lambda, List<Expr> before, Names names) {
        List<DataType> types = new ArrayList<>();
        if (call.name().equals("random_in_type")) {
            if (!before.isEmpty()
                    && before.getFirst() instanceof Expr.Literal literal
                    && literal.value() instanceof String type) {
                types.add(located(() -> Types.parse(type), call.position()));
            }
        } else {
            for (Expression argument : call.arguments()) {
                if (!(argument instanceof Expression.Lambda)) {
                    DataType type = bind(argument, names).type();
                    if (type.kind() == TypeKind.ARRAY) {
                        types.add(type.last());
                    } else if (type.kind() == TypeKind.MAP) {
                        types.addAll(type.elements());
                    }
                }
            }
        }
        List<String> parameters = lambda.parameters();
        if (types.size() < parameters.size()) {
            throw Errors.at(
                    lambda.position(),
                    Code.NUMBER_OF_ARGUMENTS,
                    call.name() + " gives " + types.size() + " values to a lambda of " + parameters.size()
                            + " parameters");
        }
        return new Expr.Lambda(parameters, bind(lambda.body(), new Parameters(parameters, types)));
    }

    /** Inside a lambda only its parameters have names. */
    private record Parameters(List<String> names, List<DataType> types) implements Names {
        @Override
        public Expr name(Expression.Name name) {
            int index = name.parts().size() == 1 ? names.indexOf(name.parts().getFirst()) : -1;
            if (index < 0) {
                throw Errors.notSupported(
                        name.position(), "column '" + String.join(".", name.parts()) + "' within a lambda");
            }
            return new Expr.ColumnRef(index, names.get(index), types.get(index));
        }

        @Override
        public @Nullable Expr call(Expression.Call call) {
            return null;
        }
    }

    /** A call of a scalar function. */
    static Expr function(String name, List<Expr> arguments, Position position, String key) {
        ScalarFunction function = Functions.scalar(name);
        if (function == null) {
            throw unknownFunction(name, position);
        }
        DataType type = located(() -> function.resolve(arguments), position);
        return new Expr.Call(function, arguments, type, key);
    }

    static SqlException unknownFunction(String name, Position position) {
        if (Functions.notYetSupported(name)) {
            return Errors.notSupported(position, "function " + name);
        }
        return Errors.unknown(position, Code.UNKNOWN_FUNCTION, "function", name, Functions.names());
    }

    /** The aggregate that a call calls; null when it calls something else. */
    static @Nullable AggregateFunction aggregate(Expression.Call call) {
        return Functions.aggregate(call.name());
    }

    /** Runs a step; errors without a place get this one. */
    static <T extends @Nullable Object> T located(java.util.function.Supplier<T> step, Position position) {
        try {
            return step.get();
        } catch (SqlException e) {
            throw e.locatedAt(position.line(), position.column());
        }
    }
}
