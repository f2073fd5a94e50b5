package io.millrace.ksql.rest;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.millrace.ksql.type.Bytes;
import io.millrace.ksql.type.Struct;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Rows as processes tell them to each other: {@code R}, the number of values, and each value with a letter for its
 * class before it; at the end {@code E}, or {@code F} with the reason of a failure. Values come out as they went in,
 * without knowledge of their types. Not thread-safe.
 */
final class WireWriter {

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream(256);
    private final DataOutputStream out = new DataOutputStream(bytes);

    /** Writes into memory, which does not fail. */
    private interface Writing {
        void run() throws IOException;
    }

    private static void write(Writing writing) {
        try {
            writing.run();
        } catch (IOException e) {
            throw new UncheckedIOException("memory cannot be written to", e);
        }
    }

    void row(@Nullable Object[] row) {
        write(() -> {
            out.writeByte('R');
            out.writeInt(row.length);
            for (Object value : row) {
                value(value);
            }
        });
    }

    void end() {
        write(() -> out.writeByte('E'));
    }

    void failed(String reason) {
        write(() -> {
            out.writeByte('F');
            text(reason);
        });
    }

    int size() {
        return bytes.size();
    }

    /** What was written so far, leaving nothing. */
    byte[] take() {
        byte[] all = bytes.toByteArray();
        bytes.reset();
        return all;
    }

    private void value(@Nullable Object value) throws IOException {
        switch (value) {
            case null -> out.writeByte('0');
            case Boolean truth -> {
                out.writeByte('b');
                out.writeBoolean(truth);
            }
            case Integer number -> {
                out.writeByte('i');
                out.writeInt(number);
            }
            case Long number -> {
                out.writeByte('l');
                out.writeLong(number);
            }
            case Double number -> {
                out.writeByte('d');
                out.writeDouble(number);
            }
            case String text -> {
                out.writeByte('s');
                text(text);
            }
            default -> rare(value);
        }
    }

    private void rare(Object value) throws IOException {
        switch (value) {
            case Bytes content -> {
                out.writeByte('y');
                bytes(content.array());
            }
            case BigDecimal decimal -> {
                out.writeByte('n');
                out.writeInt(decimal.scale());
                bytes(decimal.unscaledValue().toByteArray());
            }
            case Instant instant -> {
                out.writeByte('t');
                out.writeLong(instant.toEpochMilli());
            }
            case LocalDate date -> {
                out.writeByte('a');
                out.writeLong(date.toEpochDay());
            }
            case LocalTime time -> {
                out.writeByte('c');
                out.writeLong(time.toNanoOfDay());
            }
            case List<?> list -> list('L', list);
            case Struct struct -> list('S', struct.values());
            case Map<?, ?> map -> {
                out.writeByte('M');
                out.writeInt(map.size());
                for (Map.Entry<?, ?> entry : map.entrySet()) {
                    value(entry.getKey());
                    value(entry.getValue());
                }
            }
            default -> throw new IllegalStateException("no value of a row: " + value.getClass());
        }
    }

    private void list(char tag, List<?> items) throws IOException {
        out.writeByte(tag);
        out.writeInt(items.size());
        for (Object item : items) {
            value(item);
        }
    }

    private void text(String text) throws IOException {
        bytes(text.getBytes(UTF_8));
    }

    private void bytes(byte[] content) throws IOException {
        out.writeInt(content.length);
        out.write(content);
    }
}
