package io.millrace.ksql.expr;

import io.millrace.ksql.ast.Expression;
import io.millrace.ksql.type.SqlType;
import org.jspecify.annotations.Nullable;

/** What the names of an expression mean. */
public interface Scope {

    /** Where a value lies in the row. */
    record Place(int index, SqlType type) {}

    /**
     * The place of a column.
     *
     * @throws io.millrace.ksql.KsqlException when there is none, or more than one
     */
    Place column(Expression.Name name);

    /** The place that already holds the value of this whole expression, as behind a GROUP BY; null when none does. */
    default @Nullable Place computed(Expression expression) {
        return null;
    }
}
