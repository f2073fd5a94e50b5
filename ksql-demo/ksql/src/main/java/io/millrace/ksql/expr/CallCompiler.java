package io.millrace.ksql.expr;

import io.millrace.ksql.KsqlException;
import io.millrace.ksql.ast.Expression;
import io.millrace.ksql.function.Body;
import io.millrace.ksql.function.Functions;
import io.millrace.ksql.function.Overload;
import io.millrace.ksql.type.Coercion;
import io.millrace.ksql.type.Converter;
import io.millrace.ksql.type.SqlType;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Calls of scalar functions, and the lambdas among their arguments. */
final class CallCompiler {

    private final ExpressionCompiler compiler;
    private final Functions functions;
    private final Map<String, Typed> parameters = new HashMap<>();
    private int parameterCount;

    CallCompiler(ExpressionCompiler compiler, Functions functions) {
        this.compiler = compiler;
        this.functions = functions;
    }

    /** A parameter of a lambda around this place; null when none has that name. */
    @Nullable
    Typed parameter(String name) {
        return parameters.get(name);
    }

    Typed call(Expression.Call call) {
        if (functions.isAggregate(call.name())) {
            throw KsqlException.at(
                    call.position(),
                    call.name() + " is an aggregate: it stands in SELECT or HAVING of a query with GROUP BY, and not"
                            + " within another aggregate");
        }
        if (functions.isTable(call.name())) {
            throw KsqlException.at(
                    call.position(),
                    call.name() + " gives several rows: it can only be used in SELECT of a stream, without GROUP BY");
        }
        return bound(call, false);
    }

    /** A table function: its code gives a list, its type is that of the list's items. */
    Typed table(Expression.Call call) {
        return bound(call, true);
    }

    private Typed bound(Expression.Call call, boolean table) {
        List<Overload.Argument> arguments = new ArrayList<>();
        List<@Nullable Typed> typed = new ArrayList<>();
        for (Expression argument : call.arguments()) {
            Typed value = value(argument, call);
            typed.add(value);
            arguments.add(described(argument, value));
        }
        Overload overload = table ? functions.table(call, arguments) : functions.scalar(call, arguments);
        Overload.Types types = overload.types(arguments);
        List<RowExpression> codes = codes(call, types, typed);
        try {
            return new Typed(types.result(), invocation(codes, overload.body(types), overload.seesNull()));
        } catch (IllegalArgumentException e) {
            throw KsqlException.at(call.position(), call.name() + ": " + e.getMessage());
        }
    }

    private @Nullable Typed value(Expression argument, Expression.Call call) {
        if (argument instanceof Expression.Lambda) {
            return null;
        }
        if (argument instanceof Expression.Name name && functions.takesUnit(call.name()) && Overload.isUnit(name)) {
            return null;
        }
        return compiler.typed(argument);
    }

    private static Overload.Argument described(Expression argument, @Nullable Typed value) {
        if (value != null) {
            return new Overload.Argument.Value(value.type());
        }
        return argument instanceof Expression.Lambda lambda
                ? new Overload.Argument.Function(lambda.parameters().size())
                : new Overload.Argument.Unit();
    }

    private List<RowExpression> codes(Expression.Call call, Overload.Types types, List<@Nullable Typed> typed) {
        List<RowExpression> codes = new ArrayList<>();
        for (int i = 0; i < typed.size(); i++) {
            Expression argument = call.arguments().get(i);
            Typed value = typed.get(i);
            if (value != null) {
                codes.add(converted(value, types.parameter(i)));
            } else if (argument instanceof Expression.Lambda lambda) {
                LambdaValue function = lambda(lambda, types, i);
                codes.add(_ -> function);
            } else {
                String unit = ((Expression.Name) argument).name();
                codes.add(_ -> unit);
            }
        }
        return codes;
    }

    private static RowExpression converted(Typed value, SqlType type) {
        Converter converter = Coercion.of(value.type(), type);
        return value.as(type, Objects.requireNonNullElse(converter, Converter.NONE))
                .code();
    }

    private LambdaValue lambda(Expression.Lambda lambda, Overload.Types types, int index) {
        List<SqlType> inputs = types.lambdaInputs(index);
        Map<String, Typed> hidden = new HashMap<>(parameters);
        int first = parameterCount;
        for (int i = 0; i < inputs.size(); i++) {
            int slot = first + i;
            parameters.put(lambda.parameters().get(i), new Typed(inputs.get(i), row -> row.parameter(slot)));
        }
        parameterCount += inputs.size();
        Typed body = compiler.typed(lambda.body());
        parameters.clear();
        parameters.putAll(hidden);
        parameterCount = first;
        SqlType wanted = types.lambdaResult(index, body.type());
        Converter converter = Coercion.of(body.type(), wanted);
        if (converter == null) {
            throw KsqlException.at(
                    lambda.body().position(),
                    "the lambda must give " + wanted.text() + ", not "
                            + body.type().text());
        }
        return new LambdaValue(first, body.as(wanted, converter).code());
    }

    private static RowExpression invocation(List<RowExpression> codes, Body body, boolean seesNull) {
        RowExpression[] arguments = codes.toArray(RowExpression[]::new);
        return row -> {
            @Nullable Object[] values = new Object[arguments.length];
            for (int i = 0; i < arguments.length; i++) {
                values[i] = arguments[i].evaluate(row);
                if (values[i] == null && !seesNull) {
                    return null;
                }
            }
            return body.apply(values, row);
        };
    }
}
