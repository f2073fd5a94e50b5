package io.millrace.pipeline.grpc;

import com.google.protobuf.WireFormat;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Writes a protobuf message from its end to its beginning, so that the length of what is nested is known when it is
 * written and nothing is measured beforehand. Fields must come in descending order of their numbers, repeated ones last
 * to first; what comes out then equals what generated messages write, byte for byte. Values that proto3 leaves out are
 * left out.
 *
 * <p><b>Threading:</b> for one thread.
 */
final class ProtoWriter {

    private static final int LONGEST_VARINT = 10;

    private byte[] buffer;
    private int at;

    ProtoWriter(int sizeBytes) {
        buffer = new byte[sizeBytes];
        at = sizeBytes;
    }

    /** Where it stands: to be given to {@link #endMessage} after the nested message was written. */
    int mark() {
        return buffer.length - at;
    }

    /** What was written since the mark is a message in that field. */
    void endMessage(int field, int mark) {
        varint(mark() - mark);
        tag(field, WireFormat.WIRETYPE_LENGTH_DELIMITED);
    }

    void text(int field, String value) {
        if (!value.isEmpty()) {
            nested(field, value.getBytes(StandardCharsets.UTF_8));
        }
    }

    void bytes(int field, byte[] value) {
        if (value.length > 0) {
            nested(field, value);
        }
    }

    /** Those bytes even when there are none, for example of a message. */
    void nested(int field, byte[] value) {
        raw(value, 0, value.length);
        varint(value.length);
        tag(field, WireFormat.WIRETYPE_LENGTH_DELIMITED);
    }

    void raw(byte[] value, int offset, int length) {
        room(length);
        at -= length;
        System.arraycopy(value, offset, buffer, at, length);
    }

    void number(int field, double value) {
        long bits = Double.doubleToRawLongBits(value);
        if (bits != 0) {
            room(Long.BYTES);
            at -= Long.BYTES;
            for (int i = 0; i < Long.BYTES; i++) {
                buffer[at + i] = (byte) (bits >>> (Byte.SIZE * i));
            }
            tag(field, WireFormat.WIRETYPE_FIXED64);
        }
    }

    /** An integer or an enum's number; negative ones take ten bytes, as the format has it. */
    void integer(int field, long value) {
        if (value != 0) {
            varint(value);
            tag(field, WireFormat.WIRETYPE_VARINT);
        }
    }

    void varint(long value) {
        room(LONGEST_VARINT);
        int length = (Long.SIZE + 6 - Long.numberOfLeadingZeros(value | 1)) / 7;
        at -= length;
        long rest = value;
        for (int i = at; i < at + length - 1; i++) {
            buffer[i] = (byte) ((rest & 0x7f) | 0x80);
            rest >>>= 7;
        }
        buffer[at + length - 1] = (byte) rest;
    }

    private void tag(int field, int wireType) {
        varint((long) field << 3 | wireType);
    }

    private void room(int bytes) {
        if (at >= bytes) {
            return;
        }
        int written = buffer.length - at;
        byte[] larger = new byte[Math.max(2 * buffer.length, written + bytes)];
        System.arraycopy(buffer, at, larger, larger.length - written, written);
        at = larger.length - written;
        buffer = larger;
    }

    byte[] toByteArray() {
        return Arrays.copyOfRange(buffer, at, buffer.length);
    }

    /** The message without a copy; the writer must not be used any more. */
    Encoded message() {
        return new Encoded(buffer, at, buffer.length - at);
    }
}
