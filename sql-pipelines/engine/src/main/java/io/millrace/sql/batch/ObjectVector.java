package io.millrace.sql.batch;

import org.jspecify.annotations.Nullable;

/**
 * What has no array form: wide integers ({@code BigInteger}), decimals ({@code BigDecimal}), arrays, maps, tuples,
 * uuids.
 */
public final class ObjectVector extends Vector {

    public final @Nullable Object[] values;

    public ObjectVector(@Nullable Object[] values, boolean @Nullable [] nulls) {
        super(nulls);
        this.values = values;
    }

    @Override
    public int capacity() {
        return values.length;
    }
}
