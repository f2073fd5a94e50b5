package io.millrace.mq.worker;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.millrace.core.Record;
import io.millrace.core.Sink;
import io.millrace.core.failure.FatalException;
import io.millrace.core.failure.PoisonException;
import io.millrace.core.failure.TransientException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Sends each text as a raw datagram, as the reference's output type {@code socket}. Nobody answers: a datagram that is
 * lost is lost, and nobody notices when the address has no listener.
 */
public final class SocketSink implements Sink<String> {

    private static final int MAX_DATAGRAM = 65_507;

    private final InetSocketAddress address;
    private @Nullable DatagramChannel channel;

    /**
     * A sink.
     *
     * @param address where datagrams go to
     */
    public SocketSink(InetSocketAddress address) {
        this.address = address;
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
        for (Record<String> record : batch) {
            if (record.value().length() > MAX_DATAGRAM / 3 && record.value().getBytes(UTF_8).length > MAX_DATAGRAM) {
                throw new PoisonException("a message of " + record.value().getBytes(UTF_8).length
                        + " bytes does not fit a datagram, which holds " + MAX_DATAGRAM);
            }
        }
        for (Record<String> record : batch) {
            send(ByteBuffer.wrap(record.value().getBytes(UTF_8)));
        }
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
