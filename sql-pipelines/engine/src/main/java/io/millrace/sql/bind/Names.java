package io.millrace.sql.bind;

import io.millrace.sql.expr.Expr;
import io.millrace.sql.parse.Expression;
import org.jspecify.annotations.Nullable;

/** What the names in a clause mean. */
interface Names {

    /** The column or alias of that name; throws when there is none. */
    Expr name(Expression.Name name);

    /** What a call means before it is looked up as a scalar function; null when it is nothing special here. */
    @Nullable
    Expr call(Expression.Call call);
}
