package io.millrace.ksql.function;

import io.millrace.ksql.expr.RowContext;
import org.jspecify.annotations.Nullable;

/** What a scalar function does. Thread-safe. */
@FunctionalInterface
public interface Body {

    /**
     * The result for arguments of the types it was bound for, null for NULL.
     *
     * @param arguments without nulls, unless the function was declared to see them
     */
    @Nullable
    Object apply(@Nullable Object[] arguments, RowContext context);
}
