package io.millrace.ksql.format;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Values side by side, compared by content. The array inside is handed on as it is and must not change. */
public final class Row {

    public static final Row EMPTY = new Row();

    private final @Nullable Object[] values;

    private Row(@Nullable Object... values) {
        this.values = values;
    }

    /** Over this array itself, which must not change afterwards. */
    public static Row of(@Nullable Object... values) {
        return new Row(values);
    }

    /** The array itself: not to be changed. */
    public @Nullable Object[] values() {
        return values;
    }

    public @Nullable Object get(int index) {
        return values[index];
    }

    public int size() {
        return values.length;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Row row && Arrays.equals(values, row.values);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(values);
    }

    @Override
    public String toString() {
        return Arrays.toString(values);
    }
}
