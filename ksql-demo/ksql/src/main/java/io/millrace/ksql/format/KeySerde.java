package io.millrace.ksql.format;

import io.millrace.ksql.format.Key.Span;
import io.millrace.ksql.plan.DataSource.Windowing;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Arrays;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serializer;
import org.jspecify.annotations.Nullable;

/**
 * Keys as Kafka wants them. The window stands behind the columns as Kafka Streams writes it: for time windows the start
 * in eight bytes, for sessions the end and then the start.
 */
@SuppressWarnings("NullAway") // Kafka means "no key" by null, and does not say so in its types
public final class KeySerde implements Serde<Key> {

    private enum Window {
        NONE(0),
        TIME(Long.BYTES),
        SESSION(2 * Long.BYTES);

        private final int size;

        Window(int size) {
            this.size = size;
        }
    }

    private final RowCodec codec;
    private final Window window;
    private final long windowMillis;

    private KeySerde(RowCodec codec, Window window, long windowMillis) {
        this.codec = codec;
        this.window = window;
        this.windowMillis = windowMillis;
    }

    /** Without window. */
    public static KeySerde of(RowCodec codec) {
        return new KeySerde(codec, Window.NONE, 0);
    }

    /** With the window that keys of that kind hold. */
    public static KeySerde of(RowCodec codec, @Nullable Windowing windowing) {
        if (windowing == null) {
            return of(codec);
        }
        Duration size = windowing.size();
        return size == null
                ? new KeySerde(codec, Window.SESSION, 0)
                : new KeySerde(codec, Window.TIME, size.toMillis());
    }

    @Override
    public Serializer<Key> serializer() {
        return (_, key) -> key == null ? null : write(key);
    }

    @Override
    public Deserializer<Key> deserializer() {
        return (_, bytes) -> bytes == null ? null : read(bytes);
    }

    private byte @Nullable [] write(Key key) {
        byte[] columns = codec.write(key.row());
        if (columns == null || window == Window.NONE) {
            return columns;
        }
        Span span = key.window();
        if (span == null) {
            throw new FormatException("the key has no window");
        }
        ByteBuffer all = ByteBuffer.allocate(columns.length + window.size).put(columns);
        if (window == Window.SESSION) {
            all.putLong(span.end());
        }
        return all.putLong(span.start()).array();
    }

    private @Nullable Key read(byte[] bytes) {
        int columns = bytes.length - window.size;
        if (columns < 0) {
            throw new FormatException("the key has " + bytes.length + " bytes, its window alone takes " + window.size);
        }
        Row row = codec.read(window == Window.NONE ? bytes : Arrays.copyOf(bytes, columns));
        return row == null ? null : new Key(row, span(ByteBuffer.wrap(bytes, columns, window.size)));
    }

    private @Nullable Span span(ByteBuffer bytes) {
        return switch (window) {
            case NONE -> null;
            case TIME -> {
                long start = bytes.getLong();
                yield new Span(start, start + windowMillis);
            }
            case SESSION -> {
                long end = bytes.getLong();
                yield new Span(bytes.getLong(), end);
            }
        };
    }
}
