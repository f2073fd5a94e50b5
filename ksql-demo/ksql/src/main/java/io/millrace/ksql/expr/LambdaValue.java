package io.millrace.ksql.expr;

import org.jspecify.annotations.Nullable;

/** A lambda as the argument of a function. */
public final class LambdaValue {

    private final int firstParameter;
    private final RowExpression body;

    LambdaValue(int firstParameter, RowExpression body) {
        this.firstParameter = firstParameter;
        this.body = body;
    }

    /** The body's value for these arguments. */
    public @Nullable Object apply(RowContext context, @Nullable Object... arguments) {
        for (int i = 0; i < arguments.length; i++) {
            context.parameter(firstParameter + i, arguments[i]);
        }
        return body.evaluate(context);
    }
}
