package io.millrace.ksql.type;

import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Value of a struct: its fields' values, in the order of its type. Immutable. */
public final class Struct {

    private final @Nullable Object[] values;

    private Struct(@Nullable Object[] values) {
        this.values = values;
    }

    /** Of these values, which must not change afterwards. */
    public static Struct of(@Nullable Object... values) {
        return new Struct(values);
    }

    /** Value of the field at that place, from 0. */
    public @Nullable Object get(int index) {
        return values[index];
    }

    /** Number of fields. */
    public int size() {
        return values.length;
    }

    /** All values in order. */
    public List<@Nullable Object> values() {
        return Collections.unmodifiableList(Arrays.<@Nullable Object>asList(values));
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Struct struct && Arrays.equals(values, struct.values);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(values);
    }

    @Override
    public String toString() {
        return "Struct" + Arrays.toString(values);
    }
}
