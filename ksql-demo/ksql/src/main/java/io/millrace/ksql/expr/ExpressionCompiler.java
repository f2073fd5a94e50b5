package io.millrace.ksql.expr;

import io.millrace.ksql.KsqlException;
import io.millrace.ksql.ast.Expression;
import io.millrace.ksql.ast.Expression.Literal;
import io.millrace.ksql.ast.TypeName;
import io.millrace.ksql.function.Functions;
import io.millrace.ksql.parse.ExpressionText;
import io.millrace.ksql.type.Casts;
import io.millrace.ksql.type.Coercion;
import io.millrace.ksql.type.Converter;
import io.millrace.ksql.type.SqlType;
import io.millrace.ksql.type.SqlType.Scalar;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Checks expressions against a scope and turns them into code. Errors carry the place in the text. */
public final class ExpressionCompiler {

    private final Scope scope;
    private final Function<TypeName, SqlType> types;
    private final CallCompiler calls;

    /**
     * For expressions over the rows of a scope.
     *
     * @param types meaning of types as written
     */
    public ExpressionCompiler(Scope scope, Function<TypeName, SqlType> types, Functions functions) {
        this.scope = scope;
        this.types = types;
        this.calls = new CallCompiler(this, functions);
    }

    /** The expression, ready to run. */
    public TypedExpression compile(Expression expression) {
        Typed typed = typed(expression);
        return new TypedExpression(expression, ExpressionText.of(expression), typed.type(), typed.code());
    }

    /** A call of a table function: its code gives a list, its type is that of the list's items. */
    public TypedExpression compileTable(Expression.Call call) {
        Typed typed = calls.table(call);
        return new TypedExpression(call, ExpressionText.of(call), typed.type(), typed.code());
    }

    /** The expression as a condition. */
    public TypedExpression condition(Expression expression, String clause) {
        TypedExpression compiled = compile(expression);
        if (compiled.type() != Scalar.BOOLEAN && compiled.type() != Scalar.NULL) {
            throw KsqlException.at(
                    expression.position(),
                    clause + " needs a condition, but " + compiled.text() + " is of type "
                            + compiled.type().text());
        }
        return compiled;
    }

    /** The expression converted to a type without CAST; says what it is for when that cannot be. */
    public TypedExpression compileAs(Expression expression, SqlType type, String purpose) {
        Typed typed = coerced(expression, type, purpose);
        return new TypedExpression(expression, ExpressionText.of(expression), typed.type(), typed.code());
    }

    Typed coerced(Expression expression, SqlType type, String purpose) {
        Typed typed = typed(expression);
        Converter converter = Coercion.of(typed.type(), type);
        if (converter == null) {
            throw KsqlException.at(
                    expression.position(),
                    purpose + " must be of type " + type.text() + ", but " + ExpressionText.of(expression)
                            + " is of type " + typed.type().text());
        }
        return typed.as(type, converter);
    }

    Typed typed(Expression expression) {
        Scope.Place place = scope.computed(expression);
        if (place != null) {
            return column(place);
        }
        return switch (expression) {
            case Expression.Name name -> name(name);
            case Literal literal -> constant(literal.type(), literal.value());
            case Expression.Star star ->
                throw KsqlException.at(star.position(), "'*' can only be the argument of COUNT");
            case Expression.Call call -> calls.call(call);
            case Expression.Arithmetic arithmetic ->
                Arithmetics.of(arithmetic, typed(arithmetic.left()), typed(arithmetic.right()));
            case Expression.Negation negation -> Arithmetics.negated(negation, typed(negation.operand()));
            case Expression.Comparison comparison ->
                Comparisons.of(comparison, typed(comparison.left()), typed(comparison.right()));
            case Expression.Logical logical ->
                Conditions.logical(logical, typed(logical.left()), typed(logical.right()));
            case Expression.Not not -> Conditions.not(not, typed(not.operand()));
            case Expression.Between between -> Conditions.between(this, between);
            case Expression.In in -> Conditions.in(this, in);
            case Expression.Like like -> Likes.of(like, typed(like.value()), typed(like.pattern()));
            case Expression.IsNull isNull -> Conditions.isNull(isNull, typed(isNull.value()));
            case Expression.Case choice -> Conditions.choice(this, choice);
            case Expression.Cast cast -> cast(cast);
            case Expression.Subscript subscript -> Parts.subscript(this, subscript);
            case Expression.Dereference dereference -> Parts.field(dereference, typed(dereference.base()));
            case Expression.NewArray array -> Parts.array(this, array);
            case Expression.NewMap map -> Parts.map(this, map);
            case Expression.NewStruct struct -> Parts.struct(this, struct);
            case Expression.Lambda lambda ->
                throw KsqlException.at(lambda.position(), "a lambda can only be the argument of a function");
        };
    }

    private Typed name(Expression.Name name) {
        Typed parameter = name.source() == null ? calls.parameter(name.name()) : null;
        return parameter == null ? column(scope.column(name)) : parameter;
    }

    private static Typed column(Scope.Place place) {
        int index = place.index();
        return new Typed(place.type(), row -> row.column(index));
    }

    static Typed constant(SqlType type, @Nullable Object value) {
        return new Typed(type, _ -> value);
    }

    private Typed cast(Expression.Cast cast) {
        Typed value = typed(cast.value());
        SqlType target = types.apply(cast.type());
        Converter converter = Casts.of(value.type(), target);
        if (converter == null) {
            throw KsqlException.at(
                    cast.position(),
                    "cannot cast " + ExpressionText.of(cast.value()) + " from "
                            + value.type().text() + " to " + target.text());
        }
        return value.as(target, converter);
    }
}
