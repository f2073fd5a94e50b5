package io.millrace.connect.convert;

import org.jspecify.annotations.Nullable;

/** Between bytes and values. Thread-safe. */
public interface Converter {

    /**
     * The bytes of a value; null for null.
     *
     * @param subject of the schema, where there are schemas: {@code bus_raw-value}
     * @throws io.millrace.core.failure.PoisonException when the value cannot be written in this form
     * @throws io.millrace.core.failure.TransientException when a schema registry does not answer
     */
    byte @Nullable [] write(String subject, @Nullable Object value);

    /**
     * The value of bytes; null for null, and where the form has a null of its own.
     *
     * @throws io.millrace.core.failure.PoisonException when the bytes are not of this form
     * @throws io.millrace.core.failure.TransientException when a schema registry does not answer
     */
    @Nullable
    Object read(byte @Nullable [] bytes);
}
