package io.millrace.pipeline.grpc.codec;

import org.jspecify.annotations.Nullable;

/**
 * Turns the data of a package into bytes and back. Users' own, for example for protobuf messages, are found by
 * {@link java.util.ServiceLoader} or given to {@link Codecs#of}.
 *
 * <p><b>Threading:</b> called by many threads at a time.
 *
 * @param <T> the data
 */
public interface DataCodec<T> {

    /** The name in settings: lower-case words with dashes, for example {@code json}. */
    String name();

    /** What travels beside the bytes, for example {@code application/json}; empty only for pickle. */
    String contentType();

    /**
     * Encodes a value.
     *
     * @param value null when the data of the package is null
     * @throws io.millrace.core.failure.PoisonException when the value has no form in this codec
     */
    byte[] encode(@Nullable T value);

    /**
     * Decodes a value.
     *
     * @return null when null was encoded
     * @throws io.millrace.core.failure.PoisonException when the bytes are not of this form
     */
    @Nullable
    T decode(byte[] bytes);

    /**
     * Whether nothing can change a decoded value, however deep: what a module has left as it came is then sent back as
     * it came, without being encoded again.
     */
    default boolean immutable() {
        return false;
    }
}
