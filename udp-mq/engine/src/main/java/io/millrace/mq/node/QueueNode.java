package io.millrace.mq.node;

import io.millrace.core.failure.FatalException;
import io.millrace.core.net.HostPort;
import io.millrace.core.time.Ticker;
import io.millrace.mq.queue.MessageQueues;
import java.io.IOException;
import java.net.BindException;
import java.net.Inet4Address;
import java.net.InetSocketAddress;
import java.net.StandardProtocolFamily;
import java.net.StandardSocketOptions;
import java.nio.channels.DatagramChannel;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One UDP port that serves queues, by the reference protocol and the extended one.
 *
 * <p><b>Threading:</b> thread-safe. One platform thread, {@code mq-<port>}, receives, handles and replies.
 *
 * <p><b>Failure:</b> whatever a datagram holds, the node lives on; see {@link NodeStatus} for what it counts.
 */
public final class QueueNode implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(QueueNode.class);
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private final DatagramChannel channel;
    private final InetSocketAddress address;
    private final MessageQueues queues;
    private final NodeCounters counters = new NodeCounters();
    private final NodeLoop loop;
    private final Thread thread;
    private final @Nullable Thread committing;

    private QueueNode(NodeSettings settings, DatagramChannel channel, MessageQueues queues, Ticker ticker)
            throws IOException {
        this.channel = channel;
        this.address = (InetSocketAddress) channel.getLocalAddress();
        this.queues = queues;
        this.loop = new NodeLoop(settings, channel, queues, counters, ticker);
        this.thread = Thread.ofPlatform().name("mq-" + address.getPort()).unstarted(loop);
        Committer committer = loop.committer();
        this.committing = committer == null
                ? null
                : Thread.ofPlatform().name("mq-commit-" + address.getPort()).unstarted(committer);
    }

    /**
     * Binds and serves until closed.
     *
     * @param queues stay open when the node is closed
     * @throws FatalException when the host has no address, or the port is taken
     */
    public static QueueNode start(NodeSettings settings, MessageQueues queues, Ticker ticker) {
        InetSocketAddress wanted = settings.address().resolve();
        try {
            boolean four = wanted.getAddress() instanceof Inet4Address;
            DatagramChannel channel =
                    DatagramChannel.open(four ? StandardProtocolFamily.INET : StandardProtocolFamily.INET6);
            try {
                channel.setOption(StandardSocketOptions.SO_RCVBUF, settings.socketBufferBytes());
                channel.setOption(StandardSocketOptions.SO_SNDBUF, settings.socketBufferBytes());
                channel.bind(wanted);
                QueueNode node = new QueueNode(settings, channel, queues, ticker);
                node.begin();
                HostPort real = new HostPort(settings.address().host(), node.address.getPort());
                // The launcher reads the port from this line.
                log.info("queue node listens, address={} plain-peers={}", real, settings.plainPeers());
                return node;
            } catch (IOException | RuntimeException e) {
                channel.close();
                throw e;
            }
        } catch (BindException e) {
            throw new FatalException("cannot listen on " + settings.address() + ": " + e.getMessage(), e);
        } catch (IOException e) {
            throw new FatalException("cannot listen on " + settings.address() + ": " + e, e);
        }
    }

    private void begin() {
        if (committing != null) {
            committing.start();
        }
        thread.start();
    }

    /** Where it listens, with the real port. */
    public InetSocketAddress address() {
        return address;
    }

    /** What it serves. */
    public MessageQueues queues() {
        return queues;
    }

    /** What it has counted. Reads {@code /proc}, so not for hot loops. */
    public NodeStatus status() {
        return counters.status(loop.sessions(), KernelDrops.of(address.getPort()));
    }

    /**
     * Stops receiving and frees the port. What was received and not yet answered is asked again by its client.
     * Idempotent. The queues stay open.
     */
    @Override
    public void close() {
        try {
            channel.close();
            Committer committer = loop.committer();
            if (committer != null) {
                // before the loop is waited for, which may be waiting for room in a full group
                committer.close();
            }
            if (!Thread.currentThread().equals(thread)) {
                thread.join(PATIENCE);
            }
            if (committing != null) {
                committing.join(PATIENCE);
            }
        } catch (IOException e) {
            log.warn("cannot close the socket, address={}", address, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
