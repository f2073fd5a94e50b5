package io.millrace.mq.statistics;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.millrace.core.failure.FatalException;
import io.millrace.core.time.Ticker;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.time.Duration;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends the reports of nodes as datagrams, one per node and period, the first after one period, a last one on closing.
 *
 * <p><b>Failure:</b> a report that cannot be sent is gone; that is logged once per change.
 */
public final class StatisticsSender implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(StatisticsSender.class);

    private final List<NodeStatistics> nodes;
    private final InetSocketAddress receiver;
    private final Duration period;
    private final Ticker ticker;
    private final DatagramChannel channel;
    private final Thread thread;
    private boolean failing;

    private StatisticsSender(
            List<NodeStatistics> nodes,
            InetSocketAddress receiver,
            Duration period,
            Ticker ticker,
            DatagramChannel channel) {
        this.nodes = List.copyOf(nodes);
        this.receiver = receiver;
        this.period = period;
        this.ticker = ticker;
        this.channel = channel;
        this.thread = Thread.ofVirtual().name("statistics-sender").unstarted(this::run);
    }

    /**
     * Begins to send.
     *
     * @param receiver for example 127.0.0.1:5001
     * @param period positive
     * @throws FatalException when the address does not resolve
     */
    public static StatisticsSender start(
            List<NodeStatistics> nodes, InetSocketAddress receiver, Duration period, Ticker ticker) {
        if (receiver.isUnresolved()) {
            throw new FatalException("cannot resolve host '" + receiver.getHostString() + "'");
        }
        try {
            StatisticsSender sender = new StatisticsSender(nodes, receiver, period, ticker, DatagramChannel.open());
            sender.thread.start();
            return sender;
        } catch (IOException e) {
            throw new FatalException("cannot open a socket: " + e.getMessage(), e);
        }
    }

    private void run() {
        long next = ticker.nanos();
        try {
            while (true) {
                next += period.toNanos();
                ticker.sleep(Duration.ofNanos(next - ticker.nanos()));
                send();
            }
        } catch (InterruptedException _) {
            send();
        }
    }

    private void send() {
        // an interrupted thread cannot use a channel
        boolean interrupted = Thread.interrupted();
        for (NodeStatistics node : nodes) {
            try {
                channel.send(ByteBuffer.wrap(node.report().json().getBytes(UTF_8)), receiver);
                failing = false;
            } catch (IOException e) {
                if (!failing) {
                    log.warn("statistics not sent, receiver={} reason={}", receiver, e.getMessage());
                }
                failing = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /** Sends the last reports. Idempotent. */
    @Override
    public void close() {
        thread.interrupt();
        try {
            thread.join();
            channel.close();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (IOException e) {
            log.warn("socket of statistics not closed", e);
        }
    }
}
