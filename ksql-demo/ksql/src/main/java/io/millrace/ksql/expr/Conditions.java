package io.millrace.ksql.expr;

import io.millrace.ksql.KsqlException;
import io.millrace.ksql.ast.Expression;
import io.millrace.ksql.ast.Expression.Comparison;
import io.millrace.ksql.ast.Expression.Comparison.Sign;
import io.millrace.ksql.parse.ExpressionText;
import io.millrace.ksql.type.Coercion;
import io.millrace.ksql.type.Converter;
import io.millrace.ksql.type.SqlType;
import io.millrace.ksql.type.SqlType.Scalar;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** AND, OR, NOT, BETWEEN, IN, IS NULL and CASE. */
final class Conditions {

    private Conditions() {}

    /** Of three values: what one side decides is not held up by a NULL on the other. */
    static Typed logical(Expression.Logical logical, Typed left, Typed right) {
        condition(logical.left(), left);
        condition(logical.right(), right);
        RowExpression one = left.code();
        RowExpression other = right.code();
        Boolean deciding = !logical.and();
        return new Typed(Scalar.BOOLEAN, row -> {
            Object a = one.evaluate(row);
            if (deciding.equals(a)) {
                return deciding;
            }
            Object b = other.evaluate(row);
            if (deciding.equals(b)) {
                return deciding;
            }
            return a == null ? null : b;
        });
    }

    static Typed not(Expression.Not not, Typed operand) {
        condition(not.operand(), operand);
        return inverted(operand, true);
    }

    private static Typed inverted(Typed operand, boolean invert) {
        if (!invert) {
            return operand;
        }
        RowExpression code = operand.code();
        return new Typed(Scalar.BOOLEAN, row -> code.evaluate(row) instanceof Boolean truth ? !truth : null);
    }

    private static void condition(Expression expression, Typed typed) {
        if (typed.type() != Scalar.BOOLEAN && typed.type() != Scalar.NULL) {
            throw KsqlException.at(
                    expression.position(),
                    ExpressionText.of(expression) + " is of type "
                            + typed.type().text() + ", not a condition");
        }
    }

    static Typed between(ExpressionCompiler compiler, Expression.Between between) {
        Typed value = compiler.typed(between.value());
        Comparison from = new Comparison(
                Sign.GREATER_OR_EQUAL,
                between.value(),
                between.low(),
                between.low().position());
        Comparison to = new Comparison(
                Sign.LESS_OR_EQUAL,
                between.value(),
                between.high(),
                between.high().position());
        Typed low = Comparisons.of(from, value, compiler.typed(between.low()));
        Typed high = Comparisons.of(to, value, compiler.typed(between.high()));
        RowExpression one = low.code();
        RowExpression other = high.code();
        Typed inside = new Typed(
                Scalar.BOOLEAN,
                row -> Boolean.TRUE.equals(one.evaluate(row)) && Boolean.TRUE.equals(other.evaluate(row)));
        return inverted(inside, between.negated());
    }

    static Typed in(ExpressionCompiler compiler, Expression.In in) {
        Typed value = compiler.typed(in.value());
        List<Comparisons.Pair> pairs = new ArrayList<>();
        for (Expression item : in.items()) {
            Typed typed = compiler.typed(item);
            Comparisons.Pair pair = Comparisons.pair(value, typed);
            if (pair == null) {
                throw KsqlException.at(
                        item.position(),
                        ExpressionText.of(item) + " of type " + typed.type().text() + " cannot be compared with "
                                + ExpressionText.of(in.value()) + " of type "
                                + value.type().text());
            }
            pairs.add(pair);
        }
        Typed found = new Typed(Scalar.BOOLEAN, row -> {
            for (Comparisons.Pair pair : pairs) {
                Object left = pair.left().code().evaluate(row);
                Object right = left == null ? null : pair.right().code().evaluate(row);
                if (right != null && Comparisons.same(left, right)) {
                    return true;
                }
            }
            return false;
        });
        return inverted(found, in.negated());
    }

    static Typed isNull(Expression.IsNull expression, Typed value) {
        RowExpression code = value.code();
        boolean negated = expression.negated();
        return new Typed(Scalar.BOOLEAN, row -> (code.evaluate(row) == null) != negated);
    }

    private record Branch(RowExpression condition, RowExpression result) {}

    static Typed choice(ExpressionCompiler compiler, Expression.Case choice) {
        List<Expression> results = new ArrayList<>();
        choice.branches().forEach(branch -> results.add(branch.result()));
        if (choice.otherwise() != null) {
            results.add(choice.otherwise());
        }
        List<Typed> typed = results.stream().map(compiler::typed).toList();
        SqlType type = commonType(results, typed, "the results of CASE");
        Typed operand = choice.operand() == null ? null : compiler.typed(choice.operand());
        List<Branch> branches = new ArrayList<>();
        for (int i = 0; i < choice.branches().size(); i++) {
            RowExpression condition =
                    branchCondition(compiler, choice, operand, choice.branches().get(i));
            branches.add(new Branch(condition, as(typed.get(i), type)));
        }
        RowExpression otherwise = choice.otherwise() == null ? null : as(typed.getLast(), type);
        return new Typed(type, row -> evaluate(branches, otherwise, row));
    }

    private static @Nullable Object evaluate(List<Branch> branches, @Nullable RowExpression otherwise, RowContext row) {
        for (Branch branch : branches) {
            if (Boolean.TRUE.equals(branch.condition.evaluate(row))) {
                return branch.result.evaluate(row);
            }
        }
        return otherwise == null ? null : otherwise.evaluate(row);
    }

    private static RowExpression branchCondition(
            ExpressionCompiler compiler, Expression.Case choice, @Nullable Typed operand, Expression.When branch) {
        Typed condition = compiler.typed(branch.condition());
        if (choice.operand() != null && operand != null) {
            Comparison equal = new Comparison(
                    Sign.EQUAL,
                    choice.operand(),
                    branch.condition(),
                    branch.condition().position());
            return Comparisons.of(equal, operand, condition).code();
        }
        condition(branch.condition(), condition);
        return condition.code();
    }

    /** The type to which all can be converted without CAST. */
    static SqlType commonType(List<Expression> expressions, List<Typed> typed, String what) {
        SqlType type = Scalar.NULL;
        for (int i = 0; i < typed.size(); i++) {
            SqlType next = typed.get(i).type();
            SqlType common = Coercion.common(type, next);
            if (common == null) {
                Expression expression = expressions.get(i);
                throw KsqlException.at(
                        expression.position(),
                        what + " must be of one type, but " + ExpressionText.of(expression) + " is of type "
                                + next.text() + " and those before it of type " + type.text());
            }
            type = common;
        }
        return type;
    }

    /** The code converted to a type to which it can be converted. */
    static RowExpression as(Typed typed, SqlType type) {
        return typed.as(type, Objects.requireNonNullElse(Coercion.of(typed.type(), type), Converter.NONE))
                .code();
    }
}
