package io.millrace.benchmark;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;

/**
 * A client so plain that it is not what limits a stream: it reads a socket into one direct buffer, counts bytes, and
 * counts rows in every 64th buffer only, or the heads of WebSocket frames. Before it measures it parses the first rows,
 * so that what it counts is known to be rows.
 */
final class RawReader implements AutoCloseable {

    private static final int BUFFER = 256 << 10;
    private static final int SAMPLE_EVERY = 64;
    private static final int CHECKED_BYTES = 64 << 10;
    private static final int MIN_CHECKED_ROWS = 20;
    private static final ObjectMapper JSON = new ObjectMapper();

    /**
     * What was read.
     *
     * @param bytes as they came over the socket, framing included
     * @param rows counted from frames, or derived from the mean length of the rows sampled
     */
    record Reading(double seconds, long bytes, long rows) {
        double megabytesPerSecond() {
            return bytes / seconds / 1e6;
        }

        double millionRowsPerSecond() {
            return rows / seconds / 1e6;
        }
    }

    private final SocketChannel channel;
    private final ByteBuffer buffer = ByteBuffer.allocateDirect(BUFFER);
    private final boolean webSocket;
    private final FrameCounter frames = new FrameCounter();

    private RawReader(SocketChannel channel, boolean webSocket) {
        this.channel = channel;
        this.webSocket = webSocket;
    }

    /** Sends the request and checks the first rows. */
    static RawReader open(int port, String path, boolean webSocket) throws IOException {
        SocketChannel channel = SocketChannel.open(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
        RawReader reader = new RawReader(channel, webSocket);
        String upgrade = """
                Connection: Upgrade\r
                Upgrade: websocket\r
                Sec-WebSocket-Version: 13\r
                Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r
                """;
        String request =
                "GET " + path + " HTTP/1.1\r\nHost: localhost:" + port + "\r\n" + (webSocket ? upgrade : "") + "\r\n";
        channel.write(ByteBuffer.wrap(request.getBytes(StandardCharsets.US_ASCII)));
        reader.check();
        return reader;
    }

    /** Reads for some time. */
    Reading read(double seconds) throws IOException {
        long bytes = 0;
        long sampledBytes = 0;
        long sampledRows = 0;
        long framesBefore = frames.count;
        long turns = 0;
        long start = System.nanoTime();
        long end = start + (long) (seconds * 1e9);
        long now;
        do {
            int length = fill();
            bytes += length;
            if (webSocket) {
                frames.add(buffer, 0, length);
            } else if (turns++ % SAMPLE_EVERY == 0) {
                sampledBytes += length;
                sampledRows += lines(length);
            }
            now = System.nanoTime();
        } while (now < end);
        long rows = webSocket ? frames.count - framesBefore : (long) ((double) bytes / sampledBytes * sampledRows);
        return new Reading((now - start) / 1e9, bytes, rows);
    }

    private int fill() throws IOException {
        buffer.clear();
        int length = channel.read(buffer);
        if (length < 0) {
            throw new EOFException("the server ended the stream");
        }
        return length;
    }

    private int lines(int length) {
        int lines = 0;
        for (int i = 0; i < length; i++) {
            // every row ends so, and no chunk's head does
            if (buffer.get(i) == '\n' && i > 0 && buffer.get(i - 1) == '}') {
                lines++;
            }
        }
        return lines;
    }

    private void check() throws IOException {
        ByteArrayOutputStream head = new ByteArrayOutputStream();
        int body = -1;
        byte[] copy = {};
        while (body < 0 || copy.length - body < CHECKED_BYTES) {
            int length = fill();
            byte[] more = new byte[length];
            buffer.get(0, more);
            head.write(more);
            copy = head.toByteArray();
            if (body < 0) {
                int end = new String(copy, StandardCharsets.ISO_8859_1).indexOf("\r\n\r\n");
                body = end < 0 ? -1 : end + 4;
            }
        }
        String text = new String(copy, StandardCharsets.ISO_8859_1);
        if (!text.startsWith(webSocket ? "HTTP/1.1 101" : "HTTP/1.1 200")) {
            throw new IOException("refused: " + text.lines().findFirst().orElse(""));
        }
        ByteBuffer rest = ByteBuffer.wrap(copy, body, copy.length - body).slice();
        int rows = webSocket ? checkFrames(rest) : checkLines(text.substring(body));
        if (rows < MIN_CHECKED_ROWS) {
            throw new IOException("only " + rows + " rows in " + rest.remaining() + " bytes");
        }
        if (webSocket) {
            frames.add(rest, 0, rest.remaining());
        }
    }

    /** Undoes the chunked encoding and parses every whole line. */
    private static int checkLines(String body) throws IOException {
        StringBuilder lines = new StringBuilder();
        int at = 0;
        while (true) {
            int end = body.indexOf("\r\n", at);
            if (end < 0) {
                break;
            }
            int size = Integer.parseInt(body.substring(at, end), 16);
            int from = end + 2;
            lines.append(body, from, Math.min(body.length(), from + size));
            at = from + size + 2;
            if (at > body.length()) {
                break;
            }
        }
        int rows = 0;
        int start = 0;
        for (int end = lines.indexOf("\n"); end >= 0; end = lines.indexOf("\n", start)) {
            check(lines.substring(start, end));
            start = end + 1;
            rows++;
        }
        return rows;
    }

    private static int checkFrames(ByteBuffer bytes) throws IOException {
        int rows = 0;
        int at = 0;
        while (at + 4 < bytes.limit()) {
            int length = bytes.get(at + 1) & 0x7f;
            int head = 2;
            if (length == 126) {
                length = bytes.getShort(at + 2) & 0xffff;
                head = 4;
            }
            if (at + head + length > bytes.limit()) {
                break;
            }
            byte[] payload = new byte[length];
            bytes.get(at + head, payload);
            check(new String(payload, StandardCharsets.UTF_8));
            at += head + length;
            rows++;
        }
        return rows;
    }

    private static void check(String row) throws IOException {
        JsonNode json = JSON.readTree(row);
        if (!json.path("device").isTextual() || !json.path("_tp_time").isTextual()) {
            throw new IOException("not a row: " + row);
        }
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }

    /** Walks from frame head to frame head, over the ends of buffers. */
    private static final class FrameCounter {
        private long count;
        private long skip;
        private int headBytes;
        private int wanted = 2;
        private final byte[] head = new byte[10];

        void add(ByteBuffer bytes, int from, int length) {
            int at = from;
            int end = from + length;
            while (at < end) {
                if (skip > 0) {
                    int step = (int) Math.min(skip, end - at);
                    skip -= step;
                    at += step;
                } else {
                    head[headBytes++] = bytes.get(at++);
                    if (headBytes == 2) {
                        int size = head[1] & 0x7f;
                        wanted = size == 126 ? 4 : size == 127 ? 10 : 2;
                    }
                    if (headBytes == wanted) {
                        finish();
                    }
                }
            }
        }

        private void finish() {
            long size = head[1] & 0x7f;
            if (wanted > 2) {
                size = 0;
                for (int i = 2; i < wanted; i++) {
                    size = (size << 8) | (head[i] & 0xff);
                }
            }
            skip = size;
            headBytes = 0;
            wanted = 2;
            if ((head[0] & 0x0f) == 1) {
                count++;
            }
        }
    }
}
