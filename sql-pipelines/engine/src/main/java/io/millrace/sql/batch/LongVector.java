package io.millrace.sql.batch;

import org.jspecify.annotations.Nullable;

/** Booleans (0, 1), integers up to 64 bits, dates, times, enums, intervals: see {@code TypeKind} for the units. */
public final class LongVector extends Vector {

    public final long[] values;

    public LongVector(long[] values) {
        this(values, null);
    }

    public LongVector(long[] values, boolean @Nullable [] nulls) {
        super(nulls);
        this.values = values;
    }

    @Override
    public int capacity() {
        return values.length;
    }
}
