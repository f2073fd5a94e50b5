package io.millrace.ksql.query;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * One result of a push query.
 *
 * @param removed whether the table no longer has this row: then only the key's columns hold values
 */
@SuppressWarnings("ArrayRecordComponent") // made per row; whoever gets it owns it
public record Change(@Nullable Object[] row, boolean removed) {

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Change change && removed == change.removed && Arrays.equals(row, change.row);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(row) * 31 + Boolean.hashCode(removed);
    }

    @Override
    public String toString() {
        return Arrays.toString(row) + (removed ? " removed" : "");
    }
}
