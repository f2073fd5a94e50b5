package io.millrace.pipeline.grpc.codec;

import io.millrace.core.failure.PoisonException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** A codec of a user, found by the service loader: texts, backwards. */
public final class ReversedTextCodec implements DataCodec<Object> {

    @Override
    public String name() {
        return "reversed-text";
    }

    @Override
    public String contentType() {
        return "text/x-reversed";
    }

    @Override
    public byte[] encode(@Nullable Object value) {
        if (value instanceof String text) {
            return new StringBuilder(text).reverse().toString().getBytes(StandardCharsets.UTF_8);
        }
        throw new PoisonException("data is not a text");
    }

    @Override
    public Object decode(byte[] bytes) {
        return new StringBuilder(new String(bytes, StandardCharsets.UTF_8))
                .reverse()
                .toString();
    }
}
