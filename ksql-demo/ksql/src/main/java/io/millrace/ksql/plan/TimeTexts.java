package io.millrace.ksql.plan;

import io.millrace.ksql.KsqlException;
import io.millrace.ksql.ast.Expression;
import io.millrace.ksql.ast.Expression.Comparison;
import io.millrace.ksql.ast.Expression.Literal;
import io.millrace.ksql.parse.Expressions;
import io.millrace.ksql.type.SqlType.Scalar;
import io.millrace.ksql.type.TimeText;
import java.util.Set;

/** In WHERE, ROWTIME, WINDOWSTART and WINDOWEND can be compared with points in time as texts; they are numbers. */
final class TimeTexts {

    private static final Set<String> TIMES = Set.of(Origins.ROWTIME, Origins.WINDOWSTART, Origins.WINDOWEND);

    private TimeTexts() {}

    static Expression replaced(Expression condition) {
        return switch (condition) {
            case Comparison c
            when isTime(c.left()) -> new Comparison(c.sign(), c.left(), millis(c.right()), c.position());
            case Comparison c
            when isTime(c.right()) -> new Comparison(c.sign(), millis(c.left()), c.right(), c.position());
            case Expression.Between b
            when isTime(b.value()) ->
                new Expression.Between(b.value(), millis(b.low()), millis(b.high()), b.negated(), b.position());
            default -> Expressions.rebuilt(condition, TimeTexts::replaced);
        };
    }

    private static boolean isTime(Expression expression) {
        return expression instanceof Expression.Name name && TIMES.contains(name.name());
    }

    private static Expression millis(Expression expression) {
        if (expression instanceof Literal literal && literal.value() instanceof String text) {
            try {
                return new Literal(TimeText.instant(text).toEpochMilli(), Scalar.BIGINT, literal.position());
            } catch (IllegalArgumentException e) {
                throw KsqlException.at(literal.position(), String.valueOf(e.getMessage()));
            }
        }
        return expression;
    }
}
