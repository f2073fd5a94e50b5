package io.millrace.sql.bind;

import io.millrace.sql.function.Functions;
import io.millrace.sql.parse.Expression;
import java.util.List;

/** Finds calls of aggregate functions in expressions as written. */
final class Aggregates {

    private Aggregates() {}

    /** A name that is both is the scalar function, unless DISTINCT says otherwise. */
    static boolean isCall(Expression.Call call) {
        return Functions.aggregate(call.name()) != null && (call.distinct() || Functions.scalar(call.name()) == null);
    }

    static boolean anyIn(Expression expression) {
        return switch (expression) {
            case Expression.Call call -> isCall(call) || anyIn(call.arguments());
            case Expression.Lambda lambda -> anyIn(lambda.body());
            case Expression.Path path -> anyIn(path.document());
            case Expression.Interval interval -> anyIn(interval.amount());
            case Expression.Name _,
                    Expression.Numeral _,
                    Expression.Text _,
                    Expression.Null _,
                    Expression.Bool _,
                    Expression.Star _,
                    Expression.Subquery _,
                    Expression.Range _ -> false;
        };
    }

    private static boolean anyIn(List<Expression> expressions) {
        return expressions.stream().anyMatch(Aggregates::anyIn);
    }
}
