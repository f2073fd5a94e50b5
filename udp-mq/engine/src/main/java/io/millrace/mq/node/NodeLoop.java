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
    private final ExtendedProtocol extended;
    private final @Nullable Committer committer;
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
        this.plain = new PlainProtocol(queues, counters, logs);
        this.extended = new ExtendedProtocol(queues, settings, counters, ticker, reply);
        this.committer = queues.log() == null ? null : new Committer(queues.log(), channel, counters, logs, ticker);
    }

    int sessions() {
        return extended.sessions();
    }

    /** Sends replies behind the log's back; null when nothing is durable. */
    @Nullable
    Committer committer() {
        return committer;
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
        if (length > 0 && ExtendedProtocol.begins(request[0])) {
            answer(peer, extended.handle(peer, request, length), extended.mustBeDurable());
            return;
        }
        int answer = plain.handle(request, length, reply, trusted(peer) ? Frames.MAX_DATAGRAM : length);
        if (answer > 0) {
            answer(peer, answer, plain.mustBeDurable());
        } else if (answer == PlainProtocol.WITHHELD) {
            withhold(peer);
        }
    }

    /** Sends now, or when the log is durable so far. */
    private void answer(InetSocketAddress peer, int length, long position) throws IOException {
        if (length == 0) {
            return;
        }
        if (committer != null && position > committer.durable()) {
            committer.add(peer, reply, length);
        } else {
            send(peer, length);
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
