package io.millrace.pipeline.grpc;

import io.grpc.Drainable;
import io.grpc.KnownLength;
import io.grpc.MethodDescriptor.Marshaller;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/** A message that is bytes already. Whoever has it owns the bytes. */
@SuppressWarnings("ArrayRecordComponent") // handed on, never compared
record Encoded(byte[] buffer, int offset, int length) {

    /** Writes; what comes from elsewhere is read otherwise. */
    static final Marshaller<Encoded> WRITTEN = new Marshaller<>() {
        @Override
        public InputStream stream(Encoded value) {
            return value.stream();
        }

        @Override
        public Encoded parse(InputStream stream) {
            throw new UnsupportedOperationException("only written");
        }
    };

    InputStream stream() {
        return new Stream(buffer, offset, length);
    }

    /** Of known length, and with a way to be copied at once. */
    private static final class Stream extends ByteArrayInputStream implements KnownLength, Drainable {

        Stream(byte[] buffer, int offset, int length) {
            super(buffer, offset, length);
        }

        @Override
        public int drainTo(OutputStream target) throws IOException {
            int length = available();
            target.write(buf, pos, length);
            pos += length;
            return length;
        }
    }
}
