package io.millrace.ingest.log;

import io.millrace.core.Record;
import io.millrace.core.failure.PoisonException;
import io.millrace.core.json.JsonRow;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * A row as bytes: length of what follows the check sum (4 bytes, big-endian as all numbers), CRC32C of it (4), time of
 * logging in milliseconds (8), seconds (8) and nanoseconds (4) of the row's own time, key and headers as counted UTF-8,
 * and the text of the row up to the end.
 */
public final class RowFrame {

    static final int HEAD = 8;
    static final int MIN_PAYLOAD = 8 + 8 + 4 + 4 + 4;
    static final int MAX_PAYLOAD = 128 << 20;
    private static final int NONE = -1;

    private RowFrame() {}

    /** What {@link #write} will take. */
    static int size(Record<JsonRow> row) {
        int size = HEAD + MIN_PAYLOAD + length(row.key()) + row.value().size();
        for (Map.Entry<String, String> header : row.headers().entrySet()) {
            size += 8 + length(header.getKey()) + length(header.getValue());
        }
        return size;
    }

    private static int length(@Nullable String text) {
        return text == null ? 0 : text.getBytes(StandardCharsets.UTF_8).length;
    }

    /** A row as bytes that {@link #fromBytes} reads, without head and check sum. */
    public static byte[] toBytes(Record<JsonRow> row) {
        ByteBuffer out = ByteBuffer.allocate(size(row));
        write(out, 0, row);
        return Arrays.copyOfRange(out.array(), HEAD, out.capacity());
    }

    /** The row of bytes that {@link #toBytes} wrote; null when they are others. */
    public static @Nullable Record<JsonRow> fromBytes(byte[] bytes) {
        LogEntry entry = read(0, bytes);
        return entry == null ? null : entry.row();
    }

    static void write(ByteBuffer out, long logged, Record<JsonRow> row) {
        int start = out.position();
        out.position(start + HEAD);
        out.putLong(logged);
        Instant time = row.timestamp();
        out.putLong(time.getEpochSecond()).putInt(time.getNano());
        text(out, row.key());
        out.putInt(row.headers().size());
        row.headers().forEach((name, value) -> {
            text(out, name);
            text(out, value);
        });
        JsonRow value = row.value();
        value.copyTo(out.array(), out.arrayOffset() + out.position());
        out.position(out.position() + value.size());
        int length = out.position() - start - HEAD;
        out.putInt(start, length).putInt(start + 4, checksum(out.array(), out.arrayOffset() + start + HEAD, length));
    }

    private static void text(ByteBuffer out, @Nullable String text) {
        if (text == null) {
            out.putInt(NONE);
        } else {
            byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
            out.putInt(bytes.length).put(bytes);
        }
    }

    static int checksum(byte[] bytes, int from, int length) {
        CRC32C crc = new CRC32C();
        crc.update(bytes, from, length);
        return (int) crc.getValue();
    }

    static boolean plausible(int length) {
        return length >= MIN_PAYLOAD && length <= MAX_PAYLOAD;
    }

    /** Reads what follows the check sum; null when it is no row, which a matching check sum excludes. */
    static @Nullable LogEntry read(long offset, byte[] payload) {
        try {
            ByteBuffer in = ByteBuffer.wrap(payload);
            long logged = in.getLong();
            Instant time = Instant.ofEpochSecond(in.getLong(), in.getInt());
            String key = text(in);
            int count = in.getInt();
            Map<String, String> headers = new LinkedHashMap<>();
            for (int i = 0; i < count; i++) {
                String name = text(in);
                String value = text(in);
                if (name != null && value != null) {
                    headers.put(name, value);
                }
            }
            byte[] text = new byte[in.remaining()];
            in.get(text);
            return new LogEntry(offset, logged, new Record<>(key, JsonRow.read(text), time, headers));
        } catch (BufferUnderflowException | NegativeArraySizeException | DateTimeException | PoisonException _) {
            return null;
        }
    }

    private static @Nullable String text(ByteBuffer in) {
        int length = in.getInt();
        if (length == NONE) {
            return null;
        }
        if (length > in.remaining()) {
            throw new BufferUnderflowException();
        }
        byte[] bytes = new byte[length];
        in.get(bytes);
        return new String(bytes, StandardCharsets.UTF_8);
    }
}
