package io.millrace.benchmark;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;

/**
 * One reader of a stream whose rows begin with a counter, {@code {"n": 42, ...}}: checks that no number is missing and
 * none comes twice. It understands the chunked encoding, however the bytes are cut.
 */
final class SequenceReader {

    private static final byte[] ROW = "{\"n\": ".getBytes(StandardCharsets.US_ASCII);

    private enum Part {
        HEAD,
        SIZE,
        DATA,
        DATA_END
    }

    private final SocketChannel channel;
    private Part part = Part.HEAD;
    private int lineFeeds;
    private long left;
    private int matched;
    private long number;
    private long expected = -1;
    private long rows;
    private long lost;

    SequenceReader(int port, String path) throws IOException {
        channel = SocketChannel.open(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
        String request = "GET " + path + " HTTP/1.1\r\nHost: localhost\r\n\r\n";
        channel.write(ByteBuffer.wrap(request.getBytes(StandardCharsets.US_ASCII)));
        channel.configureBlocking(false);
    }

    SocketChannel channel() {
        return channel;
    }

    long rows() {
        return rows;
    }

    /** Numbers that did not come, or came out of order. */
    long lost() {
        return lost;
    }

    /** Takes what came over the socket. */
    void accept(ByteBuffer bytes) throws IOException {
        while (bytes.hasRemaining()) {
            byte b = bytes.get();
            switch (part) {
                case HEAD -> head(b);
                case SIZE -> size(b);
                case DATA -> data(b);
                case DATA_END -> part = b == '\n' ? Part.SIZE : part;
            }
        }
    }

    private void head(byte b) {
        // the empty line: line feeds with only a carriage return between
        if (b == '\n') {
            lineFeeds++;
            part = lineFeeds == 2 ? Part.SIZE : part;
        } else if (b != '\r') {
            lineFeeds = 0;
        }
    }

    private void size(byte b) throws IOException {
        int digit = Character.digit(b, 16);
        if (digit >= 0) {
            left = left * 16 + digit;
        } else if (b == '\n') {
            if (left == 0) {
                throw new IOException("the stream ended");
            }
            part = Part.DATA;
        } else if (b != '\r') {
            throw new IOException("no chunk begins with byte " + b);
        }
    }

    private void data(byte b) {
        if (matched == ROW.length && b >= '0' && b <= '9') {
            number = number * 10 + b - '0';
        } else if (matched == ROW.length) {
            check();
            matched = -1;
        } else if (matched >= 0) {
            matched = b == ROW[matched] ? matched + 1 : -1;
        }
        if (b == '\n') {
            matched = 0;
            number = 0;
        }
        left--;
        part = left == 0 ? Part.DATA_END : part;
    }

    private void check() {
        rows++;
        if (expected >= 0 && number != expected) {
            lost += Math.max(1, number - expected);
        }
        expected = number + 1;
    }
}
