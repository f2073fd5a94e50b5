package io.millrace.ksql.rest;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.millrace.core.failure.TransientException;
import io.millrace.ksql.type.Bytes;
import io.millrace.ksql.type.Struct;
import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads what {@link WireWriter} wrote. Not thread-safe. */
final class WireReader {

    private final DataInputStream in;

    WireReader(InputStream in) {
        this.in = new DataInputStream(new BufferedInputStream(in));
    }

    /**
     * The next row; null at the end.
     *
     * @throws TransientException as the other process failed
     * @throws IOException when the answer breaks off, or is none
     */
    @Nullable
    Object @Nullable [] row() throws IOException {
        byte tag = in.readByte();
        return switch (tag) {
            case 'E' -> null;
            case 'F' -> throw new TransientException(text());
            case 'R' -> values();
            default -> throw unknown(tag);
        };
    }

    private @Nullable Object[] values() throws IOException {
        @Nullable Object[] row = new @Nullable Object[in.readInt()];
        for (int i = 0; i < row.length; i++) {
            row[i] = value();
        }
        return row;
    }

    private @Nullable Object value() throws IOException {
        byte tag = in.readByte();
        return switch (tag) {
            case '0' -> null;
            case 'b' -> in.readBoolean();
            case 'i' -> in.readInt();
            case 'l' -> in.readLong();
            case 'd' -> in.readDouble();
            case 's' -> text();
            case 'y' -> Bytes.of(bytes());
            case 'n' -> decimal();
            case 't' -> Instant.ofEpochMilli(in.readLong());
            case 'a' -> LocalDate.ofEpochDay(in.readLong());
            case 'c' -> LocalTime.ofNanoOfDay(in.readLong());
            case 'L' -> list();
            case 'S' -> Struct.of(list().toArray());
            case 'M' -> map();
            default -> throw unknown(tag);
        };
    }

    private BigDecimal decimal() throws IOException {
        int scale = in.readInt();
        return new BigDecimal(new BigInteger(bytes()), scale);
    }

    private List<@Nullable Object> list() throws IOException {
        int size = in.readInt();
        List<@Nullable Object> items = new ArrayList<>();
        for (int i = 0; i < size; i++) {
            items.add(value());
        }
        return items;
    }

    private Map<@Nullable Object, @Nullable Object> map() throws IOException {
        int size = in.readInt();
        Map<@Nullable Object, @Nullable Object> entries = new LinkedHashMap<>();
        for (int i = 0; i < size; i++) {
            entries.put(value(), value());
        }
        return entries;
    }

    private String text() throws IOException {
        return new String(bytes(), UTF_8);
    }

    private byte[] bytes() throws IOException {
        int length = in.readInt();
        byte[] content = in.readNBytes(length);
        if (content.length < length) {
            throw new EOFException("a value of " + length + " bytes breaks off");
        }
        return content;
    }

    private static IOException unknown(byte tag) {
        return new IOException("no part of an answer begins with " + tag);
    }
}
