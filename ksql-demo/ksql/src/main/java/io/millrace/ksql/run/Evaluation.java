package io.millrace.ksql.run;

import io.millrace.ksql.expr.RowContext;
import io.millrace.ksql.expr.RowErrors;
import io.millrace.ksql.expr.TypedExpression;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Evaluates expressions over rows. Not thread-safe: one for each task. */
public final class Evaluation {

    private final RowContext context;
    private final RowErrors errors;

    public Evaluation(RowContext context, RowErrors errors) {
        this.context = context;
        this.errors = errors;
    }

    @Nullable
    Object value(TypedExpression expression, @Nullable Object[] row) {
        return expression.evaluate(context, row, errors);
    }

    /** Writes the values into an array from a place on. */
    void values(List<TypedExpression> expressions, @Nullable Object[] row, @Nullable Object[] target, int from) {
        for (int i = 0; i < expressions.size(); i++) {
            target[from + i] = expressions.get(i).evaluate(context, row, errors);
        }
    }

    /** Whether the row passes; without a condition all do. */
    boolean passes(@Nullable TypedExpression condition, @Nullable Object[] row) {
        return condition == null || condition.test(context, row, errors);
    }

    RowContext context() {
        return context;
    }
}
