package io.millrace.pipeline.grpc.codec;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Writes one plain value as a pickle of protocol 3, without the memo: nothing in it refers to anything else in it. */
final class PickleWriter {

    private static final int PROTOCOL = 3;
    private static final int SHORT = 256;

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream(128);
    private final DataOutputStream out = new DataOutputStream(bytes);

    byte[] write(@Nullable Object value) {
        try {
            out.write(0x80);
            out.write(PROTOCOL);
            write(value, 0);
            out.write('.');
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    private void write(@Nullable Object value, int depth) throws IOException {
        PlainValues.checkDepth(depth);
        switch (value) {
            case null -> out.write('N');
            case Boolean truth -> out.write(truth ? 0x88 : 0x89);
            case String text -> writeText(text);
            case Double number -> writeDouble(number);
            case Float number -> writeDouble(number);
            case Long _, Integer _, Short _, Byte _ -> writeLong(((Number) value).longValue());
            case BigInteger big -> writeBig(big);
            case byte[] raw -> writeBytes(raw);
            case List<?> list -> writeList(list, depth);
            case Map<?, ?> map -> writeMap(map, depth);
            default -> throw PlainValues.notPlain(value);
        }
    }

    private void writeDouble(double number) throws IOException {
        out.write('G');
        out.writeDouble(number);
    }

    private void writeLong(long number) throws IOException {
        if (number == (int) number) {
            out.write('J');
            writeInt((int) number);
        } else {
            writeBig(BigInteger.valueOf(number));
        }
    }

    /** Two's complement, least byte first. */
    private void writeBig(BigInteger number) throws IOException {
        byte[] digits = number.toByteArray();
        if (digits.length < SHORT) {
            out.write(0x8a);
            out.write(digits.length);
        } else {
            out.write(0x8b);
            writeInt(digits.length);
        }
        for (int i = digits.length - 1; i >= 0; i--) {
            out.write(digits[i]);
        }
    }

    private void writeText(String text) throws IOException {
        byte[] encoded = PlainValues.text(text).getBytes(StandardCharsets.UTF_8);
        out.write('X');
        writeInt(encoded.length);
        out.write(encoded);
    }

    private void writeBytes(byte[] raw) throws IOException {
        if (raw.length < SHORT) {
            out.write('C');
            out.write(raw.length);
        } else {
            out.write('B');
            writeInt(raw.length);
        }
        out.write(raw);
    }

    private void writeList(List<?> list, int depth) throws IOException {
        out.write(']');
        if (!list.isEmpty()) {
            out.write('(');
            for (Object element : list) {
                write(element, depth + 1);
            }
            out.write('e');
        }
    }

    private void writeMap(Map<?, ?> map, int depth) throws IOException {
        out.write('}');
        if (!map.isEmpty()) {
            out.write('(');
            for (Map.Entry<?, ?> entry : map.entrySet()) {
                writeText(PlainValues.key(entry.getKey()));
                write(entry.getValue(), depth + 1);
            }
            out.write('u');
        }
    }

    private void writeInt(int value) throws IOException {
        out.writeInt(Integer.reverseBytes(value));
    }
}
