package io.millrace.sql.function;

import io.millrace.sql.expr.Expr;
import io.millrace.sql.type.DataType;
import java.util.List;

/** A function over the rows of a group. */
public interface AggregateFunction {

    /** The name in lower case: {@code count_if}. */
    String name();

    /**
     * The result type for these arguments.
     *
     * @throws io.millrace.sql.SqlException naming the function, when number or types do not fit
     */
    DataType resolve(List<Expr> arguments);

    /**
     * A new accumulator of all groups of one running query.
     *
     * @param arguments constants among them (levels, limits) are read from here
     * @param distinct true for {@code f(distinct x)}
     */
    Accumulator accumulator(List<Expr> arguments, DataType type, boolean distinct);
}
