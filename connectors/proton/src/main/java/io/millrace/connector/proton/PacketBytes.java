package io.millrace.connector.proton;

import com.timeplus.buffer.BuffedWriter;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;

/** A packet on its way: the driver writes it byte by byte, and it leaves in one piece. */
final class PacketBytes implements BuffedWriter {

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

    @Override
    public void writeBinary(byte value) {
        bytes.write(value);
    }

    @Override
    public void writeBinary(byte[] values, int offset, int length) {
        bytes.write(values, offset, length);
    }

    @Override
    public void flushToTarget(boolean force) {
        // it leaves when it is whole
    }

    void clear() {
        bytes.reset();
    }

    void sendTo(OutputStream out) throws IOException {
        bytes.writeTo(out);
        out.flush();
    }
}
