package io.millrace.mq.node;

import io.millrace.core.time.Ticker;
import io.millrace.mq.frame.Frames;
import io.millrace.mq.queue.MessageQueues;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.DatagramChannel;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Receives a datagram, handles it, sends the reply, and again. Arrays and buffers are made once.
 *
 * <p><b>Threading:</b> runs on the node's thread.
 */
final class NodeLoop implements Runnable {

    private static final Logger log = LoggerFactory.getLogger(QueueNode.class);

    private final DatagramChannel channel;
    private final NodeCounters counters;
    private final PlainPeers plainPeers;
    private final RareLogs logs;
    private final PlainProtocol plain;
    // one byte more than a datagram can have, so that nothing is cut off silently
    private final ByteBuffer in = ByteBuffer.allocateDirect(Frames.MAX_DATAGRAM + 1);
    private final ByteBuffer out = ByteBuffer.allocateDirect(Frames.MAX_DATAGRAM);
    private final byte[] request = new byte[Frames.MAX_DATAGRAM + 1];
    private final byte[] reply = new byte[Frames.MAX_DATAGRAM];
    private @Nullable InetAddress lastPeer;
    private boolean lastTrusted;

    NodeLoop(
            NodeSettings settings,
            DatagramChannel channel,
            MessageQueues queues,
            NodeCounters counters,
            Ticker ticker) {
        this.channel = channel;
        this.counters = counters;
        this.plainPeers = settings.plainPeers();
        this.logs = RareLogs.of(ticker);
        this.plain = new PlainProtocol(queues.defaultQueue(), counters, logs);
    }

    int sessions() {
        return 0;
    }

    @Override
    public void run() {
        while (channel.isOpen()) {
            try {
                receiveOne();
            } catch (ClosedChannelException e) {
                return;
            } catch (IOException e) {
                logs.failed().warn("receiving failed: {}{}", e, "");
            } catch (RuntimeException e) {
                log.error("a datagram could not be handled, which is a bug; the node lives on", e);
            }
        }
    }

    private void receiveOne() throws IOException {
        in.clear();
        InetSocketAddress peer = (InetSocketAddress) channel.receive(in);
        if (peer == null) {
            return;
        }
        int length = in.position();
        in.get(0, request, 0, length);
        counters.datagramsIn.increment();
        counters.bytesIn.add(length);
        int answer = plain.handle(request, length, reply, trusted(peer) ? Frames.MAX_DATAGRAM : length);
        if (answer > 0) {
            send(peer, answer);
        } else if (answer == PlainProtocol.WITHHELD) {
            withhold(peer);
        }
    }

    private boolean trusted(InetSocketAddress peer) {
        InetAddress address = peer.getAddress();
        if (!address.equals(lastPeer)) {
            lastPeer = address;
            lastTrusted = plainPeers.allow(address);
        }
        return lastTrusted;
    }

    private void withhold(InetSocketAddress peer) {
        counters.withheld.increment();
        logs.withheld()
                .warn(
                        "a reply larger than its request was withheld, peer={}, plain peers are {}",
                        peer.getAddress().getHostAddress(),
                        plainPeers);
    }

    private void send(InetSocketAddress peer, int length) throws ClosedChannelException {
        out.clear();
        out.put(0, reply, 0, length).limit(length);
        try {
            channel.send(out, peer);
            counters.datagramsOut.increment();
            counters.bytesOut.add(length);
        } catch (ClosedChannelException e) {
            throw e;
        } catch (IOException e) {
            counters.sendFailures.increment();
            logs.failed().warn("a reply could not be sent, peer={}: {}", peer, e);
        }
    }
}
