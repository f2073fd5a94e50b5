package io.millrace.pipeline.grpc.codec;

import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.dataformat.cbor.CBORFactory;
import org.jspecify.annotations.Nullable;

/** Plain values as CBOR (RFC 8949): every plain value has a form. */
public final class CborCodec implements DataCodec<Object> {

    private static final PlainStreams STREAMS = new PlainStreams(
            "cbor",
            CBORFactory.builder()
                    .recyclerPool(PlainStreams.BUFFERS)
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .build());

    /** For {@link java.util.ServiceLoader} and users. */
    public CborCodec() {}

    @Override
    public String name() {
        return "cbor";
    }

    @Override
    public String contentType() {
        return "application/cbor";
    }

    @Override
    public byte[] encode(@Nullable Object value) {
        return STREAMS.write(value, PlainStreams.Bytes.CARRIED);
    }

    @Override
    public @Nullable Object decode(byte[] bytes) {
        return STREAMS.read(bytes);
    }
}
