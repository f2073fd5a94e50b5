package io.millrace.mq.client;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.millrace.core.failure.InvalidRequestException;
import io.millrace.core.failure.TransientException;
import io.millrace.core.net.HostPort;
import io.millrace.mq.frame.Decoded;
import io.millrace.mq.frame.Frames;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.nio.channels.DatagramChannel;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Speaks the reference protocol, one request at a time: {@code PUT:text}, {@code GET}, {@code SIZE} in frames.
 *
 * <p>The protocol has no correlation: a request that is sent again may be done twice, so a PUT may be stored twice, and
 * the message of a GET whose reply was lost is lost. After a timeout the next attempt uses another local port, so that
 * a late reply is not taken for its own.
 *
 * <p><b>Threading:</b> not thread-safe; {@link #close} may come from another thread and ends a running request.
 *
 * <p><b>Blocking:</b> a request takes at most timeout times attempts. Interruption ends it at once.
 */
public final class PlainClient implements AutoCloseable {

    private static final byte[] PUT = "PUT:".getBytes(UTF_8);

    private final HostPort server;
    private final InetSocketAddress address;
    private final PlainClientSettings settings;
    private final byte[] buffer = new byte[Frames.MAX_DATAGRAM];
    private volatile @Nullable DatagramChannel channel;
    private volatile boolean closed;

    private PlainClient(HostPort server, PlainClientSettings settings) {
        this.server = server;
        this.address = server.resolve();
        this.settings = settings;
    }

    /**
     * A client of that queue; sends nothing yet.
     *
     * @throws io.millrace.core.failure.FatalException when the host has no address
     */
    public static PlainClient open(HostPort server, PlainClientSettings settings) {
        return new PlainClient(server, settings);
    }

    /** Whom it asks. */
    public HostPort server() {
        return server;
    }

    /**
     * Sends a command and waits for the reply.
     *
     * @param command such as {@code PUT:ping}
     * @return the reply's text
     * @throws TransientException when no reply came
     * @throws InvalidRequestException when the command does not fit a datagram
     */
    public String request(String command) throws InterruptedException {
        return new String(exchange(Frames.encode(command)), UTF_8);
    }

    /**
     * Stores a message.
     *
     * @throws TransientException when no reply came, which may also mean that the queue is full
     */
    public void put(byte[] message) throws InterruptedException {
        byte[] text = Arrays.copyOf(PUT, PUT.length + message.length);
        System.arraycopy(message, 0, text, PUT.length, message.length);
        byte[] reply = exchange(Frames.encode(text));
        String expected = "PUT ";
        if (!new String(reply, UTF_8).startsWith(expected)) {
            throw new TransientException("expected 'PUT n bytes' from " + server + ", got " + reply.length + " bytes");
        }
    }

    /**
     * Takes the oldest message.
     *
     * @return empty when the queue is empty, or the message is
     * @throws TransientException when no reply came
     */
    public byte[] get() throws InterruptedException {
        return exchange(Frames.encode("GET"));
    }

    /**
     * How many messages wait.
     *
     * @throws TransientException when no reply came
     */
    public long size() throws InterruptedException {
        String text = request("SIZE");
        try {
            return Long.parseLong(text);
        } catch (NumberFormatException e) {
            throw new TransientException("expected a number from " + server + ", got '" + text + "'", e);
        }
    }

    private byte[] exchange(byte[] frame) throws InterruptedException {
        IOException last = null;
        for (int attempt = 0; attempt < settings.attempts(); attempt++) {
            try {
                return once(frame);
            } catch (IOException e) {
                last = e;
                drop();
                if (Thread.interrupted()) {
                    throw new InterruptedException("interrupted while waiting for " + server);
                }
                if (closed) {
                    break;
                }
            }
        }
        throw new TransientException(
                closed
                        ? "the client of " + server + " is closed"
                        : "no reply from " + server + ", attempts=" + settings.attempts() + " timeout="
                                + settings.timeout().toMillis() + "ms",
                last);
    }

    private byte[] once(byte[] frame) throws IOException {
        DatagramChannel socket = connected();
        socket.socket().send(new DatagramPacket(frame, frame.length));
        DatagramPacket reply = new DatagramPacket(buffer, buffer.length);
        socket.socket().receive(reply);
        byte[] bytes = Arrays.copyOf(buffer, reply.getLength());
        return switch (Frames.decode(bytes)) {
            case Decoded.Text text -> text.bytes();
            case Decoded.Invalid invalid -> throw new SocketTimeoutException("malformed reply: " + invalid.message());
        };
    }

    private DatagramChannel connected() throws IOException {
        DatagramChannel there = channel;
        if (there == null) {
            there = DatagramChannel.open();
            there.connect(address);
            there.socket().setSoTimeout((int)
                    Math.min(Integer.MAX_VALUE, settings.timeout().toMillis()));
            channel = there;
            if (closed) {
                drop();
            }
        }
        return there;
    }

    private void drop() {
        DatagramChannel there = channel;
        channel = null;
        if (there != null) {
            try {
                there.close();
            } catch (IOException e) {
                // nothing was buffered, nothing is lost
                return;
            }
        }
    }

    @Override
    public void close() {
        closed = true;
        drop();
    }
}
