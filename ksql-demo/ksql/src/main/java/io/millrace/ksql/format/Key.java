package io.millrace.ksql.format;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Key of a record.
 *
 * @param row values of the key columns
 * @param window null when the key holds no window
 */
public record Key(Row row, @Nullable Span window) {

    public Key {
        Objects.requireNonNull(row, "row is null");
    }

    /** A key without window. */
    public static Key of(@Nullable Object... values) {
        return new Key(Row.of(values), null);
    }

    /**
     * A window.
     *
     * @param start first millisecond
     * @param end for time windows the first millisecond behind it, for sessions the time of its last row
     */
    public record Span(long start, long end) {}
}
