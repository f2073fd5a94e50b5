package io.millrace.sql.function;

import io.millrace.sql.expr.Expr;
import io.millrace.sql.type.DataType;
import java.util.List;

/** A function of one row: operators ({@code plus}, {@code equals}, {@code cast} ...) are scalar functions too. */
public interface ScalarFunction {

    /** The name in lower case: {@code to_string}. */
    String name();

    /**
     * The result type for these arguments.
     *
     * @throws io.millrace.sql.SqlException naming the function, when number or types do not fit
     */
    DataType resolve(List<Expr> arguments);

    /**
     * The implementation for these arguments, for one running query: kernels may keep state (rand, monotonic, lag).
     *
     * @param arguments constant ones are literals here
     * @param type what {@link #resolve} gave
     * @param context clock and seed
     */
    Kernel kernel(List<Expr> arguments, DataType type, KernelContext context);

    /** False when two calls with equal arguments may differ: rand, now, monotonic, lag. */
    default boolean deterministic() {
        return true;
    }

    /** True when the value depends on the rows before it (lag, monotonic): such calls are never moved over a filter. */
    default boolean stateful() {
        return false;
    }

    /**
     * True when the value of some row can end the query with an error (a text that is no number, division by zero): in
     * a branch of {@code if} such a call sees only the rows of its branch.
     */
    default boolean mayFail(List<Expr> arguments) {
        return false;
    }
}
