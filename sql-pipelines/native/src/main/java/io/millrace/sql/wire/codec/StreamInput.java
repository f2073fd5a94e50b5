package io.millrace.sql.wire.codec;

import java.io.IOException;
import java.io.InputStream;

/** Bytes of a stream, such as a socket's. */
public final class StreamInput extends WireInput {

    private static final int BUFFER = 64 << 10;

    private final InputStream stream;

    public StreamInput(InputStream stream) {
        super(new byte[BUFFER]);
        this.stream = stream;
    }

    @Override
    boolean fill() throws IOException {
        int count = stream.read(buffer, 0, buffer.length);
        position = 0;
        limit = Math.max(0, count);
        return count > 0;
    }
}
