package io.millrace.mq.worker;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.millrace.core.failure.FatalException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.DatagramChannel;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A UDP port that hands each datagram on as UTF-8 text; bytes that are none become U+FFFD.
 *
 * <p><b>Threading:</b> one platform thread receives and calls the receiver; whatever that throws is logged, and the
 * next datagram is received.
 */
public final class DatagramServer implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(DatagramServer.class);
    private static final int MAX_DATAGRAM = 65_507;
    private static final int BUFFER = 4 << 20;

    private final DatagramChannel channel;
    private final InetSocketAddress address;
    private final Thread thread;

    private DatagramServer(DatagramChannel channel, InetSocketAddress address, String name, Consumer<String> receiver) {
        this.channel = channel;
        this.address = address;
        this.thread = Thread.ofPlatform().name(name + "-" + address.getPort()).unstarted(() -> receive(receiver));
    }

    /**
     * Binds a port and begins to receive.
     *
     * @param name of the thread, without the port
     * @param listen the address; port 0 takes a free one
     * @throws FatalException when the address does not resolve or the port is taken
     */
    public static DatagramServer start(String name, InetSocketAddress listen, Consumer<String> receiver) {
        if (listen.isUnresolved()) {
            throw new FatalException("cannot resolve host '" + listen.getHostString() + "'");
        }
        try {
            DatagramChannel channel = DatagramChannel.open();
            try {
                channel.setOption(StandardSocketOptions.SO_RCVBUF, BUFFER);
                channel.bind(listen);
                DatagramServer server =
                        new DatagramServer(channel, (InetSocketAddress) channel.getLocalAddress(), name, receiver);
                server.thread.start();
                return server;
            } catch (IOException | RuntimeException e) {
                channel.close();
                throw e;
            }
        } catch (IOException e) {
            throw new FatalException(
                    "cannot bind " + listen.getHostString() + ":" + listen.getPort() + ": " + e.getMessage(), e);
        }
    }

    private void receive(Consumer<String> receiver) {
        ByteBuffer buffer = ByteBuffer.allocate(MAX_DATAGRAM);
        while (channel.isOpen()) {
            try {
                buffer.clear();
                channel.receive(buffer);
                receiver.accept(new String(buffer.array(), 0, buffer.position(), UTF_8));
            } catch (ClosedChannelException _) {
                return;
            } catch (IOException | RuntimeException e) {
                log.warn("datagram at {} not handled", address, e);
            }
        }
    }

    /** Where it receives. */
    public InetSocketAddress address() {
        return address;
    }

    /** Stops receiving and waits for the datagram in hand. Idempotent. */
    @Override
    public void close() {
        try {
            channel.close();
            thread.join();
        } catch (IOException e) {
            log.warn("port {} not closed", address, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
