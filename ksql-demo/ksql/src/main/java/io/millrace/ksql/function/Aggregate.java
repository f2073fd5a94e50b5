package io.millrace.ksql.function;

import io.millrace.ksql.type.SqlType;
import org.jspecify.annotations.Nullable;

/**
 * An aggregate function for arguments of known types. States are values of {@link #stateType()}, so whatever can write
 * a column can write a state; null is the state of a group that has seen nothing. States are never changed in place: a
 * store may keep the old one. Thread-safe.
 */
public interface Aggregate {

    /** Of the values that are kept between rows. */
    SqlType stateType();

    /** Of the results. */
    SqlType type();

    /**
     * The state after one more row.
     *
     * @param offset place of the row in its partition: later rows of a group have greater ones, also after a restart
     */
    @Nullable
    Object add(@Nullable Object state, @Nullable Object[] arguments, long offset);

    /**
     * The state of two sessions that became one.
     *
     * @param first the earlier session's
     */
    @Nullable
    Object merge(@Nullable Object first, @Nullable Object second);

    /** The result for a state. */
    @Nullable
    Object result(@Nullable Object state);

    /** Whether {@link #undo} works, so that it can run over a table. */
    default boolean canUndo() {
        return false;
    }

    /** The state after taking back a row that was added before. */
    default @Nullable Object undo(@Nullable Object state, @Nullable Object[] arguments) {
        throw new UnsupportedOperationException("canUndo() is false");
    }
}
