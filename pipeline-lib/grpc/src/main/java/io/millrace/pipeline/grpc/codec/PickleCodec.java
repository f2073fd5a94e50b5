package io.millrace.pipeline.grpc.codec;

import org.jspecify.annotations.Nullable;

/**
 * Plain values as Python pickles them, for Python servers and callers, which send no content type.
 *
 * <p>Read is what protocols 0 to 5 write for numbers, texts, bytes, lists, maps, truth values and None; tuples and sets
 * become lists. Whatever names a class or would run anything is refused by name. Written is protocol 3, which every
 * Python 3 reads.
 */
public final class PickleCodec implements DataCodec<Object> {

    /** For {@link java.util.ServiceLoader} and users. */
    public PickleCodec() {}

    @Override
    public String name() {
        return "pickle";
    }

    @Override
    public String contentType() {
        return "";
    }

    @Override
    public byte[] encode(@Nullable Object value) {
        return new PickleWriter().write(value);
    }

    @Override
    public @Nullable Object decode(byte[] bytes) {
        return new PickleReader(bytes).read();
    }
}
