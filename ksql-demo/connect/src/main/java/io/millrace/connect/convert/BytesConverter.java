package io.millrace.connect.convert;

import io.millrace.core.failure.PoisonException;
import org.jspecify.annotations.Nullable;

/** Bytes as they are. */
final class BytesConverter implements Converter {

    @Override
    public byte @Nullable [] write(String subject, @Nullable Object value) {
        return switch (value) {
            case null -> null;
            case byte[] bytes -> bytes;
            default ->
                throw new PoisonException("ByteArrayConverter writes bytes, not a "
                        + value.getClass().getSimpleName());
        };
    }

    @Override
    public @Nullable Object read(byte @Nullable [] bytes) {
        return bytes;
    }
}
