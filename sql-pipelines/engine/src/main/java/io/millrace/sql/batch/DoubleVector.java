package io.millrace.sql.batch;

import org.jspecify.annotations.Nullable;

/** float64, and float32 widened. */
public final class DoubleVector extends Vector {

    public final double[] values;

    public DoubleVector(double[] values) {
        this(values, null);
    }

    public DoubleVector(double[] values, boolean @Nullable [] nulls) {
        super(nulls);
        this.values = values;
    }

    @Override
    public int capacity() {
        return values.length;
    }
}
