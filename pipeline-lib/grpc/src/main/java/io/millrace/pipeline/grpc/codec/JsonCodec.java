package io.millrace.pipeline.grpc.codec;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import org.jspecify.annotations.Nullable;

/** Plain values as JSON (RFC 8259): all but bytes, NaN and infinities, which JSON has no form for. */
public final class JsonCodec implements DataCodec<Object> {

    private static final PlainStreams STREAMS = new PlainStreams(
            "json",
            JsonFactory.builder()
                    .recyclerPool(PlainStreams.BUFFERS)
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .enable(JsonWriteFeature.COMBINE_UNICODE_SURROGATES_IN_UTF8)
                    .build());

    /** For {@link java.util.ServiceLoader} and users. */
    public JsonCodec() {}

    @Override
    public String name() {
        return "json";
    }

    @Override
    public String contentType() {
        return "application/json";
    }

    @Override
    public byte[] encode(@Nullable Object value) {
        byte @Nullable [] simple = SimpleJsonWriter.write(value);
        return simple != null ? simple : STREAMS.write(value, PlainStreams.Bytes.REFUSED);
    }

    @Override
    public @Nullable Object decode(byte[] bytes) {
        Object simple = SimpleJsonReader.read(bytes);
        return SimpleJsonReader.unusual(simple) ? STREAMS.read(bytes) : simple;
    }

    /** Text, numbers, truth values, and lists and maps of them that cannot be changed. */
    @Override
    public boolean immutable() {
        return true;
    }
}
