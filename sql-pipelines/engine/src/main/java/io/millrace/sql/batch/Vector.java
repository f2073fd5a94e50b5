package io.millrace.sql.batch;

import org.jspecify.annotations.Nullable;

/**
 * The values of one column in one batch. Entry {@code i} is null when {@link #nulls} is there and {@code nulls[i]} is
 * true.
 */
public abstract sealed class Vector permits LongVector, DoubleVector, BytesVector, ObjectVector {

    /** Null flags by row; null when no value is null. */
    public boolean @Nullable [] nulls;

    Vector(boolean @Nullable [] nulls) {
        this.nulls = nulls;
    }

    public final boolean isNull(int row) {
        boolean[] flags = nulls;
        return flags != null && flags[row];
    }

    /** How many entries the arrays can hold; at least the batch's size. */
    public abstract int capacity();
}
