package io.millrace.service.stream;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.millrace.core.flow.Chunk;
import io.millrace.core.flow.Form;
import org.jspecify.annotations.Nullable;

/**
 * The ways in which rows are written. What a chunk looks like in one of them is made once, by its first reader, and
 * shared by all others; bare rows are the chunk itself.
 */
final class RowEncoding {
    /** {@code {"a":1}\n}. */
    static final RowEncoding ROWS = new RowEncoding("", "\n", false);
    /** {@code {"event":"row","data":{"a":1}}\n}. */
    static final RowEncoding EVENTS = new RowEncoding("{\"event\":\"row\",\"data\":", "}\n", false);
    /** {@code data: {"a":1}\n\n}. */
    static final RowEncoding SSE = new RowEncoding("data: ", "\n\n", false);
    /** One WebSocket text frame per row: {@code {"a":1}}. */
    static final RowEncoding FRAMES = new RowEncoding("", "", true);
    /** One WebSocket text frame per row: {@code {"event":"row","data":{"a":1}}}. */
    static final RowEncoding EVENT_FRAMES = new RowEncoding("{\"event\":\"row\",\"data\":", "}", true);

    private final byte[] prefix;
    private final byte[] suffix;
    private final boolean framed;
    private final Form<byte[]> plain = new Form<>(this::wrap);
    private final Form<byte[]> deflated = new Form<>(this::deflate);

    private RowEncoding(String prefix, String suffix, boolean framed) {
        this.prefix = prefix.getBytes(UTF_8);
        this.suffix = suffix.getBytes(UTF_8);
        this.framed = framed;
    }

    /** How a stream's rows are written. */
    static RowEncoding from(StreamRequest request) {
        return switch (request.format()) {
            case NDJSON -> request.events() ? EVENTS : ROWS;
            case SSE -> SSE;
            case WEBSOCKET -> request.events() ? EVENT_FRAMES : FRAMES;
        };
    }

    /** The rows as they go to the socket, shared: nobody writes to it. */
    Part part(Chunk chunk) {
        return this == ROWS ? new Part(chunk.bytes(), chunk.offset(), chunk.length()) : Part.of(chunk.form(plain));
    }

    /** The same rows as a deflate block that depends on nothing before it, shared. */
    Part deflatedPart(Chunk chunk) {
        return Part.of(chunk.form(deflated));
    }

    private byte[] deflate(Chunk chunk) {
        return Deflate.block(part(chunk));
    }

    private byte[] wrap(Chunk chunk) {
        int around = prefix.length + suffix.length - 1;
        int size = 0;
        for (int row = 0; row < chunk.rows(); row++) {
            int length = chunk.rowEnd(row) - chunk.rowStart(row) + around;
            size += length + (framed ? Frames.headLength(length) : 0);
        }
        byte[] bytes = chunk.bytes();
        byte[] out = new byte[size];
        int at = 0;
        for (int row = 0; row < chunk.rows(); row++) {
            int start = chunk.rowStart(row);
            int length = chunk.rowEnd(row) - start - 1;
            if (framed) {
                at = Frames.head(out, at, length + prefix.length + suffix.length);
            }
            System.arraycopy(prefix, 0, out, at, prefix.length);
            at += prefix.length;
            System.arraycopy(bytes, start, out, at, length);
            at += length;
            System.arraycopy(suffix, 0, out, at, suffix.length);
            at += suffix.length;
        }
        return out;
    }

    /**
     * An event besides rows, as it goes to the socket.
     *
     * @param json the payload, one JSON value on one line
     */
    byte[] event(StreamEvent event, String json) {
        if (this == SSE) {
            return ("event: " + event.text() + "\ndata: " + json + "\n\n").getBytes(UTF_8);
        }
        byte[] text =
                ("{\"event\":\"" + event.text() + "\",\"data\":" + json + "}" + (framed ? "" : "\n")).getBytes(UTF_8);
        return framed ? Frames.text(text) : text;
    }

    /** A sign of life in a stream without events; null where it is not made of bytes of this encoding. */
    byte @Nullable [] bareHeartbeat() {
        return this == ROWS ? new byte[] {'\n'} : null;
    }
}
