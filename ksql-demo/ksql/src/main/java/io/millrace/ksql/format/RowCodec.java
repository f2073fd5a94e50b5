package io.millrace.ksql.format;

import org.jspecify.annotations.Nullable;

/** Writes the values of some columns, in their order, and reads them back. Thread-safe. */
public interface RowCodec {

    /**
     * The bytes, null where the format has none for these values.
     *
     * @throws FormatException when a value cannot be written
     */
    byte @Nullable [] write(Row row);

    /**
     * The values; null when the bytes say that there are none.
     *
     * @throws FormatException when the bytes are not of this format, with the reason
     */
    @Nullable
    Row read(byte[] bytes);
}
