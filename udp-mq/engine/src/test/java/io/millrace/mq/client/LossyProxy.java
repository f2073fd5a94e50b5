package io.millrace.mq.client;

import io.millrace.core.net.HostPort;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** Stands between one client and a node, and does to chosen datagrams what networks do. */
final class LossyProxy implements AutoCloseable {

    /** Decides how often a datagram goes on: 0 is loss, 2 is duplication. */
    @FunctionalInterface
    interface Fate {
        int copies(boolean toServer, int index);
    }

    private final DatagramSocket front;
    private final DatagramSocket back;
    private final Fate fate;
    private final AtomicInteger toServer = new AtomicInteger();
    private final AtomicInteger toClient = new AtomicInteger();
    private volatile SocketAddress client = new InetSocketAddress(0);

    LossyProxy(InetSocketAddress server, Fate fate) {
        this.fate = fate;
        try {
            front = new DatagramSocket(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
            back = new DatagramSocket(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Thread.ofPlatform().daemon().start(() -> pump(front, back, server, true));
        Thread.ofPlatform().daemon().start(() -> pump(back, front, null, false));
    }

    HostPort address() {
        return new HostPort("127.0.0.1", front.getLocalPort());
    }

    int sentToServer() {
        return toServer.get();
    }

    int sentToClient() {
        return toClient.get();
    }

    private void pump(DatagramSocket from, DatagramSocket to, @Nullable SocketAddress target, boolean server) {
        byte[] buffer = new byte[70_000];
        while (!from.isClosed()) {
            try {
                DatagramPacket packet = new DatagramPacket(buffer, buffer.length);
                from.receive(packet);
                if (server) {
                    client = packet.getSocketAddress();
                }
                int copies = fate.copies(server, (server ? toServer : toClient).getAndIncrement());
                byte[] bytes = Arrays.copyOf(packet.getData(), packet.getLength());
                for (int i = 0; i < copies; i++) {
                    to.send(new DatagramPacket(bytes, bytes.length, target == null ? client : target));
                }
            } catch (IOException e) {
                return; // closed
            }
        }
    }

    @Override
    public void close() {
        front.close();
        back.close();
    }
}
