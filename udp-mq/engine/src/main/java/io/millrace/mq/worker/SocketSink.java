package io.millrace.mq.worker;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.millrace.core.Record;
import io.millrace.core.Sink;
import io.millrace.core.failure.FatalException;
import io.millrace.core.failure.PoisonException;
import io.millrace.core.failure.TransientException;
import io.millrace.mq.frame.Frames;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Sends each text in a datagram and awaits no answer: what is lost is lost, and nobody notices when the address has no
 * listener.
 */
public final class SocketSink implements Sink<String> {

    private final InetSocketAddress address;
    private final String prefix;
    private final boolean framed;
    private @Nullable DatagramChannel channel;

    private SocketSink(InetSocketAddress address, String prefix, boolean framed) {
        this.address = address;
        this.prefix = prefix;
        this.framed = framed;
    }

    /** Sends texts as they are, as the reference's output type {@code socket}. */
    public static SocketSink raw(InetSocketAddress address) {
        return new SocketSink(address, "", false);
    }

    /** Sends texts as PUT commands and does not await the answers, as the reference's feeder. */
    public static SocketSink puts(InetSocketAddress address) {
        return new SocketSink(address, "PUT:", true);
    }

    @Override
    public void open() {
        if (address.isUnresolved()) {
            throw new FatalException("cannot resolve host '" + address.getHostString() + "'");
        }
        close();
        try {
            channel = DatagramChannel.open();
        } catch (IOException e) {
            throw new TransientException("cannot open a socket: " + e.getMessage(), e);
        }
    }

    @Override
    public void write(List<Record<String>> batch) {
        List<ByteBuffer> datagrams = batch.stream().map(this::datagram).toList();
        datagrams.forEach(this::send);
    }

    private ByteBuffer datagram(Record<String> record) {
        byte[] text = (prefix + record.value()).getBytes(UTF_8);
        if (text.length > (framed ? Frames.MAX_TEXT : Frames.MAX_DATAGRAM)) {
            throw new PoisonException("a message of " + text.length + " bytes does not fit a datagram, which holds "
                    + Frames.MAX_DATAGRAM);
        }
        return ByteBuffer.wrap(framed ? Frames.encode(text) : text);
    }

    private void send(ByteBuffer datagram) {
        if (channel == null) {
            throw new TransientException("the socket to " + address + " is not open");
        }
        try {
            channel.send(datagram, address);
        } catch (IOException e) {
            throw new TransientException("cannot send to " + address + ": " + e.getMessage(), e);
        }
    }

    @Override
    public void close() {
        DatagramChannel open = channel;
        channel = null;
        if (open != null) {
            try {
                open.close();
            } catch (IOException e) {
                throw new TransientException("cannot close the socket to " + address, e);
            }
        }
    }
}
